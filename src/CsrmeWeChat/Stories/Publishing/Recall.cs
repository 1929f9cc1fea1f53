using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>Takes back what was sent: at WeChat, where it can be deleted, and on our own page in any case.</summary>
public sealed class Recall(SendStore sends, IOfficialAccount account)
{
    public async Task<RecallResult> RunAsync(Actor by, long sendId, DateTimeOffset now, CancellationToken ct)
    {
        if (await sends.FindAsync(sendId, ct) is not { State: SendState.Sent } send)
        {
            return new RecallResult(RecallOutcome.NotSent);
        }
        var result = await DeleteAsync(send);
        if (result.Outcome is not RecallOutcome.NoAnswer)
        {
            // What WeChat has deleted is recorded here even if the person who asked has closed the page.
            await sends.RecallAsync(by, send.Id, now, CancellationToken.None);
        }
        return result;
    }

    private async Task<RecallResult> DeleteAsync(PlannedSend send)
    {
        if (send.MessageId is not { } messageId)
        {
            return new RecallResult(RecallOutcome.OnlyOurPage);
        }
        try
        {
            await account.DeleteMassAsync(messageId, CancellationToken.None);
            return new RecallResult(RecallOutcome.Everywhere);
        }
        catch (WeChatException refusal) when (refusal.Failure is WeChatFailure.Unknown or WeChatFailure.Unavailable)
        {
            return new RecallResult(RecallOutcome.NoAnswer, WeChatWords.For(refusal));
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownMessage)
        {
            // Somebody has deleted it on WeChat's own console.
            return new RecallResult(RecallOutcome.Everywhere);
        }
        catch (WeChatException refusal)
        {
            // What WeChat refuses to delete must not stay on the society's own page.
            return new RecallResult(RecallOutcome.OnlyOurPage, WeChatWords.For(refusal));
        }
    }
}

public enum RecallOutcome
{
    /// <summary>Deleted at WeChat and no longer on our page.</summary>
    Everywhere,

    /// <summary>No longer on our page; the article at WeChat must be deleted by hand.</summary>
    OnlyOurPage,

    /// <summary>WeChat did not answer, and nothing has changed.</summary>
    NoAnswer,

    /// <summary>There is nothing to take back.</summary>
    NotSent,
}

/// <param name="Why">What WeChat refused, in Chinese; may be empty.</param>
public sealed record RecallResult(RecallOutcome Outcome, string Why = "");
