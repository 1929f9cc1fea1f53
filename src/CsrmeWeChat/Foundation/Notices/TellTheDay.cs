using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>
/// Once a day, from an hour of theirs on, what waits at the console. The day's row is the guard: whichever node makes it tells the day, and
/// where nothing waits it says so, so that what comes up later waits for the next day.
/// </summary>
public sealed class TellTheDay(
    Database database,
    NoticeStore notices,
    WorkList work,
    IEnumerable<IWay> ways,
    IOptions<NoticeOptions> options,
    JobRunner jobs,
    TimeProvider time
) : IJob
{
    /// <summary>A node that was down at their hour does not tell them at night.</summary>
    private const int Evening = 22;

    private readonly bool isSet = ways.Any(way => way.IsSet);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = $"daily:{China.Date(now):yyyy-MM-dd}";
        if (
            !isSet
            || China.Local(now).Hour is var hour && (hour < options.Value.Hour || hour >= Evening)
            || await notices.HasAsync(key, ct)
        )
        {
            return;
        }
        var waiting = (await work.ListAsync(ct)).Where(item => item.StaffId is null).ToList();
        var state = waiting.Count == 0 ? NoticeState.Nothing : NoticeState.Waiting;
        if (await NoticeStore.AddAsync(database, key, NoticeKind.Daily, state, WordsOf(waiting), Menu.Home, now, ct))
        {
            await notices.RemoveOldAsync(now, ct);
            jobs.RunNow<SendNotices>();
        }
    }

    private static string WordsOf(IReadOnlyCollection<Work> waiting) =>
        string.Join(
            '\n',
            [$"现在有 {waiting.Count} 项待办：", .. waiting.Select(item => $"· {(item.IsUrgent ? "【今天】" : "")}{item.Words}")]
        );
}
