using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Uploads;

/// <summary>What a person has sent. With the person all goes, also what rooms have taken, which say so themselves.</summary>
public sealed class UploadsOfPerson(Database database, UploadFolder folder) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("uploads.person_id", OnErase.Deleted), new("uploads.file_name", OnErase.Deleted), new("uploads.metadata", OnErase.Deleted)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["uploads"] = await database.ListAsync<SentFile>(
                """
                SELECT file_name, purpose, size, received, sha256, state, begun_at, received_at, taken_at
                  FROM uploads WHERE person_id = @Id ORDER BY id
                """,
                new { person.Id },
                ct
            ),
        };

    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        var files = await tx.ListAsync<StoredFile>(
            "SELECT code, part FROM uploads WHERE person_id = @Id AND place = 'folder'",
            new { person.Id },
            ct
        );
        await tx.ExecuteAsync("DELETE FROM uploads WHERE person_id = @Id", new { person.Id }, ct);
        // Not before it is sure. What a crash leaves is swept, and so is what lies in the store: within two days.
        tx.OnCommitted(() =>
        {
            foreach (var file in files)
            {
                folder.Delete(file.Code, file.Part);
            }
        });
    }

    public Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE uploads SET person_id = @kept WHERE person_id = @gone", new { kept = kept.Id, gone = gone.Id }, ct);

    private sealed record StoredFile
    {
        public required string Code { get; init; }
        public required int Part { get; init; }
    }

    private sealed record SentFile
    {
        public required string FileName { get; init; }
        public required string Purpose { get; init; }
        public required long Size { get; init; }
        public required long Received { get; init; }
        public required string Sha256 { get; init; }
        public required string State { get; init; }
        public required DateTimeOffset BegunAt { get; init; }
        public required DateTimeOffset ReceivedAt { get; init; }
        public DateTimeOffset? TakenAt { get; init; }
    }
}
