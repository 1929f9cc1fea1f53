using System.Net.Http.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Objecting()
    {
        yield return ("objectToResult contests.no_notice", async () =>
            await ObjectAsync(await app.NewPhoneAsync(), await app.NewContestAsync())
        );
        yield return ("objectToResult contests.notice_over", async () =>
            await ObjectAsync(await app.NewPhoneAsync(), await NewNoticeAsync(until: app.Now))
        );
        yield return ("objectToResult contests.not_noticed", async () =>
            await ObjectAsync(await app.NewPhoneAsync(), await NewNoticeAsync(until: app.Now.AddDays(1)), entryId: 1_000_000)
        );
        yield return ("objectToResult session.ended", async () =>
            await ObjectAsync(await NewGoneAsync(), await NewNoticeAsync(until: app.Now.AddDays(1)))
        );
    }

    /// <summary>A contest in its notice, in which nothing stands.</summary>
    private async Task<long> NewNoticeAsync(DateTimeOffset until)
    {
        var contest = await app.NewContestAsync();
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE contests SET result = 'noticed', notice_from = @from, notice_until = @until WHERE id = @contest",
                new
                {
                    contest,
                    from = app.Now.AddDays(-1),
                    until,
                },
                Ct
            );
        return contest;
    }

    private static Task<HttpResponseMessage> ObjectAsync(TestPhone phone, long contest, long? entryId = null) =>
        phone.Http.PostAsJsonAsync(
            $"/api/contests/{contest}/objections",
            new
            {
                entryId,
                name = "王岩",
                contact = "秘书处转",
                isNamed = true,
                words = "名次有误。",
            },
            Ct
        );
}
