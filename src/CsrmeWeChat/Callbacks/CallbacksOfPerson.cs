using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>What a person wrote to the account and did there, for the 30 days that it is kept.</summary>
public sealed class CallbacksOfPerson(CallbackStore callbacks) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("callbacks.open_id", OnErase.Emptied), new("callbacks.body", OnErase.Emptied), new("callbacks.reply", OnErase.Emptied)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?> { ["written"] = await callbacks.ListOfAsync(person.OpenIds, ct) };

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        CallbackStore.EraseAsync(tx, person.OpenIds, ct);
}
