using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Staff;

/// <summary>Who is signed in at the console. Each request looks its session up, so that ending one takes effect at once.</summary>
public sealed class StaffSessions(Database database)
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12),
        Idle = TimeSpan.FromHours(2);

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public async Task<string> OpenAsync(long staffId, string address, string agent, DateTimeOffset now, CancellationToken ct)
    {
        var token = Token.New();
        await database.InsertAsync(
            """
            INSERT INTO staff_sessions (token_hash, staff_id, address, agent, created_at, seen_at)
            VALUES (@hash, @staffId, @address, @agent, @now, @now)
            """,
            new
            {
                hash = Token.Hash(token),
                staffId,
                address,
                agent = PlainText.Cut(PlainText.Clean(agent), 200),
                now,
            },
            ct
        );
        return token;
    }

    public async Task<CurrentStaff?> FindAsync(string token, DateTimeOffset now, CancellationToken ct)
    {
        var row = await database.FindAsync<SessionRow>(
            """
            SELECT s.id, s.staff_id, s.second_factor_at, s.seen_at, f.login, f.name, f.must_change_password, f.totp_sealed, f.totp_required,
                   (SELECT GROUP_CONCAT(r.role) FROM staff_roles r WHERE r.staff_id = f.id) AS roles
              FROM staff_sessions s JOIN staff f ON f.id = s.staff_id
             WHERE s.token_hash = @hash AND s.created_at > @begun AND s.seen_at > @idle AND f.disabled_at IS NULL
            """,
            new
            {
                hash = Token.Hash(token),
                begun = now - Longest,
                idle = now - Idle,
            },
            ct
        );
        if (row is null)
        {
            return null;
        }
        if (now - row.SeenAt > SeenEvery)
        {
            await database.ExecuteAsync("UPDATE staff_sessions SET seen_at = @now WHERE id = @Id", new { row.Id, now }, ct);
        }
        return new CurrentStaff(row.StaffId, row.Login, row.Name, Role.Parse(row.Roles), row.Id, row.Stage);
    }

    /// <summary>Those that are good, the last used first.</summary>
    public Task<IReadOnlyList<StaffSession>> ListAsync(long staffId, DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<StaffSession>(
            """
            SELECT id, address, agent, created_at, seen_at FROM staff_sessions
             WHERE staff_id = @staffId AND created_at > @begun AND seen_at > @idle ORDER BY seen_at DESC, id DESC
            """,
            new
            {
                staffId,
                begun = now - Longest,
                idle = now - Idle,
            },
            ct
        );

    /// <summary>The second factor was given in this session.</summary>
    public static Task<int> PassSecondFactorAsync(Transaction tx, long sessionId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE staff_sessions SET second_factor_at = @now WHERE id = @sessionId", new { sessionId, now }, ct);

    public Task<int> EndAsync(long staffId, long sessionId, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM staff_sessions WHERE id = @sessionId AND staff_id = @staffId", new { staffId, sessionId }, ct);

    /// <summary>Ends those that have not passed the second factor.</summary>
    public static Task<int> EndHalfwayAsync(Transaction tx, long staffId, CancellationToken ct) =>
        tx.ExecuteAsync("DELETE FROM staff_sessions WHERE staff_id = @staffId AND second_factor_at IS NULL", new { staffId }, ct);

    /// <param name="but">The session that goes on; 0 for none.</param>
    public static Task<int> EndAllAsync(Transaction tx, long staffId, long but, SessionEnd end, DateTimeOffset now, CancellationToken ct) =>
        EndAsync(tx, "staff_id = @staffId AND id <> @id", staffId, but, end, now, ct);

    public static Task<int> EndOneAsync(Transaction tx, long staffId, long id, SessionEnd end, DateTimeOffset now, CancellationToken ct) =>
        EndAsync(tx, "staff_id = @staffId AND id = @id", staffId, id, end, now, ct);

    /// <summary>Why the session of this cookie was ended by somebody; null where nobody ended it.</summary>
    public async Task<SessionEnd?> FindEndAsync(string token, CancellationToken ct) =>
        (
            await database.FindAsync<EndRow>(
                "SELECT reason FROM ended_sessions WHERE token_hash = @hash",
                new { hash = Token.Hash(token) },
                ct
            )
        )?.Reason;

    public async Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken ct)
    {
        await database.ExecuteAsync("DELETE FROM staff_sessions WHERE seen_at <= @idle", new { idle = now - Longest }, ct);
        await database.ExecuteAsync("DELETE FROM ended_sessions WHERE ended_at <= @before", new { before = now - Longest }, ct);
    }

    private static async Task<int> EndAsync(
        Transaction tx,
        string which,
        long staffId,
        long id,
        SessionEnd end,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var row = new
        {
            staffId,
            id,
            reason = end.ToString().ToLowerInvariant(),
            now,
        };
        await tx.ExecuteAsync(
            $"INSERT INTO ended_sessions (token_hash, reason, ended_at) SELECT token_hash, @reason, @now FROM staff_sessions WHERE {which}",
            row,
            ct
        );
        return await tx.ExecuteAsync($"DELETE FROM staff_sessions WHERE {which}", row, ct);
    }

    private sealed record EndRow
    {
        public required SessionEnd Reason { get; init; }
    }

    private sealed record SessionRow
    {
        public required long Id { get; init; }
        public required long StaffId { get; init; }
        public DateTimeOffset? SecondFactorAt { get; init; }
        public required DateTimeOffset SeenAt { get; init; }
        public required string Login { get; init; }
        public required string Name { get; init; }
        public required bool MustChangePassword { get; init; }
        public required string TotpSealed { get; init; }
        public required bool TotpRequired { get; init; }
        public string? Roles { get; init; }

        public Stage Stage =>
            this switch
            {
                { TotpSealed: not "", SecondFactorAt: null } => Stage.SecondFactor,
                { MustChangePassword: true } => Stage.NewPassword,
                { TotpSealed: "", TotpRequired: true } => Stage.Enrol,
                _ => Stage.SignedIn,
            };
    }
}

/// <summary>Who ended a session before its time, and how: whoever sits there is told.</summary>
public enum SessionEnd
{
    /// <summary>An administrator ended it.</summary>
    Admin,

    /// <summary>The same person ended it from another.</summary>
    Elsewhere,

    /// <summary>The same person changed the password or the second factor.</summary>
    Changed,

    /// <summary>An administrator gave a new first password.</summary>
    Reset,

    /// <summary>An administrator disabled the account, or enabled it again.</summary>
    Disabled,
}

public static class SessionEnds
{
    extension(SessionEnd end)
    {
        public string Words =>
            end switch
            {
                SessionEnd.Admin => "您的这次登录已被管理员结束，请重新登录。",
                SessionEnd.Elsewhere => "您在另一台设备上结束了这次登录，请重新登录。如果不是您本人，请马上修改密码并告诉管理员。",
                SessionEnd.Changed => "这个账号刚在另一台设备上修改了密码或两步验证，请重新登录。如果不是您本人，请马上告诉管理员。",
                SessionEnd.Reset => "管理员已重置您的密码，请用新的初始密码登录。",
                SessionEnd.Disabled => "管理员停用过这个账号，这次登录已结束。如有疑问请联系管理员。",
            };
    }
}

public sealed record StaffSession
{
    public required long Id { get; init; }
    public required string Address { get; init; }
    public required string Agent { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
}
