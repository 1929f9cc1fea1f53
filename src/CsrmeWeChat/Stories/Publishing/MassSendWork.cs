using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Job: takes every open send a step further. The row has all that a step needs and is leased while it is taken; a lease is a postponed next attempt, so a
/// killed node gives it back. What must not happen twice is WeChat's send: its id is fixed in the row, and that WeChat was asked is written down before.
/// </summary>
public sealed class MassSendWork(
    Database database,
    StoryStore stories,
    Articles articles,
    IOfficialAccount account,
    TimeProvider time,
    ILogger<MassSendWork> log
) : IJob
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2),
        Shortly = TimeSpan.FromSeconds(5),
        Minute = TimeSpan.FromSeconds(61);

    /// <summary>WeChat remembers a clientmsgid for a day (群发接口): later the same id would be a new send.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(23);

    private const int AtOnce = 20;

    public async Task RunAsync(CancellationToken ct)
    {
        var due = await database.ListAsync<long>(
            $"""
            SELECT id FROM mass_sends WHERE state IN {SendWords.Open} AND next_attempt_at <= @now ORDER BY next_attempt_at, id LIMIT @AtOnce
            """,
            new { now = time.GetUtcNow(), AtOnce },
            ct
        );
        foreach (var id in due)
        {
            await StepAsync(id, ct);
        }
    }

    private async Task StepAsync(long id, CancellationToken ct)
    {
        var (lease, now) = (Guid.NewGuid().ToString("N"), time.GetUtcNow());
        if (
            await database.ExecuteAsync(
                $"""
                UPDATE mass_sends SET lease = @lease, next_attempt_at = @until, attempts = attempts + 1, state = CASE state WHEN 'planned' THEN 'preparing' ELSE state END
                 WHERE id = @id AND state IN {SendWords.Open} AND next_attempt_at <= @now
                """,
                new
                {
                    id,
                    lease,
                    now,
                    until = now + Lease,
                },
                ct
            ) == 0
        )
        {
            return;
        }
        var send = (await database.FindAsync<MassSend>($"{MassSendStore.Columns} WHERE id = @id", new { id }, ct))!;
        var held = new Held(send, lease);
        try
        {
            await (
                send.State is SendState.Preparing ? PrepareAsync(held, ct)
                : send.Way is SendWay.Publish
                    ? send.PublishId is "" ? RepeatPublicationAsync(held, ct)
                        : CheckPublicationAsync(held, ct)
                : send.MessageId is { } messageId ? CheckAsync(held, messageId, ct)
                : RepeatAsync(held, ct)
            );
        }
        catch (WeChatException refusal)
        {
            await MeetAsync(held, refusal, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !database.IsAway(fault))
        {
            log.LogError(fault, "Mass send {Send} met a fault of ours", id);
            await WaitAsync(held, Minute, "本系统出了错，一分钟后再试。如一直这样，请联系技术人员查看日志。", ct);
        }
    }

    /// <summary>Everything up to the send itself. Done again it does no harm but a draft that nobody sends.</summary>
    private async Task PrepareAsync(Held held, CancellationToken ct)
    {
        var send = held.Send;
        if (send.DraftId is "")
        {
            var story = (await stories.FindAsync(send.StoryId, ct))!;
            var version = (await stories.FindVersionAsync(send.StoryId, story.ApprovedVersion!.Value, ct))!;
            string? draftId;
            try
            {
                draftId = await articles.AddDraftAsync(version, ct);
            }
            catch (FileNotFoundException)
            {
                await EndAsync(held, SendState.Failed, PlanWords.LostPicture, "", ct);
                return;
            }
            if (draftId is null)
            {
                await WaitAsync(held, Shortly, "", ct);
                return;
            }
            held = held with { Send = send = send with { DraftId = draftId } };
            if (
                await database.ExecuteAsync(
                    "UPDATE mass_sends SET draft_id = @DraftId WHERE id = @Id AND lease = @Lease",
                    new
                    {
                        send.DraftId,
                        send.Id,
                        held.Lease,
                    },
                    ct
                ) == 0
            )
            {
                return;
            }
        }
        await SendAsync(held, ct);
    }

    /// <summary>Perhaps sent already: only under the same id, and only while WeChat remembers it.</summary>
    private async Task RepeatAsync(Held held, CancellationToken ct)
    {
        if (time.GetUtcNow() - held.Send.AskedAt < Remembered)
        {
            await SendAsync(held, ct);
        }
        else
        {
            await WaitAsync(
                held,
                TimeSpan.FromDays(1),
                "问过微信一天，仍不知道是否已经发出。请在公众平台「群发记录」查看；本系统不会再发。",
                ct,
                SendState.Unknown
            );
        }
    }

    private async Task SendAsync(Held held, CancellationToken ct)
    {
        if (!await AskingAsync(held, ct))
        {
            return;
        }
        if (held.Send.Way is SendWay.Publish)
        {
            var publishId = await account.PublishAsync(held.Send.DraftId, ct);
            await database.ExecuteAsync(
                "UPDATE mass_sends SET publish_id = @publishId WHERE id = @Id",
                new { publishId, held.Send.Id },
                ct
            );
            await CheckPublicationAsync(held with { Send = held.Send with { PublishId = publishId } }, ct);
            return;
        }
        var receipt = await account.SendToFollowersAsync(
            new WeChat.MassSend(held.Send.DraftId, held.Send.TagId, held.Send.ClientMsgId),
            ct
        );
        // Whoever holds the lease now: the id is the same send's.
        await database.ExecuteAsync(
            "UPDATE mass_sends SET message_id = @MessageId WHERE id = @Id",
            new { receipt.MessageId, held.Send.Id },
            ct
        );
        log.LogInformation(
            "Mass send {Send} is WeChat's {Message}; sent before: {Before}",
            held.Send.Id,
            receipt.MessageId,
            receipt.WasSentBefore
        );
        await CheckAsync(held, receipt.MessageId, ct);
    }

    /// <summary>Writes down that WeChat is asked from now on, with a whole lease for it. False where another has the send meanwhile, or staff ended it.</summary>
    private async Task<bool> AskingAsync(Held held, CancellationToken ct) =>
        await database.ExecuteAsync(
            $"""
            UPDATE mass_sends SET state = CASE state WHEN 'unknown' THEN 'unknown' ELSE 'sending' END, asked_at = COALESCE(asked_at, @now), next_attempt_at = @until
             WHERE id = @Id AND lease = @Lease AND state IN {SendWords.Open}
            """,
            new
            {
                held.Send.Id,
                held.Lease,
                now = time.GetUtcNow(),
                until = time.GetUtcNow() + Lease,
            },
            ct
        ) == 1;

    private async Task CheckAsync(Held held, long messageId, CancellationToken ct)
    {
        switch (await account.FindMassAsync(messageId, ct))
        {
            case MassProgress.Sent:
                await EndAsync(held, SendState.Sent, "", "", ct);
                break;
            case MassProgress.Failed:
                await EndAsync(held, SendState.Failed, SendWords.Verdict(""), "", ct);
                break;
            case MassProgress.Deleted:
                await EndAsync(held, SendState.Recalled, "已在公众平台上删除。", "", ct);
                break;
            case MassProgress.NoSuchMessage:
                await WaitAsync(
                    held,
                    TimeSpan.FromMinutes(10),
                    "微信查不到这次群发。请在公众平台「群发记录」查看。",
                    ct,
                    SendState.Unknown
                );
                break;
            default:
                await WaitAsync(
                    held,
                    TimeSpan.FromSeconds(30),
                    "",
                    ct,
                    held.Send.Way is SendWay.All ? SendState.Awaiting : SendState.Sending
                );
                break;
        }
    }

    /// <summary>Publishing has no id of ours: where the draft is still there it was not published.</summary>
    private async Task RepeatPublicationAsync(Held held, CancellationToken ct)
    {
        if (await account.HasDraftAsync(held.Send.DraftId, ct))
        {
            await SendAsync(held, ct);
        }
        else
        {
            await WaitAsync(held, TimeSpan.FromDays(1), "草稿已不在，可能已经发布。请在公众平台「发表记录」查看。", ct, SendState.Unknown);
        }
    }

    private async Task CheckPublicationAsync(Held held, CancellationToken ct)
    {
        var found = await account.FindPublicationAsync(held.Send.PublishId, ct);
        switch (found.State)
        {
            case PublicationState.Published:
                await EndAsync(held, SendState.Sent, "", found.Url, ct);
                break;
            case PublicationState.Failed:
                await EndAsync(held, SendState.Failed, PublicationWords.Failed(found.Status), "", ct);
                break;
            default:
                // A hundred of these calls a day: the event tells it sooner.
                await WaitAsync(held, TimeSpan.FromMinutes(Math.Min(held.Send.Attempts, 30)), "", ct, SendState.Sending);
                break;
        }
    }

    /// <summary>What WeChat refused, or did not answer.</summary>
    private async Task MeetAsync(Held held, WeChatException refusal, CancellationToken ct)
    {
        // As it is now: this step may have got WeChat's id for it before the call that was refused.
        var (send, words) = (
            (await database.FindAsync<MassSend>($"{MassSendStore.Columns} WHERE id = @Id", new { held.Send.Id }, ct))!,
            WeChatWords.For(refusal)
        );
        var asks = refusal.Api is "/cgi-bin/message/mass/sendall" or "/cgi-bin/freepublish/submit";
        // Asked by an earlier attempt, or taken by WeChat: whatever this call is told, it may have been done.
        var perhaps = held.Send.AskedAt is not null || send.MessageId is not null || send.PublishId is not "";
        await (
            refusal switch
            {
                { Code: ErrCode.RepeatedTooSoon } => WaitAsync(held, Minute, words, ct),
                { Failure: WeChatFailure.Unknown } when asks => WaitAsync(
                    held,
                    Minute,
                    "微信没有答复，正在核对是否已经发出。",
                    ct,
                    SendState.Unknown
                ),
                { Failure: WeChatFailure.Throttled } => LaterAsync(refusal.ThrottledUntil(time.GetUtcNow()) - time.GetUtcNow()),
                { Failure: WeChatFailure.Unavailable or WeChatFailure.Unknown } => LaterAsync(Minute),
                { Code: ErrCode.UnknownMedia } when asks && perhaps => WaitAsync(
                    held,
                    TimeSpan.FromHours(1),
                    "草稿已不在，可能已经发出，正在等微信通知。",
                    ct,
                    SendState.Unknown
                ),
                _ when perhaps => WaitAsync(held, TimeSpan.FromMinutes(10), words, ct, SendState.Unknown),
                _ => EndAsync(held, SendState.Failed, words, "", ct),
            }
        );

        // What surely was not done leaves the send as it was before.
        Task LaterAsync(TimeSpan wait) => WaitAsync(held, wait, $"{words}本系统会自动再试。", ct, perhaps ? null : SendState.Preparing);
    }

    /// <param name="state">Preparing: WeChat surely was not asked.</param>
    private Task WaitAsync(Held held, TimeSpan wait, string why, CancellationToken ct, SendState? state = null) =>
        database.ExecuteAsync(
            $"""
            UPDATE mass_sends SET lease = '', next_attempt_at = @next, why = @why, state = COALESCE(@state, state), asked_at = CASE @state WHEN 'preparing' THEN NULL ELSE asked_at END
             WHERE id = @Id AND lease = @Lease AND state IN {SendWords.Open}
            """,
            new
            {
                held.Send.Id,
                held.Lease,
                why,
                state = state?.Key,
                next = time.GetUtcNow() + wait,
            },
            ct
        );

    private Task EndAsync(Held held, SendState end, string why, string url, CancellationToken ct) =>
        database.TransactAsync(async tx => (true, await MassSendStore.EndAsync(tx, held.Send.Id, end, why, url, time.GetUtcNow(), ct)), ct);

    private sealed record Held(MassSend Send, string Lease);
}
