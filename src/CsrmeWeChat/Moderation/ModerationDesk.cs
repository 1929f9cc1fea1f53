using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// The counter at which rooms have WeChat asked whether something may be shown. Nothing is published here: the room that asks looks at what
/// came of it, and decides with a human.
/// </summary>
public sealed class ModerationDesk(Database database)
{
    /// <summary>
    /// Has questions asked, in the room's own transaction. The same question of the same subject adds nothing, so this may be repeated, and
    /// questions may be added later. An empty text asks nothing. The person is the author, by whose openid WeChat is asked.
    /// </summary>
    public static async Task AskAsync(
        Transaction tx,
        Subject subject,
        long personId,
        IReadOnlyCollection<Question> questions,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var wanted = questions
            .SelectMany(question => question.Pieces())
            .Select(piece => (Key: piece.KeyOf(subject), Piece: piece))
            .DistinctBy(item => item.Key)
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .ToList();
        if (wanted.Count == 0)
        {
            return;
        }
        var known = await tx.ListAsync<string>(
            "SELECT question_key FROM moderation_checks WHERE question_key IN @keys",
            new { keys = wanted.Select(item => item.Key) },
            ct
        );
        foreach (var (key, piece) in wanted.ExceptBy(known, item => item.Key))
        {
            // Another transaction may ask the same at this moment: then its row will do.
            await tx.TryInsertAsync(
                """
                INSERT INTO moderation_checks (question_key, kind, subject_id, version, person_id, part, piece, pieces, medium, api,
                                               content, file_key, state, reason, suggestion, err_code, lease, attempts,
                                               downloads, created_at, wanted_at, due_at)
                VALUES (@key, @Kind, @Id, @Version, @personId, @Part, @Place, @Of, @medium, @api, @Content, @FileKey,
                        'waiting', 'none', '', 0, '', 0, 0, @now, @now, @now)
                """,
                new
                {
                    key,
                    subject.Kind,
                    subject.Id,
                    subject.Version,
                    personId,
                    piece.Part,
                    piece.Place,
                    piece.Of,
                    medium = piece.Medium.Key,
                    api = piece.Medium.Api.Key,
                    piece.Content,
                    piece.FileKey,
                    now,
                },
                ct
            );
        }
    }

    /// <summary>Forgets all checks of a subject, in every version: it is gone, or no answer is wanted any more.</summary>
    public static async Task DropAsync(Transaction tx, string kind, long id, CancellationToken ct)
    {
        var checks = await tx.ListAsync<long>(
            "SELECT id FROM moderation_checks WHERE kind = @kind AND subject_id = @id",
            new { kind, id },
            ct
        );
        if (checks.Count > 0)
        {
            // The checks first: whoever records an id of WeChat's at this moment then finds no check, and undoes it.
            await tx.ExecuteAsync("DELETE FROM moderation_checks WHERE id IN {=checks}", new { checks }, ct);
            await tx.ExecuteAsync("DELETE FROM moderation_traces WHERE check_id IN {=checks}", new { checks }, ct);
        }
    }

    /// <summary>In the order in which they were asked for.</summary>
    public Task<IReadOnlyList<Check>> ListAsync(Subject subject, CancellationToken ct) =>
        database.ListAsync<Check>(
            """
            SELECT part, piece, pieces, medium, content, file_key, state, reason, suggestion AS said,
                   label, err_code, created_at, asked_at, settled_at
              FROM moderation_checks
             WHERE kind = @Kind AND subject_id = @Id AND version = @Version
             ORDER BY id
            """,
            subject,
            ct
        );

    /// <summary>What the checks of many subjects of one kind come to, by their ids, each in the version that is named.</summary>
    public async Task<IReadOnlyDictionary<long, ModerationState>> SumAsync(IReadOnlyCollection<Subject> subjects, CancellationToken ct)
    {
        if (subjects.Count == 0)
        {
            return new Dictionary<long, ModerationState>();
        }
        var kind = subjects.Select(subject => subject.Kind).Distinct().Single();
        var sums = await database.ListAsync<Sum>(
            """
            SELECT subject_id, version, SUM(CASE state WHEN 'human' THEN 1 ELSE 0 END) AS human,
                   SUM(CASE state WHEN 'passed' THEN 1 ELSE 0 END) AS passed, COUNT(*) AS checks
              FROM moderation_checks
             WHERE kind = @kind AND subject_id IN {=ids}
             GROUP BY subject_id, version
            """,
            new { kind, ids = subjects.Select(subject => subject.Id).Distinct() },
            ct
        );
        var states = sums.ToDictionary(sum => (sum.SubjectId, sum.Version), sum => sum.State);
        return subjects.ToDictionary(subject => subject.Id, subject => states.GetValueOrDefault((subject.Id, subject.Version)));
    }

    private sealed record Sum
    {
        public required long SubjectId { get; init; }
        public required int Version { get; init; }
        public required long Human { get; init; }
        public required long Passed { get; init; }
        public required long Checks { get; init; }

        public ModerationState State => ModerationState.Of(Human, Passed, Checks);
    }
}
