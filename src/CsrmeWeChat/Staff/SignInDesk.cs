using System.Net;
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
    Passwords passwords,
    TwoStep twoStep,
    AuditTrail audit
)
{
    /// <summary>A session where the password is right; its next stage follows from the account.</summary>
    public async Task<SignInResult> SignInAsync(
        string login,
        string password,
        IPAddress? address,
        string agent,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        login = StaffStore.LoginOf(login);
        if (await limits.TakeAsync(login, address, now, ct) is { } wait)
        {
            return new SignInResult(SignInOutcome.TooOften, Wait: wait);
        }
        var account = await staff.FindByLoginAsync(login, ct);
        if (!await passwords.IsRightAsync(account is { DisabledAt: null } ? account.PasswordHash : null, password, ct))
        {
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(login, address, ct);
        var token = await sessions.OpenAsync(account!.Id, $"{address}", agent, now, ct);
        await audit.AddAsync(
            account.Actor,
            new Change("staff.sign_in", "staff", account.Id, account.Login, After: new { address = $"{address}" }),
            now,
            ct
        );
        return new SignInResult(SignInOutcome.Right, token);
    }

    /// <summary>The code of the authenticator, or a recovery code, which is then used up.</summary>
    public async Task<SignInResult> PassSecondFactorAsync(
        CurrentStaff me,
        string code,
        IPAddress? address,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var account = $"second factor of {me.Login}";
        if (await limits.TakeAsync(account, address, now, ct) is { } wait)
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
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(account, address, ct);
        return new SignInResult(SignInOutcome.Right);
    }

    /// <summary>The current password, asked for again before something weighty, under the same limits.</summary>
    public async Task<SignInResult> ConfirmAsync(
        CurrentStaff me,
        string password,
        IPAddress? address,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await limits.TakeAsync(me.Login, address, now, ct) is { } wait)
        {
            return new SignInResult(SignInOutcome.TooOften, Wait: wait);
        }
        if (!await passwords.IsRightAsync((await staff.FindAsync(me.Id, ct))?.PasswordHash, password, ct))
        {
            return new SignInResult(SignInOutcome.Wrong);
        }
        await limits.ForgetAsync(me.Login, address, ct);
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
/// <param name="Wait">Until the next attempt.</param>
public readonly record struct SignInResult(SignInOutcome Outcome, string? Token = null, TimeSpan Wait = default)
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
