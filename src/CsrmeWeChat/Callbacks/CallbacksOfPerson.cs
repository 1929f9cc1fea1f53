using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// What a person wrote to the account, for the 30 days that it is kept. A callback names its sender in its body alone, so the bodies are
/// searched: too long for the lock under which a person is removed.
/// </summary>
public sealed class CallbacksOfPerson(CallbackStore callbacks) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("callbacks.body", OnErase.Emptied), new("callbacks.reply", OnErase.Emptied)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?> { ["written"] = await callbacks.ListOfAsync(person.OpenIds, ct) };

    public Task EraseAheadAsync(KnownPerson person, CancellationToken ct) => callbacks.EraseAsync(person.OpenIds, ct);
}
