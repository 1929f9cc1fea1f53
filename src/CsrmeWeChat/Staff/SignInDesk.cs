using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

/// <summary>The steps of signing in at the console, each behind the limits of attempts.</summary>
public sealed class SignInDesk(
    Database database,
    StaffStore staff,
    StaffSessions sessions,
    SignInLimits limits,
    KnownDevices devices,
    SignInFailures failures,
    Passwords passwords,
    TwoStep twoStep,
    AuditTrail audit
)
{
    /// <summary>A session where the password is right; its next stage follows from the account.</summary>
    public async Task<SignInResult> SignInAsync(string login, string password, Visitor visitor, DateTimeOffset now, CancellationToken ct)
    {
        login = StaffStore.LoginOf(login);
        var account = await staff.FindByLoginAsync(login, ct);
        var device = await devices.FindAsync(account?.Id, visitor.Device, now, ct);
        if (await limits.TakeAsync(login, visitor.Address, device, now, ct) is { } wait)
        {
            return new SignInResult(SignInOutcome.TooOften, Wait: wait);
        }
        var hash = account is { DisabledAt: null } ? account.PasswordHash : null;
        if (!await passwords.IsRightAsync(hash, password, known: device is not null, ct))
        {
            await failures.CountAsync(account?.Id ?? 0, SignInFailures.Password, now, ct);
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(login, visitor.Address, device, ct);
        var token = await sessions.OpenAsync(account!.Id, $"{visitor.Address}", visitor.Agent, now, ct);
        await audit.AddAsync(
            account.Actor,
            new Change("staff.sign_in", "staff", account.Id, account.Login, After: new { address = $"{visitor.Address}" }),
            now,
            ct
        );
        var known = account.HasTotp ? null : await devices.RememberAsync(account.Id, visitor.Device, now, ct);
        return new SignInResult(SignInOutcome.Right, token, known);
    }

    /// <summary>The code of the authenticator, or a recovery code, which is then used up.</summary>
    public async Task<SignInResult> PassSecondFactorAsync(
        CurrentStaff me,
        string code,
        Visitor visitor,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var account = $"second factor of {me.Login}";
        var device = await devices.FindAsync(me.Id, visitor.Device, now, ct);
        // A recovery code has 80 bits: nobody guesses one, and the owner gets in by it whatever others try meanwhile.
        var guessable = device is null && !TwoStep.LooksLikeRecovery(code);
        if (
            (
                await limits.TakeAsync(account, visitor.Address, device, now, ct)
                ?? (guessable ? await limits.TakeCodeAsync(account, now, ct) : null)
            ) is
            { } wait
        )
        {
            return new SignInResult(SignInOutcome.TooOften, Wait: wait);
        }
        var right = await database.TransactAsync(
            async tx =>
            {
                var passed = await twoStep.UseAsync(tx, me.Id, code, now, ct);
                if (passed)
                {
                    await StaffSessions.PassSecondFactorAsync(tx, me.SessionId, now, ct);
                }
                return (passed, passed);
            },
            ct
        );
        if (!right)
        {
            await failures.CountAsync(me.Id, SignInFailures.SecondFactor, now, ct);
            if (guessable && await limits.AreCodesSpentAsync(account, now, ct))
            {
                await EndGuessingAsync(me, now, ct);
            }
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(account, visitor.Address, device, ct);
        if (guessable)
        {
            await limits.ForgetCodeAsync(account, ct);
        }
        return new SignInResult(SignInOutcome.Right, Device: await devices.RememberAsync(me.Id, visitor.Device, now, ct));
    }

    /// <summary>This browser is known from here on: it is where the account has just changed how it signs in.</summary>
    public async Task RememberAsync(HttpContext context, CurrentStaff me, DateTimeOffset now, CancellationToken ct) =>
        StaffAuthentication.Remember(context, await devices.RememberAsync(me.Id, StaffAuthentication.VisitorOf(context).Device, now, ct));

    /// <summary>
    /// Ends the account's sessions that have not passed the second factor: whoever guesses has to give the password again.
    /// </summary>
    private Task EndGuessingAsync(CurrentStaff me, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var ended = await StaffSessions.EndHalfwayAsync(tx, me.Id, ct);
                if (ended > 0)
                {
                    var told = new Change("staff.codes_stopped", "staff", me.Id, me.Login, After: new { sessions = ended });
                    await audit.AddAsync(tx, me.Actor, told, now, ct);
                }
                return (true, ended);
            },
            ct
        );

    /// <summary>The current password, asked for again before something weighty, under the same limits.</summary>
    public async Task<SignInResult> ConfirmAsync(
        CurrentStaff me,
        string password,
        Visitor visitor,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var device = await devices.FindAsync(me.Id, visitor.Device, now, ct);
        if (await limits.TakeAsync(me.Login, visitor.Address, device, now, ct) is { } wait)
        {
            return new SignInResult(SignInOutcome.TooOften, Wait: wait);
        }
        if (!await passwords.IsRightAsync((await staff.FindAsync(me.Id, ct))?.PasswordHash, password, known: device is not null, ct))
        {
            await failures.CountAsync(me.Id, SignInFailures.Password, now, ct);
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(me.Login, visitor.Address, device, ct);
        return new SignInResult(SignInOutcome.Right);
    }
}

public enum SignInOutcome
{
    Right,
    Wrong,
    TooOften,
}

/// <param name="Token">For the cookie, where a session was opened.</param>
/// <param name="Device">For the device's cookie, where the account is fully signed in now.</param>
/// <param name="Wait">Until the next attempt.</param>
public readonly record struct SignInResult(SignInOutcome Outcome, string? Token = null, string? Device = null, TimeSpan Wait = default)
{
    /// <summary>Why not, in words; null where it was right.</summary>
    public string? WhyNot(string what) =>
        Outcome switch
        {
            SignInOutcome.Right => null,
            SignInOutcome.Wrong => $"{what}不对，请重新输入。",
            SignInOutcome.TooOften => Wait > TimeSpan.FromMinutes(1)
                ? $"尝试次数过多，请 {Math.Ceiling(Wait.TotalMinutes)} 分钟后再试。"
                : $"尝试次数过多，请 {Math.Max(1, Math.Ceiling(Wait.TotalSeconds))} 秒后再试。",
        };
}
