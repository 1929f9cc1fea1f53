using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>What a feature does about what WeChat pushed. Several features may handle the same kind.</summary>
public interface ICallbackHandler
{
    /// <summary>The kinds, as <see cref="CallbackMessage.Kind"/> names them.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>Handles one in the transaction that also marks it handled, so it takes effect once. Calls nobody outside the database; an exception makes it wait for its next turn.</summary>
    Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct);
}
