using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Job: takes every open send a step further. The row holds all that a step needs, and it is leased while a step runs, so a killed node
/// gives it back. What must not happen twice is WeChat's sending: the id under which WeChat sends only once is fixed in the row, and that
/// WeChat is asked is recorded before it is asked.
/// </summary>
public sealed class AdvanceSends(
    Database database,
    StoryStore stories,
    Articles articles,
    IOfficialAccount account,
    SendingHours hours,
    OutgoingHold hold,
    TimeProvider time,
    ILogger<AdvanceSends> log
) : IJob
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(5);

    /// <summary>A little more than a minute: WeChat counts some calls by the minute.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    private const int BatchSize = 20;

    public async Task RunAsync(CancellationToken ct)
    {
        if (await hold.FindAsync(ct) is not null)
        {
            return;
        }
        var due = await database.ListAsync<long>(
            $"""
            SELECT id FROM mass_sends
             WHERE state IN {SendTransitions.Due} AND due_at <= @now
             ORDER BY due_at, id
             LIMIT @BatchSize
            """,
            new { now = time.GetUtcNow(), BatchSize },
            ct
        );
        foreach (var id in due)
        {
            await AdvanceAsync(id, ct);
        }
    }

    private async Task AdvanceAsync(long id, CancellationToken ct)
    {
        var lease = Lease.NewHolder();
        var now = time.GetUtcNow();
        if (!await SendTransitions.TakeAsync(database, id, lease, now + LeaseLength, now, ct))
        {
            return;
        }
        var held = new HeldSend((await FindAsync(id, ct))!, lease);
        try
        {
            await StepAsync(held, ct);
        }
        catch (WeChatException refusal)
        {
            await HandleRefusalAsync(held, refusal, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && !database.IsAway(e))
        {
            log.LogError(e, "Mass send {Send} failed with an unexpected error", id);
            await WaitAsync(held, Minute, "本系统出了错，一分钟后再试。如一直这样，请联系技术人员查看日志。", ct);
        }
    }

    private Task StepAsync(HeldSend held, CancellationToken ct) =>
        held.Send switch
        {
            { State: SendState.Preparing } => PrepareAsync(held, ct),
            { Way: SendWay.Publish, PublishId: "" } => RepeatPublicationAsync(held, ct),
            { Way: SendWay.Publish } => CheckPublicationAsync(held, ct),
            { MessageId: { } messageId } => CheckMessageAsync(held, messageId, ct),
            _ => RepeatMessageAsync(held, ct),
        };

    /// <summary>
    /// Does everything before the sending itself. Done twice, it leaves no more than a draft at WeChat that nobody sends.
    /// </summary>
    private async Task PrepareAsync(HeldSend held, CancellationToken ct)
    {
        if (hours.WhyHeld(held.Send.ScheduledAt, time.GetUtcNow()) is { } late)
        {
            await HoldAsync(held, late, ct);
            return;
        }
        if (held.Send.DraftId is not "")
        {
            await SendAsync(held, ct);
            return;
        }
        string? draftId;
        try
        {
            draftId = await AddDraftAsync(held.Send, ct);
        }
        catch (FileNotFoundException)
        {
            await EndAsync(held, new SendEnd(SendState.Failed, PlanAnswers.LostPicture), ct);
            return;
        }
        if (draftId is null)
        {
            await WaitAsync(held, Shortly, "", ct);
            return;
        }
        if (await KeepDraftAsync(held, draftId, ct))
        {
            await SendAsync(held with { Send = held.Send with { DraftId = draftId } }, ct);
        }
    }

    /// <summary>Null where another process is uploading one of its pictures.</summary>
    private async Task<string?> AddDraftAsync(PlannedSend send, CancellationToken ct)
    {
        var story = (await stories.FindAsync(send.StoryId, ct))!;
        var version = (await stories.FindVersionAsync(send.StoryId, story.ApprovedVersion!.Value, ct))!;
        return await articles.AddDraftAsync(version, ct);
    }

    /// <summary>False where another node has the send meanwhile.</summary>
    private async Task<bool> KeepDraftAsync(HeldSend held, string draftId, CancellationToken ct) =>
        await database.ExecuteAsync(
            "UPDATE mass_sends SET draft_id = @draftId WHERE id = @Id AND lease = @Lease",
            new
            {
                draftId,
                held.Send.Id,
                held.Lease,
            },
            ct
        ) == 1;

    private async Task SendAsync(HeldSend held, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!await SendTransitions.MarkAskedAsync(database, held.Send.Id, held.Lease, now + LeaseLength, now, ct))
        {
            return;
        }
        await (held.Send.Way is SendWay.Publish ? PublishAsync(held, ct) : SendMessageAsync(held, ct));
    }

    private async Task PublishAsync(HeldSend held, CancellationToken ct)
    {
        var publishId = await account.PublishAsync(held.Send.DraftId, ct);
        await database.ExecuteAsync("UPDATE mass_sends SET publish_id = @publishId WHERE id = @Id", new { publishId, held.Send.Id }, ct);
        await CheckPublicationAsync(held with { Send = held.Send with { PublishId = publishId } }, ct);
    }

    private async Task SendMessageAsync(HeldSend held, CancellationToken ct)
    {
        var send = held.Send;
        var receipt = await account.SendToFollowersAsync(new MassSend(send.DraftId, send.TagId, send.ClientMsgId), ct);
        // Written whoever holds the lease by now: it is the id of the same send.
        await database.ExecuteAsync("UPDATE mass_sends SET message_id = @MessageId WHERE id = @Id", new { receipt.MessageId, send.Id }, ct);
        log.LogInformation(
            "Mass send {Send} has WeChat's message id {Message}; WeChat had sent it before: {Before}",
            send.Id,
            receipt.MessageId,
            receipt.WasSentBefore
        );
        await CheckMessageAsync(held, receipt.MessageId, ct);
    }

    /// <summary>
    /// A message that may have been sent is sent again only under the same id, and only as long as it would not be late: then it may go
    /// out for the first time by the repeat. WeChat remembers an id for a day (群发接口), which is longer than anything may be late.
    /// </summary>
    private Task RepeatMessageAsync(HeldSend held, CancellationToken ct) =>
        held.Send.AskedAt is { } asked && hours.WhyHeld(asked, time.GetUtcNow()) is null
            ? SendAsync(held, ct)
            : WaitAsync(
                held,
                TimeSpan.FromDays(1),
                "已再次询问微信，仍不能确定是否已经发出。请在公众平台“群发记录”查看，再点“查到已发出”或“查到没有发出”；本系统不会再发。",
                ct,
                SendState.Unknown
            );

    private async Task CheckMessageAsync(HeldSend held, long messageId, CancellationToken ct)
    {
        var underWay = held.Send.Way is SendWay.All ? SendState.Awaiting : SendState.Sending;
        await (
            await account.FindMassAsync(messageId, ct) switch
            {
                MassProgress.Sent => EndAsync(held, new SendEnd(SendState.Sent), ct),
                MassProgress.Failed => EndAsync(held, new SendEnd(SendState.Failed, Verdicts.OfMassSend("")), ct),
                MassProgress.Deleted => EndAsync(held, new SendEnd(SendState.Recalled, "已在公众平台上删除。"), ct),
                MassProgress.NoSuchMessage => WaitAsync(
                    held,
                    TimeSpan.FromMinutes(10),
                    "微信查不到这次群发。请在公众平台“群发记录”查看。",
                    ct,
                    SendState.Unknown
                ),
                _ => WaitAsync(held, TimeSpan.FromSeconds(30), "", ct, underWay),
            }
        );
    }

    /// <summary>A publication has no id of ours. As long as WeChat still has the draft, it was not published.</summary>
    private async Task RepeatPublicationAsync(HeldSend held, CancellationToken ct)
    {
        if (await account.HasDraftAsync(held.Send.DraftId, ct))
        {
            var late = hours.WhyHeld(held.Send.AskedAt ?? held.Send.ScheduledAt, time.GetUtcNow());
            await (late is null ? SendAsync(held, ct) : HoldAsync(held, late, ct));
            return;
        }
        const string Why = "草稿已不在，可能已经发布。请在公众平台“发表记录”查看。";
        await WaitAsync(held, TimeSpan.FromDays(1), Why, ct, SendState.Unknown);
    }

    private async Task CheckPublicationAsync(HeldSend held, CancellationToken ct)
    {
        var found = await account.FindPublicationAsync(held.Send.PublishId, ct);
        // WeChat allows a hundred of these calls a day, and its callback usually comes sooner.
        var wait = TimeSpan.FromMinutes(Math.Min(held.Send.Attempts, 30));
        await (
            found.State switch
            {
                PublicationState.Published => EndAsync(held, new SendEnd(SendState.Sent, ArticleUrl: found.Url), ct),
                PublicationState.Failed => EndAsync(held, new SendEnd(SendState.Failed, Verdicts.OfPublication(found.Status)), ct),
                _ => WaitAsync(held, wait, "", ct, SendState.Sending),
            }
        );
    }

    /// <summary>Decides what follows from a call that WeChat refused or did not answer.</summary>
    private async Task HandleRefusalAsync(HeldSend held, WeChatException refusal, CancellationToken ct)
    {
        // The row is read again, because this step may have received WeChat's id before the call that was refused.
        var send = (await FindAsync(held.Send.Id, ct))!;
        var why = WeChatWords.For(refusal);
        var isSending = refusal.Api is "/cgi-bin/message/mass/sendall" or "/cgi-bin/freepublish/submit";
        // An earlier attempt has asked, or WeChat has accepted it: whatever WeChat says now, the article may be out.
        var isPerhapsOut = held.Send.AskedAt is not null || send.MessageId is not null || send.PublishId is not "";
        await (
            refusal switch
            {
                // WeChat means: later, under the same id. That it was asked stays written down.
                _ when ErrCode.IsMassLater(refusal.Code) => WaitAsync(held, Minute, $"{why}本系统会自动再试，不会重复群发。", ct),
                { Failure: WeChatFailure.Unknown } when isSending => WaitAsync(
                    held,
                    Minute,
                    refusal.Code == -1 ? "微信正忙，可能已经办成，正在核对是否已经发出。" : "微信没有答复，正在核对是否已经发出。",
                    ct,
                    SendState.Unknown
                ),
                { Code: ErrCode.QuotaSpent } when !isPerhapsOut => HoldAsync(held, PlanAnswers.QuotaSpent, ct),
                { Failure: WeChatFailure.Throttled } => RetryAsync(refusal.ThrottledUntil(time.GetUtcNow()) - time.GetUtcNow()),
                { Failure: WeChatFailure.Unavailable or WeChatFailure.Unknown } => RetryAsync(Minute),
                { Code: ErrCode.UnknownMedia } when isSending && isPerhapsOut => WaitAsync(
                    held,
                    TimeSpan.FromHours(1),
                    "草稿已不在，可能已经发出，正在等微信通知。",
                    ct,
                    SendState.Unknown
                ),
                _ when isPerhapsOut => WaitAsync(held, TimeSpan.FromMinutes(10), why, ct, SendState.Unknown),
                _ => EndAsync(held, new SendEnd(SendState.Failed, why), ct),
            }
        );

        // WeChat certainly did not do what it was asked, so the send is as it was before the call.
        Task RetryAsync(TimeSpan wait) => WaitAsync(held, wait, $"{why}本系统会自动再试。", ct, isPerhapsOut ? null : SendState.Preparing);
    }

    private Task<PlannedSend?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<PlannedSend>($"{SendStore.Columns} WHERE id = @id", new { id }, ct);

    private Task WaitAsync(HeldSend held, TimeSpan wait, string why, CancellationToken ct, SendState? state = null) =>
        SendTransitions.WaitAsync(database, held.Send.Id, held.Lease, state, time.GetUtcNow() + wait, why, ct);

    private Task HoldAsync(HeldSend held, string why, CancellationToken ct) =>
        database.TransactAsync(
            async tx => (true, await SendTransitions.HoldAsync(tx, held.Send.Id, held.Lease, why, time.GetUtcNow(), ct)),
            ct
        );

    private Task EndAsync(HeldSend held, SendEnd end, CancellationToken ct) =>
        database.TransactAsync(async tx => (true, await SendTransitions.EndAsync(tx, held.Send.Id, end, time.GetUtcNow(), ct)), ct);

    private sealed record HeldSend(PlannedSend Send, string Lease);
}
