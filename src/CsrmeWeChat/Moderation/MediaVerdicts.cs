using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Moderation;

/// <summary>What WeChat pushes about pictures and sounds. What names no check is nothing to do with us.</summary>
public sealed class MediaVerdicts : ICallbackHandler
{
    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct) =>
        CheckedMedia.Read(message.Body) is { } said ? CheckStates.HearAsync(tx, said, now, ct) : Task.CompletedTask;
}
