using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

/// <summary>Accounts of the console, as administrators and the <c>staff</c> commands make and change them.</summary>
public sealed class StaffStore(Database database, Passwords passwords, AuditTrail audit)
{
    private const string Columns = """
        SELECT f.id, f.login, f.name, f.password_hash, f.must_change_password,
               CASE WHEN f.totp_sealed = '' THEN 0 ELSE 1 END AS has_totp, f.totp_required,
               f.branch_id, b.name AS branch, f.unit, f.disabled_at, f.revision, f.created_at,
               (SELECT GROUP_CONCAT(r.role) FROM staff_roles r WHERE r.staff_id = f.id) AS role_keys
          FROM staff f LEFT JOIN branches b ON b.id = f.branch_id
        """;

    public static string LoginOf(string typed) => PlainText.Clean(typed).ToLowerInvariant();

    public Task<StaffMember?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<StaffMember>($"{Columns} WHERE f.id = @id", new { id }, ct);

    public Task<StaffMember?> FindByLoginAsync(string login, CancellationToken ct) =>
        database.FindAsync<StaffMember>($"{Columns} WHERE f.login = @login", new { login }, ct);

    public async Task<IReadOnlyList<StaffMember>> ListAsync(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        ids.Count == 0
            ? []
            : await database.ListAsync<StaffMember>($"{Columns} WHERE f.id IN {{=ids}} ORDER BY f.name, f.id", new { ids }, ct);

    /// <param name="named">Part of login, name or unit; empty for all.</param>
    public Task<IReadOnlyList<StaffMember>> ListAsync(string named, Role? role, string order, int skip, int limit, CancellationToken ct) =>
        database.ListAsync<StaffMember>(
            $"""
            {Columns}
             WHERE (@named = '' OR {Sql.Has("f.login", "@named")} OR {Sql.Has("f.name", "@named")} OR {Sql.Has(
                "f.unit",
                "@named"
            )} OR {Sql.Has("b.name", "@named")})
               AND (@role = '' OR EXISTS (SELECT 1 FROM staff_roles r WHERE r.staff_id = f.id AND r.role = @role))
             ORDER BY {order} LIMIT @limit OFFSET @skip
            """,
            new
            {
                named,
                role = role?.Key ?? "",
                skip,
                limit,
            },
            ct
        );

    /// <returns>The id, or null where the login is taken. The password is to be changed at the first sign-in.</returns>
    public async Task<long?> AddAsync(Actor by, string login, StaffFields fields, string password, DateTimeOffset now, CancellationToken ct)
    {
        var hash = passwords.Hash(password);
        try
        {
            return await database.TransactAsync<long?>(
                async tx =>
                {
                    var id = await tx.InsertAsync(
                        """
                        INSERT INTO staff (login, name, password_hash, must_change_password, totp_sealed, totp_step, totp_required,
                                           branch_id, unit, revision, created_at)
                        VALUES (@login, @Name, @hash, 1, '', 0, @totpRequired, @BranchId, @Unit, 1, @now)
                        """,
                        new
                        {
                            login,
                            fields.Name,
                            hash,
                            totpRequired = fields.TotpRequired ? 1 : 0,
                            fields.BranchId,
                            fields.Unit,
                            now,
                        },
                        ct
                    );
                    await SetRolesAsync(tx, id, fields.Roles, ct);
                    await audit.AddAsync(
                        tx,
                        by,
                        new Change("staff.add", "staff", id, login, After: fields.AuditedAs(await BranchOfAsync(tx, fields, ct))),
                        now,
                        ct
                    );
                    return (true, id);
                },
                ct
            );
        }
        catch (System.Data.Common.DbException e) when (database.IsDuplicate(e))
        {
            return null;
        }
    }

    /// <param name="revision">The revision that the editor saw.</param>
    public Task<StaffOutcome> EditAsync(Actor by, long id, long revision, StaffFields fields, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            id,
            "staff.edit",
            async (tx, before) =>
            {
                if (
                    await tx.ExecuteAsync(
                        """
                        UPDATE staff
                           SET name = @Name, totp_required = @totpRequired, branch_id = @BranchId, unit = @Unit,
                               revision = revision + 1
                         WHERE id = @id AND revision = @revision
                        """,
                        new
                        {
                            id,
                            revision,
                            fields.Name,
                            totpRequired = fields.TotpRequired ? 1 : 0,
                            fields.BranchId,
                            fields.Unit,
                        },
                        ct
                    ) == 0
                )
                {
                    return null;
                }
                await SetRolesAsync(tx, id, fields.Roles, ct);
                return (
                    new StaffFields(before.Name, before.Roles, before.TotpRequired, before.BranchId, before.Unit).AuditedAs(before.Branch),
                    fields.AuditedAs(await BranchOfAsync(tx, fields, ct))
                );
            },
            now,
            ct
        );

    /// <summary>Disables an account or enables it again. All its sessions end.</summary>
    public Task<StaffOutcome> SetDisabledAsync(Actor by, long id, bool disabled, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            id,
            disabled ? "staff.disable" : "staff.enable",
            async (tx, _) =>
            {
                await tx.ExecuteAsync(
                    "UPDATE staff SET disabled_at = @at, revision = revision + 1 WHERE id = @id",
                    new { id, at = disabled ? now : (DateTimeOffset?)null },
                    ct
                );
                await StaffSessions.EndAllAsync(tx, id, but: 0, SessionEnd.Disabled, now, ct);
                await KnownDevices.ForgetAllAsync(tx, id, ct);
                return (null, null);
            },
            now,
            ct
        );

    /// <summary>Sets a password that must be changed at the next sign-in, and can turn the second factor off. All sessions end.</summary>
    public Task<StaffOutcome> ResetAsync(Actor by, long id, string password, bool totpOff, DateTimeOffset now, CancellationToken ct)
    {
        var hash = passwords.Hash(password);
        return ChangeAsync(
            by,
            id,
            "staff.reset",
            async (tx, _) =>
            {
                await tx.ExecuteAsync(
                    "UPDATE staff SET password_hash = @hash, must_change_password = 1, revision = revision + 1 WHERE id = @id",
                    new { id, hash },
                    ct
                );
                if (totpOff)
                {
                    await TwoStep.RemoveSecretAsync(tx, id, ct);
                }
                await StaffSessions.EndAllAsync(tx, id, but: 0, SessionEnd.Reset, now, ct);
                await KnownDevices.ForgetAllAsync(tx, id, ct);
                return (null, new { totpOff });
            },
            now,
            ct
        );
    }

    public Task<StaffOutcome> EndSessionAsync(Actor by, long id, long sessionId, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            id,
            "staff.end_session",
            async (tx, _) =>
            {
                var session = await tx.FindAsync<StaffSession>(
                    "SELECT id, address, agent, created_at, seen_at FROM staff_sessions WHERE id = @sessionId AND staff_id = @id",
                    new { sessionId, id },
                    ct
                );
                return session is not null && await StaffSessions.EndOneAsync(tx, id, sessionId, EndBy(by, id), now, ct) == 1
                    ? (null, new { device = Show.Device(session.Agent), session.Address })
                    : null;
            },
            now,
            ct
        );

    /// <param name="but">The session that goes on; 0 for none.</param>
    public Task<StaffOutcome> EndSessionsAsync(Actor by, long id, long but, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            id,
            "staff.end_sessions",
            async (tx, _) =>
                await StaffSessions.EndAllAsync(tx, id, but, EndBy(by, id), now, ct) is > 0 and var sessions
                    ? (null, new { sessions })
                    : null,
            now,
            ct
        );

    private static SessionEnd EndBy(Actor by, long id) => by.StaffId == id ? SessionEnd.Elsewhere : SessionEnd.Admin;

    /// <summary>Makes a change and writes it to the audit trail, unless it would leave no administrator.</summary>
    /// <param name="change">The values before and after for the audit trail, or null if it came too late.</param>
    internal Task<StaffOutcome> ChangeAsync(
        Actor by,
        long id,
        string action,
        Func<Transaction, StaffMember, Task<(object? Before, object? After)?>> change,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                // Changes of accounts wait for each other, so that two administrators cannot take the right from each other at once.
                await AuditTrail.LockAsync(tx, ct);
                if (await tx.FindAsync<StaffMember>($"{Columns} WHERE f.id = @id", new { id }, ct) is not { } before)
                {
                    return (false, StaffOutcome.NoSuchAccount);
                }
                if (await change(tx, before) is not { } audited)
                {
                    return (false, StaffOutcome.EditedMeanwhile);
                }
                if (
                    before.Roles.Contains(Role.Admin)
                    && await tx.FindAsync<int>(
                        """
                        SELECT COUNT(*)
                          FROM staff f JOIN staff_roles r ON r.staff_id = f.id AND r.role = 'admin'
                         WHERE f.disabled_at IS NULL
                        """,
                        ct: ct
                    ) == 0
                )
                {
                    return (false, StaffOutcome.LastAdmin);
                }
                await audit.AddAsync(tx, by, new Change(action, "staff", id, before.Login, audited.Before, audited.After), now, ct);
                return (true, StaffOutcome.Done);
            },
            ct
        );

    private static async Task<string?> BranchOfAsync(Transaction tx, StaffFields fields, CancellationToken ct) =>
        await tx.FindAsync<string>("SELECT name FROM branches WHERE id = @BranchId", new { fields.BranchId }, ct);

    private static async Task SetRolesAsync(Transaction tx, long id, IReadOnlyList<Role> roles, CancellationToken ct)
    {
        await tx.ExecuteAsync("DELETE FROM staff_roles WHERE staff_id = @id", new { id }, ct);
        await tx.InsertManyAsync(
            "INSERT INTO staff_roles (staff_id, role)",
            [.. roles.Distinct().Select(role => new object?[] { id, role.Key })],
            ct
        );
    }
}
