using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Stores each callback once and answers it at once; a job handles it afterwards. Callbacks that arrive while others are being written
/// share the next transaction, so a flood costs few transactions.
/// </summary>
public sealed class Inbox
{
    private const int MaxWaiting = 8_192;

    private const int BatchSize = 256;

    /// <summary>The kind of what cannot be read; WeChat has none of that name.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>How long the job is held back, so that one run handles everything that arrives meanwhile.</summary>
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(500);

    private readonly Batcher<Arrival, Receipt> arrivals;
    private readonly AutoReplyBook replies;
    private readonly JobRunner jobs;
    private readonly TimeProvider time;
    private int isJobRequested;

    public Inbox(CallbackStore store, AutoReplyBook replies, JobRunner jobs, TimeProvider time)
    {
        this.replies = replies;
        this.jobs = jobs;
        this.time = time;
        arrivals = new(MaxWaiting, BatchSize, pumps: 1, batch => store.AddAsync(batch, time.GetUtcNow(), CancellationToken.None));
    }

    /// <summary>
    /// The passive reply; empty for none. A repeated delivery gets the reply of the first one, whatever staff have changed since.
    /// </summary>
    /// <exception cref="QueueFullException">Too many callbacks wait. WeChat delivers this one again.</exception>
    public async Task<string> ReceiveAsync(OpenedCallback callback, CancellationToken ct)
    {
        var reply = await replies.ForAsync(callback.Message, ct);
        var message = callback.Message;
        var arrival = new Arrival(CallbackKey.Of(message), message.AppId, message.Person, message.Kind, callback.Text, reply);
        var receipt = await arrivals.AddAsync(arrival, ct);
        if (receipt.IsNew && Interlocked.Exchange(ref isJobRequested, 1) == 0)
        {
            _ = RequestJobAsync();
        }
        return receipt.Reply;
    }

    /// <summary>Keeps a message that cannot be read as it came. It is counted, and nothing handles it.</summary>
    public Task KeepAsync(UnreadableCallback callback, string openId, CancellationToken ct) =>
        arrivals.AddAsync(new Arrival(CallbackKey.Of(callback), callback.AppId, openId, Unreadable, callback.Text, ""), ct);

    /// <summary>Requests one job for all that arrive until then; whatever arrives later requests the next.</summary>
    private async Task RequestJobAsync()
    {
        await Task.Delay(GatheringTime, time);
        Volatile.Write(ref isJobRequested, 0);
        jobs.RunNow<HandleCallbacks>();
    }
}

/// <param name="Key">The same for every delivery of one message.</param>
/// <param name="OpenId">Whom it is about.</param>
/// <param name="Text">The message as WeChat wrote it, decrypted.</param>
/// <param name="Reply">What the sender is to be answered if this is the first delivery.</param>
public sealed record Arrival(string Key, string AppId, string OpenId, string Kind, string Text, string Reply);

/// <param name="Reply">What this message was answered when it first came.</param>
public readonly record struct Receipt(bool IsNew, string Reply);
