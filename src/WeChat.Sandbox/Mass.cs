namespace WeChat.Sandbox;

/// <summary>A mass send that was taken, and what becomes of it with time.</summary>
internal sealed class Mass
{
    public required long MessageId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The id by which a repeat is known: the caller's, or a digest.</summary>
    public required string KnownAs { get; init; }

    public int? TagId { get; init; }

    public required Draft Draft { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset AskedAt { get; set; }

    public required int Audience { get; init; }

    public required int Reached { get; init; }

    public DateTimeOffset? WaitsUntil { get; set; }

    public required DateTimeOffset EndsAt { get; init; }

    public string? Verdict { get; set; }

    public SandboxMassSend Show(DateTimeOffset now) =>
        new(
            MessageId,
            ClientId,
            TagId,
            Draft.Title,
            Draft.Content,
            Verdict
                ?? (
                    WaitsUntil is { } until
                        ? now < until
                            ? "SENDING"
                            : "SEND_FAIL"
                        : now < EndsAt
                            ? "SENDING"
                            : "SEND_SUCCESS"
                ),
            Audience,
            Reached
        );
}
