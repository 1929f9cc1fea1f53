using System.ComponentModel;
using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What somebody complains of.</summary>
public enum Ground
{
    [Description("侵权（肖像、著作权等）")]
    Rights,

    [Description("涉密或敏感信息")]
    Secret,

    [Description("违法违规内容")]
    Unlawful,

    [Description("虚假或不实内容")]
    Untrue,

    [Description("其他")]
    Other,
}

public enum ComplaintState
{
    Open,

    /// <summary>The video was taken off.</summary>
    Upheld,
    Dismissed,
}

public static class ComplaintLabels
{
    extension(Ground ground)
    {
        public string Key => ground.ToString().ToLowerInvariant();

        public string Label =>
            ground switch
            {
                Ground.Rights => "侵权（肖像、著作权等）",
                Ground.Secret => "涉密或敏感信息",
                Ground.Unlawful => "违法违规内容",
                Ground.Untrue => "虚假或不实内容",
                Ground.Other => "其他",
            };
    }

    extension(ComplaintState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                ComplaintState.Open => "待处理",
                ComplaintState.Upheld => "已取消展示",
                ComplaintState.Dismissed => "不予处理",
            };
    }
}

/// <summary>Complaints about what is shown: anybody may make one, and WeChat asks that somebody hears it.</summary>
public sealed class ComplaintStore(Database database, AuditTrail audit)
{
    private const string Columns = """
        SELECT k.id, k.entry_id, e.title, e.author, e.call_id, e.state AS entry_state, e.revision, k.ground, k.words, k.state, k.answer,
               k.made_at, k.settled_at, k.settled_by
          FROM video_complaints k JOIN video_entries e ON e.id = k.entry_id
        """;

    /// <summary>False where the entry is not shown. One that is open already stays as it is.</summary>
    public async Task<bool> MakeAsync(long personId, long entryId, Ground ground, string words, DateTimeOffset now, CancellationToken ct)
    {
        var slot = string.Create(CultureInfo.InvariantCulture, $"open:{entryId}:{personId}");
        var made = await database.TryInsertAsync(
            """
            INSERT INTO video_complaints (slot, entry_id, person_id, ground, words, state, answer, made_at, settled_by)
            SELECT @slot, e.id, p.id, @ground, @words, 'open', '', @now, ''
              FROM video_entries e JOIN people p ON p.id = @personId
             WHERE e.id = @entryId AND e.state = 'shown'
            """,
            new
            {
                slot,
                entryId,
                personId,
                ground = ground.Key,
                words,
                now,
            },
            ct
        );
        return made || await database.FindAsync<int>("SELECT 1 FROM video_complaints WHERE slot = @slot", new { slot }, ct) == 1;
    }

    /// <summary>The complaint stays to be settled, and names nobody.</summary>
    public static Task ForgetAsync(Transaction tx, long personId, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE video_complaints SET person_id = NULL, slot = CONCAT('left:', id) WHERE person_id = @personId",
            new { personId },
            ct
        );

    public static Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE video_complaints SET person_id = @kept, slot = CONCAT('left:', id) WHERE person_id = @gone",
            new { kept, gone },
            ct
        );

    public Task<IReadOnlyList<Complaint>> ListAsync(ComplaintState? state, int skip, int take, CancellationToken ct) =>
        database.ListAsync<Complaint>(
            $"{Columns}{(state is null ? "" : " WHERE k.state = @state")} ORDER BY k.id DESC LIMIT @take OFFSET @skip",
            new
            {
                state = state?.Key,
                skip,
                take,
            },
            ct
        );

    public Task<IReadOnlyList<Complaint>> ListOfEntryAsync(long entryId, CancellationToken ct) =>
        database.ListAsync<Complaint>($"{Columns} WHERE k.entry_id = @entryId ORDER BY k.id DESC LIMIT 100", new { entryId }, ct);

    /// <summary>Settles one; where it is upheld the entry is shown no longer. False where it is settled already.</summary>
    public Task<bool> SettleAsync(Actor by, long id, ComplaintState to, string answer, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await tx.FindAsync<Complaint>($"{Columns} WHERE k.id = @id", new { id }, ct) is not { } complaint)
                {
                    return (false, false);
                }
                var entry = (await EntryMoves.LockAsync(tx, complaint.EntryId, ct))!;
                var settled = await tx.ExecuteAsync(
                    """
                    UPDATE video_complaints
                       SET state = @to, slot = @slot, answer = @answer, settled_at = @now, settled_by = @by
                     WHERE id = @id AND state = 'open'
                    """,
                    new
                    {
                        id,
                        to = to.Key,
                        slot = string.Create(CultureInfo.InvariantCulture, $"done:{id}"),
                        answer,
                        now,
                        by = by.Name,
                    },
                    ct
                );
                if (settled == 0)
                {
                    return (false, false);
                }
                if (to is ComplaintState.Upheld)
                {
                    await EntryMoves.HideAsync(tx, entry, answer, now, ct);
                }
                var change = new Change("complaint.settle", "entry", entry.Id, entry.Title, After: new { verdict = to.Label, answer });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );
}

public sealed record Complaint
{
    public required long Id { get; init; }
    public required long EntryId { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required long CallId { get; init; }
    public required EntryState EntryState { get; init; }
    public required long Revision { get; init; }
    public required Ground Ground { get; init; }
    public required string Words { get; init; }
    public required ComplaintState State { get; init; }
    public required string Answer { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }
    public required string SettledBy { get; init; }
}
