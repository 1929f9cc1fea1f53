using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>What a person wrote to the account and did there, for the 30 days that it is kept.</summary>
public sealed class CallbacksOfPerson(CallbackStore callbacks) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("callbacks.open_id", OnErase.Emptied), new("callbacks.body", OnErase.Emptied), new("callbacks.reply", OnErase.Emptied)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?> { ["written"] = await callbacks.ListOfAsync(person.OpenIds, ct) };

    /// <summary>Which messages carry what. Their rows stay, so that a repeated delivery is recognised.</summary>
    private static readonly IReadOnlyList<(GrantedData What, string Kind)> Carriers =
    [
        (GrantedData.Location, "location"),
        (GrantedData.Location, "location_select"),
        (GrantedData.Pictures, "image"),
        (GrantedData.Pictures, "video"),
        (GrantedData.Pictures, "shortvideo"),
        (GrantedData.Voice, "voice"),
    ];

    public Task RevokeAsync(Transaction tx, KnownPerson person, GrantedData what, DateTimeOffset now, CancellationToken ct) =>
        Carriers.Where(carrier => what.HasFlag(carrier.What)).Select(carrier => carrier.Kind).ToList() is { Count: > 0 } kinds
            ? CallbackStore.EmptyAsync(tx, person.OpenIds, kinds, ct)
            : Task.CompletedTask;

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        CallbackStore.EraseAsync(tx, person.OpenIds, ct);
}
