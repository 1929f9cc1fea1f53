using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>One change, as a row of the trail.</summary>
public sealed record AuditEvent
{
    public required long Seq { get; init; }
    public required DateTimeOffset At { get; init; }
    public long? StaffId { get; init; }
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>benefit.publish</c>; <see cref="AuditLabels"/> says it in Chinese.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, with its id and its name at that time.</summary>
    public required string Kind { get; init; }
    public required long TargetId { get; init; }
    public required string Name { get; init; }

    /// <summary>JSON objects of the values before and after; empty where there were none.</summary>
    public required string BeforeValues { get; init; }
    public required string AfterValues { get; init; }
    public required string Mac { get; init; }

    /// <summary>The hash of this row and, through the one before it, of the whole trail up to it.</summary>
    public string HashAfter(string hashBefore) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    JsonSerializer.Serialize(
                        (object?[])
                            [
                                hashBefore,
                                Seq,
                                InstantHandler.Format(At),
                                StaffId,
                                Actor,
                                Action,
                                Kind,
                                TargetId,
                                Name,
                                BeforeValues,
                                AfterValues,
                            ]
                    )
                )
            )
        );
}

/// <summary>
/// What the trail records of a change. Values are small objects with the edited properties; phones and e-mails are masked.
/// </summary>
/// <param name="Kind">The key of an <see cref="AuditKind"/>.</param>
/// <param name="Id">0 where there is no one thing.</param>
public sealed record Change(string Action, string Kind, long Id, string Name, object? Before = null, object? After = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = null,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(object? values) => values is null ? "" : JsonSerializer.Serialize(values, values.GetType(), Json);
}
