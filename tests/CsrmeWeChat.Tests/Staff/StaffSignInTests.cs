using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Staff;
using OtpNet;

namespace CsrmeWeChat.Tests;

/// <summary>Signing in at the console, and who tries to without the right.</summary>
public sealed class StaffSignInTests(App app) : IClassFixture<App>
{
    private static readonly IPAddress Office = IPAddress.Parse("192.0.2.1"),
        Stranger = IPAddress.Parse("203.0.113.9");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SignInDesk Desk => app.Get<SignInDesk>();

    [Fact]
    public async Task The_right_password_opens_the_console_and_goes_back_to_where_one_wanted_to_go()
    {
        var (account, visitor) = (await app.NewAccountAsync(Role.Admin), app.NewVisitor());
        var page = await visitor.GetPageAsync("/staff/sign-in?back=/staff/accounts");

        var answer = await PostAsync(visitor, page, account.Login.ToUpperInvariant(), StaffArrange.Password, "/staff/accounts");

        Assert.Contains("新建账号", await visitor.FollowAsync(answer));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie =>
            cookie.StartsWith(StaffArrange.Cookie, StringComparison.Ordinal)
        );
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/staff")]
    [InlineData("/api/me")]
    public async Task It_goes_nowhere_else(string back)
    {
        var (account, visitor) = (await app.NewAccountAsync(Role.Admin), app.NewVisitor());

        var answer = await PostAsync(visitor, await visitor.GetPageAsync("/staff/sign-in"), account.Login, StaffArrange.Password, back);

        Assert.Equal("/staff/begin", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_are_answered_alike()
    {
        var (account, visitor) = (await app.NewAccountAsync(Role.Admin), app.NewVisitor());
        var page = await visitor.GetPageAsync("/staff/sign-in");

        var wrong = await TestStaff.PageOf(await PostAsync(visitor, page, account.Login, "错误的密码"));
        var unknown = await TestStaff.PageOf(await PostAsync(visitor, page, "no.such.one", "错误的密码"));

        Assert.Contains("账号或密码不对", wrong);
        Assert.Contains("账号或密码不对", unknown);
    }

    [Fact]
    public async Task Ten_thousand_wrong_passwords_reach_the_hasher_thirty_times_and_keep_nobody_else_out()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var outcomes = new List<SignInOutcome>();

        for (var i = 0; i < 10_000; i++)
        {
            outcomes.Add(
                (await Desk.SignInAsync(i % 2 == 0 ? account.Login : $"guess{i}", "错误的密码", new(Stranger), app.Now, Ct)).Outcome
            );
        }

        Assert.Equal(0, outcomes.Count(outcome => outcome is SignInOutcome.Right));
        Assert.InRange(outcomes.Count(outcome => outcome is SignInOutcome.Wrong), 1, SignInLimits.PerAddress);
        Assert.Equal(
            SignInOutcome.TooOften,
            (await Desk.SignInAsync(account.Login, StaffArrange.Password, new(Stranger), app.Now, Ct)).Outcome
        );
        Assert.Equal(SignInOutcome.Right, (await Desk.SignInAsync(account.Login, StaffArrange.Password, new(Office), app.Now, Ct)).Outcome);
    }

    [Fact]
    public async Task Each_failure_of_an_account_from_an_address_makes_the_next_attempt_wait_longer()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var (address, now, waits) = (IPAddress.Parse("198.51.100.7"), app.Now, new List<double>());

        for (var failures = 0; failures < 8; failures++)
        {
            Assert.Equal(SignInOutcome.Wrong, (await Desk.SignInAsync(account.Login, "错误的密码", new(address), now, Ct)).Outcome);
            var again = await Desk.SignInAsync(account.Login, StaffArrange.Password, new(address), now, Ct);
            if (again.Outcome is SignInOutcome.Right)
            {
                // The first few are free; being right clears the count, so it is made up again.
                for (var i = 0; i <= failures; i++)
                {
                    await Desk.SignInAsync(account.Login, "错误的密码", new(address), now, Ct);
                }
                again = default;
            }
            waits.Add(again.Wait.TotalSeconds);
            now += again.Wait;
        }

        Assert.Equal(waits.Order(), waits);
        Assert.True(waits[^1] >= 16, string.Join(' ', waits));
        Assert.Equal(TimeSpan.FromMinutes(15), SignInLimits.Delay(1000));
    }

    [Fact]
    public async Task Of_many_attempts_at_once_with_a_delay_due_one_is_let_through()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var (limits, address) = (app.Get<SignInLimits>(), IPAddress.Parse("198.51.100.8"));
        for (var i = 0; i < SignInLimits.Free; i++)
        {
            await limits.TakeAsync(account.Login, address, device: null, app.Now, Ct);
        }
        var later = app.Now + SignInLimits.Delay(SignInLimits.Free);

        var waits = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => limits.TakeAsync(account.Login, address, device: null, later, Ct))
        );

        Assert.Single(waits, wait => wait is null);
    }

    [Fact]
    public async Task A_disabled_account_cannot_sign_in_and_its_sessions_are_over()
    {
        var account = await app.NewAccountAsync(Role.Secretary);
        var staff = await app.SignedInAsync(account);

        await app.Get<StaffStore>().SetDisabledAsync(staff.Actor, account.Id, disabled: true, app.Now, Ct);

        Assert.Equal(SignInOutcome.Wrong, (await Desk.SignInAsync(account.Login, StaffArrange.Password, new(Office), app.Now, Ct)).Outcome);
        Assert.Equal(HttpStatusCode.Redirect, (await staff.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task A_first_password_is_good_for_changing_it_only_and_ends_the_other_sessions()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var store = app.Get<StaffStore>();
        await store.ResetAsync(StaffAccountTests.Boss, account.Id, "第一次给的密码 0815", totpOff: false, app.Now, Ct);
        var (staff, other) = (await app.SignedInAsync(account), await app.SignedInAsync(account));

        Assert.Equal("/staff/password", (await staff.GetAsync("/staff/accounts")).Headers.Location!.OriginalString);
        var token = TestStaff.TokenIn(await staff.Http.GetStringAsync("/staff/password", Ct));
        Task<HttpResponseMessage> ChangeAsync(string current, string wanted, string again) =>
            staff.Http.PostAsync(
                "/staff/password",
                new FormUrlEncodedContent([
                    KeyValuePair.Create("Current", current),
                    KeyValuePair.Create("New", wanted),
                    KeyValuePair.Create("Again", again),
                    KeyValuePair.Create(TestStaff.TokenField, token),
                ]),
                Ct
            );

        Assert.Contains(
            "现在的密码不对",
            await TestStaff.PageOf(await ChangeAsync("错误的密码", "一个新的好密码 42", "一个新的好密码 42"))
        );
        Assert.Contains(
            "不一致",
            await TestStaff.PageOf(await ChangeAsync("第一次给的密码 0815", "一个新的好密码 42", "一个新的好密码 43"))
        );
        Assert.Contains("至少", await TestStaff.PageOf(await ChangeAsync("第一次给的密码 0815", "太短", "太短")));
        await staff.FollowAsync(await ChangeAsync("第一次给的密码 0815", "一个新的好密码 42", "一个新的好密码 42"));

        Assert.Contains("新建账号", await staff.GetPageAsync("/staff/accounts"));
        Assert.StartsWith("/staff/sign-in", (await other.GetAsync("/staff")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_code_of_the_authenticator_is_good_once_and_so_is_a_recovery_code()
    {
        var (me, secret, recovery) = await EnrolAsync();
        var code = new Totp(secret).ComputeTotp(app.Now.UtcDateTime.AddMinutes(5));
        var later = app.Now.AddMinutes(5);
        async Task<SignInOutcome> TryAsync(string typed) => (await Desk.PassSecondFactorAsync(me, typed, new(Office), later, Ct)).Outcome;

        Assert.Equal(SignInOutcome.Right, await TryAsync(code));
        Assert.Equal(SignInOutcome.Wrong, await TryAsync(code));
        Assert.Equal(SignInOutcome.Right, await TryAsync(recovery.ToLowerInvariant().Replace("-", " ")));
        Assert.Equal(SignInOutcome.Wrong, await TryAsync(recovery));
    }

    [Fact]
    public async Task Codes_cannot_be_guessed_one_after_another()
    {
        var (me, _, _) = await EnrolAsync();
        var address = IPAddress.Parse("198.51.100.20");

        var outcomes = new List<SignInOutcome>();
        for (var guess = 0; guess < 200; guess++)
        {
            outcomes.Add((await Desk.PassSecondFactorAsync(me, $"{guess:D6}", new(address), app.Now, Ct)).Outcome);
        }

        Assert.InRange(outcomes.Count(outcome => outcome is not SignInOutcome.TooOften), 1, SignInLimits.Free);
    }

    [Fact]
    public async Task With_a_second_factor_the_password_alone_opens_nothing()
    {
        var (me, _, _) = await EnrolAsync();
        var staff = await app.SignedInAsync((await app.Get<StaffStore>().FindAsync(me.Id, Ct))!);

        Assert.Equal("/staff/second-factor", (await staff.GetAsync("/staff")).Headers.Location!.OriginalString);
        Assert.Equal("/staff/second-factor", (await staff.GetAsync("/staff/two-step")).Headers.Location!.OriginalString);
        Assert.Equal("/staff/second-factor", (await staff.GetAsync("/staff/password")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_authenticator_s_secret_stands_sealed_in_the_database()
    {
        var (me, secret, _) = await EnrolAsync();

        var stored = await app.Get<Database>().FindAsync<string>("SELECT totp_sealed FROM staff WHERE id = @Id", new { me.Id }, Ct);

        Assert.StartsWith("k1:", stored);
        Assert.DoesNotContain(Base32Encoding.ToString(secret), stored);
    }

    [Fact]
    public async Task A_session_that_opened_while_the_account_was_being_disabled_is_good_for_nothing()
    {
        var account = await app.NewAccountAsync(Role.Secretary);
        await app.Get<Database>().ExecuteAsync("UPDATE staff SET disabled_at = @Now WHERE id = @Id", new { app.Now, account.Id }, Ct);

        var token = await app.Get<StaffSessions>().OpenAsync(account.Id, "", "", app.Now, Ct);

        Assert.Null(await app.Get<StaffSessions>().FindAsync(token, app.Now, Ct));
    }

    [Fact]
    public async Task A_session_is_over_after_two_idle_hours_and_after_twelve_in_any_case()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var sessions = app.Get<StaffSessions>();
        var (idle, busy) = (
            await sessions.OpenAsync(account.Id, "", "", app.Now, Ct),
            await sessions.OpenAsync(account.Id, "", "", app.Now, Ct)
        );

        for (var hours = 1.0; hours < 12; hours++)
        {
            Assert.NotNull(await sessions.FindAsync(busy, app.Now.AddHours(hours), Ct));
        }

        Assert.Null(await sessions.FindAsync(idle, app.Now.AddHours(2), Ct));
        Assert.Null(await sessions.FindAsync(busy, app.Now.AddHours(12), Ct));
    }

    private async Task<(CurrentStaff Me, byte[] Secret, string Recovery)> EnrolAsync()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var sessions = app.Get<StaffSessions>();
        var me = (await sessions.FindAsync(await sessions.OpenAsync(account.Id, "", "", app.Now, Ct), app.Now, Ct))!;
        var twoStep = app.Get<TwoStep>();
        var sealedSecret = twoStep.NewSecret(me.Id);
        var secret = Base32Encoding.ToBytes(twoStep.Show(me.Id, me.Login, sealedSecret).Secret);
        var step = twoStep.StepOf(me.Id, sealedSecret, new Totp(secret).ComputeTotp(app.Now.UtcDateTime), app.Now);
        var codes = await app.Get<OwnAccount>().SetTotpAsync(me, sealedSecret, step!.Value, app.Now, Ct);
        return (me, secret, codes[0]);
    }

    private static Task<HttpResponseMessage> PostAsync(TestStaff visitor, string page, string login, string password, string back = "") =>
        visitor.Http.PostAsync(
            "/staff/sign-in",
            new FormUrlEncodedContent([
                KeyValuePair.Create("Login", login),
                KeyValuePair.Create("Password", password),
                KeyValuePair.Create("Back", back),
                KeyValuePair.Create(TestStaff.TokenField, TestStaff.TokenIn(page)),
            ]),
            Ct
        );
}
