using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>That somebody is told of a juror's rounds. The account is the society's; the link is the person's and goes with them.</summary>
public sealed class ContactsOfPerson(ContactStore contacts) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } = [new("judging_contacts.person_id", OnErase.Deleted)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?> { ["toldAsJuror"] = await contacts.ListNamesAsync(person.Id, ct) };

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        ContactStore.ForgetAsync(tx, person.Id, ct);

    public Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) =>
        ContactStore.MergeAsync(tx, kept.Id, gone.Id, ct);
}
