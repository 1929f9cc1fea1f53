using CsrmeWeChat.Foundation.Data;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// Every change of a check's state. What a node does after it asked holds only while it has the lease, except what WeChat said: an id or a
/// verdict counts whoever brings it.
/// </summary>
public sealed class CheckStates(Database database)
{
    /// <summary>WeChat says 30 minutes.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(45);

    /// <summary>How long a check waits for the person to open the mini program again.</summary>
    public static readonly TimeSpan MaxAbsence = TimeSpan.FromDays(7);

    /// <summary>A file that WeChat could not fetch is offered so often again.</summary>
    private const int MaxDownloads = 1;

    private static readonly string[] Apis = [CheckApi.Text.Key, CheckApi.Media.Key];

    public static Task LeaseAsync(
        Transaction tx,
        IReadOnlyList<long> ids,
        string lease,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE moderation_checks
               SET lease = @lease, due_at = @until, attempts = attempts + 1
             WHERE id IN {=ids} AND state = 'waiting' AND due_at <= @now
            """,
            new
            {
                ids,
                lease,
                until,
                now,
            },
            ct
        );

    /// <summary>It was not asked, and this was no attempt.</summary>
    public Task GiveBackAsync(LeasedCheck check, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(check, "due_at = @now, attempts = attempts - 1", new { now }, ct);

    public Task PostponeAsync(LeasedCheck check, DateTimeOffset until, CancellationToken ct) =>
        ChangeAsync(check, "due_at = @until", new { until }, ct);

    public Task AwaitVisitAsync(LeasedCheck check, CancellationToken ct) =>
        ChangeAsync(check, "state = 'visit', attempts = 0, due_at = @until", new { until = check.CreatedAt + MaxAbsence }, ct);

    public Task GiveUpAsync(LeasedCheck check, CheckReason reason, int errCode, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            check,
            "state = 'human', reason = @reason, err_code = @errCode, due_at = NULL, settled_at = @now",
            new
            {
                reason = reason.Key,
                errCode,
                now,
            },
            ct
        );

    /// <summary>WeChat has judged a text at once.</summary>
    public Task SettleAsync(LeasedCheck check, Verdict verdict, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("moderation_checks", check.Id, ct))
                {
                    return (false, false);
                }
                await tx.ExecuteAsync("UPDATE moderation_checks SET asked_at = @now WHERE id = @Id", new { check.Id, now }, ct);
                await JudgeAsync(tx, check.Id, verdict, errCode: 0, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// WeChat has the question. Its verdict may be here already, and so may an id of an earlier question: a check may have several. The
    /// id's row is written first here and by a verdict, so that of the two, whoever is second sees the other.
    /// </summary>
    public Task HasAskedAsync(LeasedCheck check, string trace, DateTimeOffset now, CancellationToken ct) =>
        database.RetryOnDuplicateAsync(() =>
            database.TransactAsync(
                async tx =>
                {
                    var early = await tx.ExecuteAsync(
                        "UPDATE moderation_traces SET check_id = @Id, asked_at = @now WHERE trace_id = @trace",
                        new
                        {
                            check.Id,
                            trace,
                            now,
                        },
                        ct
                    );
                    if (early == 0)
                    {
                        await tx.ExecuteAsync(
                            """
                            INSERT INTO moderation_traces (trace_id, check_id, suggestion, err_code, asked_at)
                            VALUES (@trace, @Id, '', 0, @now)
                            """,
                            new
                            {
                                check.Id,
                                trace,
                                now,
                            },
                            ct
                        );
                    }
                    if (!await tx.LockAsync("moderation_checks", check.Id, ct))
                    {
                        return (false, false);
                    }
                    await tx.ExecuteAsync(
                        """
                        UPDATE moderation_checks
                           SET state = 'asked', asked_at = @now, due_at = @until, lease = ''
                         WHERE id = @Id AND lease = @Lease AND state = 'waiting'
                        """,
                        new
                        {
                            check.Id,
                            check.Lease,
                            now,
                            until = now + MaxWait,
                        },
                        ct
                    );
                    if (early > 0 && await FindVerdictAsync(tx, trace, ct) is { } said)
                    {
                        await JudgeAsync(tx, check.Id, said.Verdict, said.ErrCode, now, ct);
                    }
                    return (true, true);
                },
                ct
            )
        );

    /// <summary>
    /// WeChat says what it found. The first word counts, unless it was a pass and the second is none. Where nobody knows yet what was asked
    /// under the id, the verdict waits for it.
    /// </summary>
    public static async Task HearAsync(Transaction tx, CheckedMedia said, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            said.TraceId,
            suggestion = said.Verdict.Suggestion.Key,
            said.Verdict.Label,
            said.ErrCode,
            now,
        };
        if (!await UpdateAsync() && !await InsertAsync())
        {
            // Somebody wrote the row between the two.
            await UpdateAsync();
        }

        async Task<bool> InsertAsync() =>
            await tx.TryInsertAsync(
                """
                INSERT INTO moderation_traces (trace_id, suggestion, label, err_code, answered_at)
                VALUES (@TraceId, @suggestion, @Label, @ErrCode, @now)
                """,
                row,
                ct
            );

        async Task<bool> UpdateAsync()
        {
            var isNews = await tx.ExecuteAsync(
                """
                UPDATE moderation_traces
                   SET suggestion = @suggestion, label = @Label, err_code = @ErrCode, answered_at = @now
                 WHERE trace_id = @TraceId AND (answered_at IS NULL OR (suggestion = 'pass' AND @suggestion <> 'pass'))
                """,
                row,
                ct
            );
            if (isNews == 0)
            {
                return false;
            }
            var check = await tx.FindAsync<long?>("SELECT check_id FROM moderation_traces WHERE trace_id = @TraceId", row, ct);
            if (check is { } id && await tx.LockAsync("moderation_checks", id, ct))
            {
                await JudgeAsync(tx, id, said.Verdict, said.ErrCode, now, ct);
            }
            return true;
        }
    }

    /// <summary>People who are there again: what waited for them is asked.</summary>
    /// <returns>How many checks.</returns>
    public async Task<int> ResumeAsync(IReadOnlyCollection<long> people, DateTimeOffset now, CancellationToken ct)
    {
        // Read first: thousands come in a rush, and nothing waits for them.
        var ids = await database.ListAsync<long>(
            "SELECT id FROM moderation_checks WHERE person_id IN {=people} AND state = 'visit'",
            new { people },
            ct
        );
        return ids.Count == 0
            ? 0
            : await database.ExecuteAsync(
                "UPDATE moderation_checks SET state = 'waiting', due_at = @now, wanted_at = @now WHERE id IN {=ids} AND state = 'visit'",
                new { ids, now },
                ct
            );
    }

    /// <summary>What has waited for too long goes to a human.</summary>
    public async Task SettleOverdueAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (
            var (state, reason) in ((CheckState, CheckReason)[])
                [(CheckState.Asked, CheckReason.TimedOut), (CheckState.Visit, CheckReason.NoVisit)]
        )
        {
            var ids = await database.ListAsync<long>(
                "SELECT id FROM moderation_checks WHERE state = @state AND api IN @Apis AND due_at <= @now LIMIT 1000",
                new
                {
                    state = state.Key,
                    Apis,
                    now,
                },
                ct
            );
            if (ids.Count > 0)
            {
                await database.ExecuteAsync(
                    """
                    UPDATE moderation_checks
                       SET state = 'human', reason = @reason, due_at = NULL, settled_at = @now
                     WHERE id IN {=ids} AND state = @state AND due_at <= @now
                    """,
                    new
                    {
                        ids,
                        state = state.Key,
                        reason = reason.Key,
                        now,
                    },
                    ct
                );
            }
        }
    }

    /// <summary>The person is forgotten: WeChat is asked no more in their name, and what they wrote goes.</summary>
    public static async Task EraseAsync(Transaction tx, long personId, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            UPDATE moderation_checks
               SET state = 'human', reason = 'erased', due_at = NULL, lease = '', settled_at = @now
             WHERE person_id = @personId AND state IN ('waiting', 'asked', 'visit')
            """,
            new { personId, now },
            ct
        );
        await tx.ExecuteAsync(
            "UPDATE moderation_checks SET person_id = NULL, content = '' WHERE person_id = @personId",
            new { personId },
            ct
        );
    }

    /// <summary>Under the check's lock. A human's turn is never taken back, and a pass only by what is none.</summary>
    private static async Task JudgeAsync(Transaction tx, long id, Verdict verdict, int errCode, DateTimeOffset now, CancellationToken ct)
    {
        var check = (
            await tx.FindAsync<Judged>("SELECT state, suggestion AS said, downloads FROM moderation_checks WHERE id = @id", new { id }, ct)
        )!;
        var said = new
        {
            id,
            suggestion = verdict.Suggestion.Key,
            verdict.Label,
            errCode,
            reason = ReasonFor(verdict, errCode).Key,
            now,
        };
        const string Says = "suggestion = @suggestion, label = @Label, err_code = @errCode";
        var change = (check.State, verdict.Suggestion) switch
        {
            (CheckState.Human, _) => check.Suggestion is null or Suggestion.Pass ? Says : null,
            (CheckState.Passed, Suggestion.Pass) => null,
            (_, Suggestion.Pass) => $"{Says}, state = 'passed', reason = 'none', lease = '', due_at = NULL, settled_at = @now",
            (not CheckState.Asked, _) when errCode == ErrCode.DownloadFailed => null,
            (_, _) when errCode == ErrCode.DownloadFailed && check.Downloads < MaxDownloads =>
                "state = 'waiting', downloads = downloads + 1, due_at = @now, wanted_at = @now",
            _ => $"{Says}, state = 'human', reason = @reason, lease = '', due_at = NULL, settled_at = @now",
        };
        if (change is not null)
        {
            await tx.ExecuteAsync($"UPDATE moderation_checks SET {change} WHERE id = @id", said, ct);
        }
    }

    private static CheckReason ReasonFor(Verdict verdict, int errCode) =>
        verdict.Suggestion switch
        {
            Suggestion.Pass => CheckReason.None,
            Suggestion.Risky => CheckReason.Risky,
            Suggestion.Review => CheckReason.Review,
            Suggestion.Unclear => errCode switch
            {
                0 => CheckReason.Unclear,
                ErrCode.DownloadFailed => CheckReason.NotFetched,
                _ => CheckReason.Refused,
            },
        };

    private static async Task<CheckedMedia?> FindVerdictAsync(Transaction tx, string trace, CancellationToken ct)
    {
        var row = await tx.FindAsync<Heard>(
            "SELECT suggestion, label, err_code FROM moderation_traces WHERE trace_id = @trace AND answered_at IS NOT NULL",
            new { trace },
            ct
        );
        return row is null ? null : new CheckedMedia(trace, new Verdict(row.Suggestion, row.Label), row.ErrCode);
    }

    private Task ChangeAsync(LeasedCheck check, string set, object values, CancellationToken ct)
    {
        var args = new Dapper.DynamicParameters(values);
        args.AddDynamicParams(new { check.Id, check.Lease });
        return database.ExecuteAsync(
            $"UPDATE moderation_checks SET lease = '', {set} WHERE id = @Id AND lease = @Lease AND state = 'waiting'",
            args,
            ct
        );
    }

    private sealed record Judged
    {
        public required CheckState State { get; init; }
        public required string Said { get; init; }
        public required int Downloads { get; init; }

        public Suggestion? Suggestion => CheckLabels.SuggestionOf(Said);
    }

    private sealed record Heard
    {
        public required Suggestion Suggestion { get; init; }
        public int? Label { get; init; }
        public required int ErrCode { get; init; }
    }
}
