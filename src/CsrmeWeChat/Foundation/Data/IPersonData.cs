namespace CsrmeWeChat.Foundation.Data;

/// <summary>A person as the rooms know them: the WeChat user, their ids in our apps, and the member they are bound to.</summary>
public sealed record KnownPerson(long Id, long? MemberId, IReadOnlyList<string> OpenIds);

/// <summary>What becomes of a column that names a person, once that person wishes to be forgotten.</summary>
public enum OnErase
{
    /// <summary>The row goes.</summary>
    Deleted,

    /// <summary>The row stays and names nobody any more.</summary>
    Emptied,

    /// <summary>It stays: a record of the society's, which hangs on the member and not on the WeChat user, or a bare number.</summary>
    Kept,
}

/// <summary>What a person lets WeChat hand to us, and may take back there.</summary>
[Flags]
public enum GrantedData
{
    None = 0,
    Phone = 1,
    Location = 2,
    Pictures = 4,
    Voice = 8,
}

/// <param name="Name"><c>table.column</c>.</param>
public sealed record PersonColumn(string Name, OnErase OnErase);

/// <summary>
/// What a room holds of a person. Each room brings its own, and the person's export, erasure and merging are the sum of all. A test holds
/// every column of the schema that names a person against <see cref="Columns"/>.
/// </summary>
public interface IPersonData
{
    IReadOnlyCollection<PersonColumn> Columns { get; }

    /// <summary>The room's parts of what the person is given, by their names in the answer.</summary>
    Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct);

    /// <summary>Erases the room's part, under the person's lock and in the transaction that removes the person.</summary>
    Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Deletes what the room holds of data that the person took back at WeChat. The person stays.</summary>
    Task RevokeAsync(Transaction tx, KnownPerson person, GrantedData what, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Two turned out to be one: what was the gone one's becomes the kept one's, under the locks of both.</summary>
    Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;
}
