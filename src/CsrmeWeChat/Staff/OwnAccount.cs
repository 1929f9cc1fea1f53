using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Staff;

/// <summary>What staff change about their own account: the password and the second factor.</summary>
public sealed class OwnAccount(StaffStore accounts, Passwords passwords)
{
    /// <summary>Changes the password and ends all other sessions; no device is known any more.</summary>
    public Task<StaffOutcome> SetPasswordAsync(CurrentStaff me, string password, DateTimeOffset now, CancellationToken ct)
    {
        var hash = passwords.Hash(password);
        return accounts.ChangeAsync(
            me.Actor,
            me.Id,
            "staff.password",
            async (tx, _) =>
            {
                await tx.ExecuteAsync(
                    "UPDATE staff SET password_hash = @hash, must_change_password = 0, revision = revision + 1 WHERE id = @Id",
                    new { me.Id, hash },
                    ct
                );
                await StaffSessions.EndAllAsync(tx, me.Id, me.SessionId, SessionEnd.Changed, now, ct);
                await KnownDevices.ForgetAllAsync(tx, me.Id, ct);
                return (null, null);
            },
            now,
            ct
        );
    }

    /// <summary>
    /// Sets up the second factor, which this session has then passed, and ends all other sessions. No device is known any more.
    /// </summary>
    /// <param name="step">The time step of the code that proved it.</param>
    /// <returns>The recovery codes, to be shown once.</returns>
    public async Task<IReadOnlyList<string>> SetTotpAsync(
        CurrentStaff me,
        string sealedSecret,
        long step,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        IReadOnlyList<string> codes = [];
        await accounts.ChangeAsync(
            me.Actor,
            me.Id,
            "staff.totp_on",
            async (tx, _) =>
            {
                await TwoStep.SetSecretAsync(tx, me.Id, sealedSecret, step, ct);
                codes = await TwoStep.NewRecoveryCodesAsync(tx, me.Id, ct);
                await StaffSessions.PassSecondFactorAsync(tx, me.SessionId, now, ct);
                await StaffSessions.EndAllAsync(tx, me.Id, me.SessionId, SessionEnd.Changed, now, ct);
                await KnownDevices.ForgetAllAsync(tx, me.Id, ct);
                return (null, null);
            },
            now,
            ct
        );
        return codes;
    }

    public Task<StaffOutcome> RemoveTotpAsync(CurrentStaff me, DateTimeOffset now, CancellationToken ct) =>
        accounts.ChangeAsync(
            me.Actor,
            me.Id,
            "staff.totp_off",
            async (tx, _) =>
            {
                await TwoStep.RemoveSecretAsync(tx, me.Id, ct);
                return (null, null);
            },
            now,
            ct
        );

    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(CurrentStaff me, DateTimeOffset now, CancellationToken ct)
    {
        IReadOnlyList<string> codes = [];
        await accounts.ChangeAsync(
            me.Actor,
            me.Id,
            "staff.recovery",
            async (tx, _) =>
            {
                codes = await TwoStep.NewRecoveryCodesAsync(tx, me.Id, ct);
                return (null, null);
            },
            now,
            ct
        );
        return codes;
    }
}
