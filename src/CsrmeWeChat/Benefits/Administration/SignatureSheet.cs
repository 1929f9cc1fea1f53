using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>签名表: all claims of a benefit that count, in order of number, to be printed and signed at the counter.</summary>
public sealed class SignatureSheet(Database database, Keyring keyring)
{
    private const int Slice = 2_000;

    /// <summary>Read in slices, so that no rush waits for it.</summary>
    public async IAsyncEnumerable<SignatureLine> ListAsync(long benefitId, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = 0; ; )
        {
            var rows = await database.ListAsync<Row>(
                """
                SELECT c.serial, c.state, m.number, m.name, m.unit, m.phone_sealed
                  FROM claims c JOIN members m ON m.id = c.member_id
                 WHERE c.benefit_id = @benefitId AND c.serial > @after ORDER BY c.serial LIMIT @Slice
                """,
                new
                {
                    benefitId,
                    after,
                    Slice,
                },
                ct
            );
            foreach (var row in rows.Where(row => row.State is not ClaimState.Cancelled))
            {
                yield return new SignatureLine(row.Serial, row.Number, row.Name, row.Unit, MaskedPhone(row), row.State);
            }
            if (rows.Count < Slice)
            {
                yield break;
            }
            after = rows[^1].Serial;
        }
    }

    private string MaskedPhone(Row row) =>
        row.PhoneSealed is "" ? "" : Phone.Mask(keyring.Open(MemberStore.PhonePlace(row.Number), row.PhoneSealed));

    private sealed record Row
    {
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }
        public required string Unit { get; init; }
        public required string PhoneSealed { get; init; }
    }
}

/// <param name="Phone">Masked; empty where the roster has none.</param>
public sealed record SignatureLine(int Serial, string Number, string Name, string Unit, string Phone, ClaimState State);
