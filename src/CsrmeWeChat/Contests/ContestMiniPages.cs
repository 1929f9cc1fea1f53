using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Contests;

/// <summary>The mini program's pages of contests: each published one, and one's own entries.</summary>
public sealed class ContestMiniPages(ContestStore contests) : IMiniPageSource
{
    public const string Mine = "contests/mine/index";

    public async Task<IReadOnlyList<MiniPage>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        [
            .. (await contests.ListPublishedAsync(ct)).Select(contest => new MiniPage(
                $"contests/contest/index?id={contest.Id}",
                $"摄影大赛“{contest.Title}”"
            )),
            new MiniPage(Mine, "我的摄影作品"),
        ];
}
