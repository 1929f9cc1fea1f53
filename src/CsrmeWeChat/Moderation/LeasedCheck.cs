namespace CsrmeWeChat.Moderation;

/// <summary>A check in the hands of a node that is about to ask.</summary>
public sealed record LeasedCheck
{
    public required long Id { get; init; }
    public long? PersonId { get; init; }
    public required Medium Medium { get; init; }
    public required string Content { get; init; }
    public required string FileKey { get; init; }
    public required string Lease { get; init; }

    /// <summary>How often it was leased since it was last wanted, this time counted.</summary>
    public required int Attempts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset WantedAt { get; init; }
}
