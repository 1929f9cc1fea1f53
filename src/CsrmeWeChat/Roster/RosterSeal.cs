using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a staged line holds of people, as sealed JSON that opens for its own line only.</summary>
public sealed class RosterSeal(Keyring keyring)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Before(long batchId, int line, MemberFields fields) =>
        keyring.Seal(BeforePlace(batchId, line), JsonSerializer.Serialize(fields, Json));

    public string After(long batchId, int line, MemberFields fields) =>
        keyring.Seal(AfterPlace(batchId, line), JsonSerializer.Serialize(fields, Json));

    public string Refused(long batchId, int line, IEnumerable<string> cells) =>
        keyring.Seal(AfterPlace(batchId, line), JsonSerializer.Serialize(cells, Json));

    public MemberFields OpenBefore(RosterRow row) =>
        JsonSerializer.Deserialize<MemberFields>(keyring.Open(BeforePlace(row.BatchId, row.Line), row.BeforeSealed))!;

    public MemberFields OpenAfter(RosterRow row) =>
        JsonSerializer.Deserialize<MemberFields>(keyring.Open(AfterPlace(row.BatchId, row.Line), row.AfterSealed))!;

    /// <summary>The cells of a refused line, in the order of <see cref="RosterColumn"/>.</summary>
    public string[] OpenRefused(RosterRow row) =>
        JsonSerializer.Deserialize<string[]>(keyring.Open(AfterPlace(row.BatchId, row.Line), row.AfterSealed))!;

    public static string BeforePlace(long batchId, int line) => $"roster_rows.before:{batchId}:{line}";

    public static string AfterPlace(long batchId, int line) => $"roster_rows.after:{batchId}:{line}";
}
