using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>
/// Tells staff what the rows say. A way that has taken a notice is not asked again for it. An attempt that fails is repeated for some
/// hours, and then given up: administrators see it at home.
/// </summary>
public sealed class SendNotices(
    NoticeStore notices,
    IEnumerable<IWay> ways,
    IOptions<NoticeOptions> options,
    TimeProvider time,
    ILogger<SendNotices> log
) : IJob
{
    private readonly IWay[] ways = [.. ways.Where(way => way.IsSet)];

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var id in await notices.ListDueAsync(time.GetUtcNow(), ct))
        {
            var lease = Data.Lease.NewHolder();
            if (await notices.TakeAsync(id, lease, time.GetUtcNow(), ct) is { } notice)
            {
                await TellAsync(notice, lease, ct);
            }
        }
    }

    /// <summary>By all ways at once, for a command. Why each did not take the notice, in Chinese; null where it did.</summary>
    public async Task<IReadOnlyList<(string Way, string? Why)>> TryAsync(NoticeKind kind, string words, CancellationToken ct)
    {
        var told = new List<(string, string?)>();
        foreach (var way in ways)
        {
            told.Add((way.Label, await TellAsync(way, TextOf(kind, words, "/staff"), ct)));
        }
        return told;
    }

    private async Task TellAsync(Notice notice, string lease, CancellationToken ct)
    {
        if (ways.Length == 0)
        {
            await notices.SettleAsync(notice.Id, lease, NoticeState.NoWay, "", time.GetUtcNow(), ct);
            return;
        }
        var (sentBy, whys) = (notice.Ways.ToList(), new List<string>());
        foreach (var way in ways.Where(way => !sentBy.Contains(way.Key)))
        {
            if (await TellAsync(way, TextOf(notice.Kind, notice.Words, notice.Address), ct) is { } why)
            {
                whys.Add(why);
                log.LogWarning("Notice {Notice} was not told by {Way}: {Why}", notice.Id, way.Key, why);
                continue;
            }
            sentBy.Add(way.Key);
            // Not cancelled: what has gone out is written down.
            await notices.SentByAsync(notice.Id, lease, sentBy, CancellationToken.None);
        }
        var (now, error) = (time.GetUtcNow(), string.Join(' ', whys));
        await (
            whys.Count == 0 ? notices.SettleAsync(notice.Id, lease, NoticeState.Sent, "", now, CancellationToken.None)
            : now - notice.CreatedAt > NoticeStore.Patience
                ? notices.SettleAsync(notice.Id, lease, NoticeState.Failed, error, now, CancellationToken.None)
            : notices.PostponeAsync(notice, lease, error, now, CancellationToken.None)
        );
    }

    private async Task<string?> TellAsync(IWay way, NoticeText text, CancellationToken ct)
    {
        try
        {
            await way.TellAsync(text, time.GetUtcNow(), ct);
            return null;
        }
        catch (NotToldException e)
        {
            return e.Message;
        }
        // A way that fails as nobody foresaw must not keep the others, or what waits behind it, from being told.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError("A notice failed as nobody foresaw: {Type}", e.GetType().FullName);
            return "发送时出现意外错误，请技术人员查看日志。";
        }
    }

    private NoticeText TextOf(NoticeKind kind, string words, string path)
    {
        var title = kind switch
        {
            NoticeKind.Daily => "学会管理台 待办",
            NoticeKind.Alarm => "学会管理台 紧急提醒",
            NoticeKind.Test => "学会管理台 测试",
        };
        return new NoticeText(title, words, options.Value.Address is { Length: > 0 } site ? $"{site.TrimEnd('/')}{path}" : "");
    }
}
