namespace CsrmeWeChat.Foundation.Storage;

/// <summary>
/// Private files that the rooms keep for good, each under a key of ours such as <c>videos/12/poster.jpg</c>: letters, digits,
/// <c>/</c>, <c>-</c> and <c>.</c>. A key that is written again has the new content. Which keys a room still needs, its rows say
/// (<see cref="IFileOwner"/>); a file without an owner is swept, so a crash between file and row costs room for a day.
/// </summary>
public interface IFileStore
{
    /// <summary>What its addresses begin with. Null where they lead to this service.</summary>
    string? Origin { get; }

    /// <summary>Copies a file of this machine into the store. Ends when it would survive a loss of power.</summary>
    Task AddAsync(string key, string path, CancellationToken ct);

    /// <summary>The file on this machine, for programs that read paths. Null where there is none of this key.</summary>
    Task<LocalFile?> FetchAsync(string key, CancellationToken ct);

    /// <summary>The bytes in order. Null where there is none of this key.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken ct);

    /// <summary>Does nothing where there is none of this key.</summary>
    Task DeleteAsync(string key, CancellationToken ct);

    /// <summary>Keys under this prefix that were last written before a time.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, DateTimeOffset before, CancellationToken ct);

    /// <summary>
    /// An address at which anybody may read the file for a while: absolute, or beginning with <c>/</c> for one of this service. The same
    /// for a quarter of an hour, so that a phone that asks again finds what it has.
    /// </summary>
    /// <param name="saveAs">The name under which a browser saves it. Null to show it.</param>
    string AddressOf(string key, TimeSpan lasts, DateTimeOffset now, string? saveAs = null);
}

/// <summary>A file of the store on this machine, for as long as it is held.</summary>
/// <param name="Path">Not to be written to.</param>
/// <param name="IsCopy">Whether it was fetched from elsewhere and goes with this.</param>
public sealed record LocalFile(string Path, bool IsCopy) : IDisposable
{
    public void Dispose()
    {
        if (IsCopy)
        {
            File.Delete(Path);
        }
    }
}

/// <summary>A room that keeps files under a prefix of its own.</summary>
public interface IFileOwner
{
    /// <summary>The first part of its keys with the slash, such as <c>videos/</c>.</summary>
    string Prefix { get; }

    /// <summary>Of these keys, those that the room still needs.</summary>
    Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct);

    bool Has(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The file's path where the room still has it on this machine, and not yet in the store. Null where it has not.</summary>
    string? FindStaged(string key) => null;
}
