using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

public enum MarkKind
{
    Branch,
    Level,
    Tag,
}

/// <summary>A branch, a level or a tag. A tag has no row of its own, and no id.</summary>
public sealed record Mark(MarkKind Kind, long Id, string Name);

/// <summary>A room that chooses members by their marks.</summary>
public interface IMarkUser
{
    /// <summary>What stands in the way of another name for a tag, or of merging this mark into another, in Chinese.</summary>
    Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, Mark mark, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>
    /// Puts one mark where the other stands. The first statements of the transaction, so that the room's own locks come first.
    /// </summary>
    Task ReplaceAsync(Transaction tx, Mark from, Mark to, CancellationToken ct) => Task.CompletedTask;
}
