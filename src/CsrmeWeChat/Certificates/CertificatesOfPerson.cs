using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates;

/// <summary>
/// A person's certificates. An award is a record of the society that it gave in public, and whoever holds the paper may have it verified:
/// so the name stays on it, and nothing leads from there to the person any more.
/// </summary>
public sealed class CertificatesOfPerson(CertificateStore certificates) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("certificates.person_id", OnErase.Emptied), new("certificates.name", OnErase.Kept)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["certificates"] = (await certificates.ListAsync(person.Id, ct)).Select(one => new
            {
                Code = CertificateCode.Grouped(one.Code),
                one.Heading,
                one.Name,
                one.Unit,
                one.Occasion,
                one.Award,
                one.Work,
                one.DatedOn,
                State = one.State.Key,
            }),
        };

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        CertificateStates.ForgetAsync(tx, person.Id, ct);

    public Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) =>
        CertificateStates.MergeAsync(tx, kept.Id, gone.Id, ct);
}
