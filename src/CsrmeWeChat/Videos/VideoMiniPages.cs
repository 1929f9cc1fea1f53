using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Videos;

/// <summary>The mini program's pages of short videos: each published call, and one's own entries.</summary>
public sealed class VideoMiniPages(CallStore calls) : IMiniPageSource
{
    public const string Mine = "videos/mine/index";

    public async Task<IReadOnlyList<MiniPage>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        [
            .. (await calls.ListPublishedAsync(ct)).Select(call => new MiniPage(
                $"videos/call/index?id={call.Id}",
                $"短视频征集“{call.Title}”"
            )),
            new MiniPage(Mine, "我的短视频作品"),
        ];
}
