using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Contests;

/// <summary>The photos of entries, and the owner of the copies that were made of them.</summary>
public sealed class EntryPhotoStore(Database database) : IFileOwner
{
    public string Prefix => EntryPhotoKeys.Prefix;

    public Task<EntryPhoto?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<EntryPhoto>($"SELECT {EntryPhoto.Columns} FROM contest_photos p WHERE p.id = @id", new { id }, ct);

    /// <summary>The next one in this state with which something is to be done, and at which nobody works.</summary>
    internal Task<EntryPhoto?> FindDueAsync(EntryPhotoState state, DateTimeOffset now, CancellationToken ct) =>
        database.FindAsync<EntryPhoto>(
            $"""
            SELECT {EntryPhoto.Columns} FROM contest_photos p
             WHERE p.state = @state AND p.due_at <= @now AND (p.lease = '' OR p.lease_until <= @now)
             ORDER BY p.due_at, p.id LIMIT 1
            """,
            new { state = state.Key, now },
            ct
        );

    public async Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var codes = keys.Select(EntryPhotoKeys.CodeOf).OfType<string>().Distinct().ToList();
        const string Live = "SELECT code FROM contest_photos WHERE code IN @codes AND state <> 'gone'";
        var live = (await database.ListAsync<string>(Live, new { codes }, ct)).ToHashSet();
        return keys.Where(key => EntryPhotoKeys.CodeOf(key) is { } code && live.Contains(code)).ToHashSet();
    }

    /// <summary>Forgets a photo whose files are deleted.</summary>
    internal Task ForgetAsync(long id, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM contest_photos WHERE id = @id AND state = 'gone'", new { id }, ct);
}
