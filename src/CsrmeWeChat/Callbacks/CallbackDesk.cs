using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Takes in what WeChat pushed: stored once, answered at once. Those that arrive while others are being written go into the next transaction together,
/// so a flood costs few of them. The handling is a job's.
/// </summary>
public sealed class CallbackDesk
{
    private const int Waiting = 8_192,
        Batch = 256;

    /// <summary>How long a job waits for more to handle.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private readonly Batcher<CallbackArrival, CallbackReceipt> arrivals;
    private readonly AutoReplyBook replies;
    private readonly Soon soon;
    private readonly TimeProvider time;
    private int asked;

    public CallbackDesk(CallbackStore store, AutoReplyBook replies, Soon soon, TimeProvider time)
    {
        (this.replies, this.soon, this.time) = (replies, soon, time);
        arrivals = new(Waiting, Batch, pumps: 1, batch => store.AddAsync(batch, time.GetUtcNow(), CancellationToken.None));
    }

    /// <summary>The passive reply, empty for none. A repeated delivery gets what the first got, whatever the staff changed since.</summary>
    /// <exception cref="QueueFullException">Too many wait; WeChat comes again.</exception>
    public async Task<string> ReceiveAsync(OpenedCallback callback, CancellationToken ct)
    {
        var reply = await replies.ForAsync(callback.Message, ct);
        var receipt = await arrivals.AddAsync(
            new CallbackArrival(CallbackKey.Of(callback.Message), callback.Message, callback.Text, reply),
            ct
        );
        if (receipt.IsNew && Interlocked.Exchange(ref asked, 1) == 0)
        {
            _ = AskAsync();
        }
        return receipt.Reply;
    }

    /// <summary>One job for all that arrive until it is asked for; what arrives after that asks for the next.</summary>
    private async Task AskAsync()
    {
        await Task.Delay(Gathering, time);
        Volatile.Write(ref asked, 0);
        soon.Run<HandleCallbacks>(job => job.RunAsync(CancellationToken.None));
    }
}

/// <param name="Text">The message as WeChat wrote it, decrypted.</param>
/// <param name="Reply">What the sender is to be answered if this is the first delivery.</param>
public sealed record CallbackArrival(string Key, CallbackMessage Message, string Text, string Reply);

/// <param name="Reply">What this message was answered when it first came.</param>
public readonly record struct CallbackReceipt(bool IsNew, string Reply);
