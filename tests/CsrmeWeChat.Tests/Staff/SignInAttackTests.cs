using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Staff;
using OtpNet;

namespace CsrmeWeChat.Tests;

/// <summary>Somebody guesses at the console's accounts, from one address or from very many.</summary>
public sealed class SignInAttackTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SignInDesk Desk => app.Get<SignInDesk>();

    [Fact]
    public async Task Six_hundred_codes_from_two_hundred_networks_are_not_compared()
    {
        var (account, secret, _) = await EnrolledAsync();
        var outcomes = new List<SignInOutcome>();

        for (var guess = 0; guess < 600; guess++)
        {
            var me = await HalfwayAsync(account);
            var from = new Visitor(IPAddress.Parse($"2001:db8:{guess % 200:x}::1"));
            outcomes.Add((await Desk.PassSecondFactorAsync(me, "000000", from, app.Now, Ct)).Outcome);
        }
        var right = new Totp(secret).ComputeTotp(app.Now.AddMinutes(5).UtcDateTime);
        var late = await Desk.PassSecondFactorAsync(
            await HalfwayAsync(account),
            right,
            new(IPAddress.Parse("2001:db8:ffff::1")),
            app.Now.AddMinutes(5),
            Ct
        );

        Assert.Equal(SignInLimits.CodesPerAccount, outcomes.Count(outcome => outcome is SignInOutcome.Wrong));
        Assert.Equal(SignInOutcome.TooOften, late.Outcome);
    }

    [Fact]
    public async Task Too_many_wrong_codes_end_the_sessions_that_have_not_passed_and_the_trail_says_so()
    {
        var (account, _, _) = await EnrolledAsync();
        var passed = await HalfwayAsync(account);
        await app.Get<Database>()
            .ExecuteAsync("UPDATE staff_sessions SET second_factor_at = @Now WHERE id = @SessionId", new { app.Now, passed.SessionId }, Ct);
        var guesser = await HalfwayAsync(account);

        await GuessAsync(guesser, SignInLimits.CodesPerAccount);

        var left = await app.Get<Database>().ListAsync<long>("SELECT id FROM staff_sessions WHERE staff_id = @Id", new { account.Id }, Ct);
        Assert.Contains(passed.SessionId, left);
        Assert.DoesNotContain(guesser.SessionId, left);
        Assert.Contains("staff.codes_stopped", await ToldOfAsync(account));
    }

    [Fact]
    public async Task The_owner_gets_in_meanwhile_by_a_recovery_code_or_at_a_device_that_is_known()
    {
        var (account, secret, recovery) = await EnrolledAsync();
        var office = new Visitor(IPAddress.Parse("192.0.2.50"));
        var first = await Desk.PassSecondFactorAsync(await HalfwayAsync(account), recovery[0], office, app.Now, Ct);
        await GuessAsync(await HalfwayAsync(account), SignInLimits.CodesPerAccount);
        var later = app.Now.AddMinutes(5);
        var code = new Totp(secret).ComputeTotp(later.UtcDateTime);

        var elsewhere = new Visitor(IPAddress.Parse("192.0.2.51"));
        Assert.Equal(
            SignInOutcome.TooOften,
            (await Desk.PassSecondFactorAsync(await HalfwayAsync(account), code, elsewhere, later, Ct)).Outcome
        );
        Assert.Equal(
            SignInOutcome.Right,
            (await Desk.PassSecondFactorAsync(await HalfwayAsync(account), recovery[1], elsewhere, later, Ct)).Outcome
        );
        Assert.Equal(
            SignInOutcome.Right,
            (await Desk.PassSecondFactorAsync(await HalfwayAsync(account), code, office with { Device = first.Device }, later, Ct)).Outcome
        );
    }

    [Fact]
    public async Task Guesses_in_the_venue_s_network_do_not_lock_out_a_device_that_signed_in_before()
    {
        var account = await app.NewAccountAsync(Role.Redeemer);
        var venue = new Visitor(IPAddress.Parse("198.51.100.77"));
        var device = (await Desk.SignInAsync(account.Login, StaffArrange.Password, venue, app.Now, Ct)).Device;
        for (var guess = 0; guess <= SignInLimits.PerAddress; guess++)
        {
            await Desk.SignInAsync($"nobody{guess}", "错误的密码", venue, app.Now, Ct);
            await Desk.SignInAsync(account.Login, "错误的密码", venue, app.Now, Ct);
        }

        Assert.Equal(SignInOutcome.TooOften, (await Desk.SignInAsync(account.Login, StaffArrange.Password, venue, app.Now, Ct)).Outcome);
        Assert.Equal(
            SignInOutcome.Right,
            (await Desk.SignInAsync(account.Login, StaffArrange.Password, venue with { Device = device }, app.Now, Ct)).Outcome
        );
    }

    [Fact]
    public async Task Guesses_at_a_known_device_are_slowed_too()
    {
        var (mine, other) = (await app.NewAccountAsync(Role.Admin), await app.NewAccountAsync(Role.Admin));
        var venue = new Visitor(IPAddress.Parse("198.51.100.78"));
        venue = venue with { Device = (await Desk.SignInAsync(mine.Login, StaffArrange.Password, venue, app.Now, Ct)).Device };
        var outcomes = new List<SignInOutcome>();

        for (var guess = 0; guess < 100; guess++)
        {
            outcomes.Add((await Desk.SignInAsync(mine.Login, "错误的密码", venue, app.Now, Ct)).Outcome);
            outcomes.Add((await Desk.SignInAsync(other.Login, "错误的密码", venue, app.Now, Ct)).Outcome);
        }

        Assert.Equal(2 * SignInLimits.Free, outcomes.Count(outcome => outcome is SignInOutcome.Wrong));
    }

    [Fact]
    public async Task A_device_is_known_to_its_own_account_only()
    {
        var (mine, other) = (await app.NewAccountAsync(Role.Admin), await app.NewAccountAsync(Role.Admin));
        var venue = new Visitor(IPAddress.Parse("198.51.100.80"));
        var device = (await Desk.SignInAsync(mine.Login, StaffArrange.Password, venue, app.Now, Ct)).Device;
        for (var guess = 0; guess <= SignInLimits.PerAddress; guess++)
        {
            await Desk.SignInAsync($"nobody{guess}", "错误的密码", venue, app.Now, Ct);
        }

        Assert.Equal(SignInOutcome.Right, await OutcomeAsync(mine));
        Assert.Equal(SignInOutcome.TooOften, await OutcomeAsync(other));

        async Task<SignInOutcome> OutcomeAsync(StaffMember account) =>
            (await Desk.SignInAsync(account.Login, StaffArrange.Password, venue with { Device = device }, app.Now, Ct)).Outcome;
    }

    [Fact]
    public async Task A_password_that_is_reset_makes_every_device_unknown()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var here = new Visitor(IPAddress.Parse("198.51.100.79"));
        var device = (await Desk.SignInAsync(account.Login, StaffArrange.Password, here, app.Now, Ct)).Device;

        await app.Get<StaffStore>().ResetAsync(StaffAccountTests.Boss, account.Id, "另一个好密码 8130", totpOff: false, app.Now, Ct);

        Assert.Null(await app.Get<KnownDevices>().FindAsync(account.Id, device, app.Now, Ct));
    }

    [Fact]
    public async Task The_browser_keeps_its_device_and_a_planted_one_is_replaced()
    {
        var (account, visitor) = (await app.NewAccountAsync(Role.Admin), app.NewVisitor());
        var planted = new string('p', 43);
        visitor.Cookies.Add(new Cookie("csrme-device", planted, "/", "localhost"));

        async Task<string> SignInAsync()
        {
            var page = await visitor.GetPageAsync("/staff/sign-in");
            var answer = await visitor.Http.PostAsync(
                "/staff/sign-in",
                new FormUrlEncodedContent([
                    KeyValuePair.Create("Login", account.Login),
                    KeyValuePair.Create("Password", StaffArrange.Password),
                    KeyValuePair.Create(TestStaff.TokenField, TestStaff.TokenIn(page)),
                ]),
                Ct
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return visitor.Cookies.GetAllCookies().Single(cookie => cookie.Name == "csrme-device").Value;
        }

        var first = await SignInAsync();
        Assert.NotEqual(planted, first);
        Assert.Equal(first, await SignInAsync());
        Assert.NotNull(await app.Get<KnownDevices>().FindAsync(account.Id, first, app.Now, Ct));
    }

    [Fact]
    public async Task The_trail_tells_of_failures_in_sum_once_their_hour_is_over()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        for (var guess = 0; guess < 7; guess++)
        {
            await Desk.SignInAsync(account.Login, "错误的密码", new(IPAddress.Parse($"203.0.113.{guess + 100}")), app.Now, Ct);
        }
        var failures = app.Get<SignInFailures>();

        await failures.TellAsync(app.Now, Ct);
        Assert.DoesNotContain("staff.wrong_passwords", await ToldOfAsync(account));
        await failures.TellAsync(app.Now.AddHours(1), Ct);
        await failures.TellAsync(app.Now.AddHours(1), Ct);

        var told = await app.Get<Database>()
            .ListAsync<string>(
                "SELECT after_values FROM audit_events WHERE action = 'staff.wrong_passwords' AND target_id = @Id",
                new { account.Id },
                Ct
            );
        Assert.Contains("\"failures\":7", Assert.Single(told));
        var boss = await app.NewStaffAsync(Role.Admin);
        Assert.Contains("密码输错", await boss.GetPageAsync("/staff/audit"));
    }

    [Fact]
    public async Task Setting_up_a_second_factor_asks_for_the_password()
    {
        var staff = await app.NewStaffAsync(Role.Admin);
        var twoStep = app.Get<TwoStep>();
        var secret = twoStep.NewSecret(staff.Id);
        var code = new Totp(Base32Encoding.ToBytes(twoStep.Show(staff.Id, staff.Login, secret).Secret)).ComputeTotp(app.Now.UtcDateTime);
        Task<HttpResponseMessage> EnrolAsync(string password) =>
            staff.PostAsync("/staff/two-step", ("Secret", secret), ("Code", code), ("Password", password));

        Assert.Contains("现在的密码不对", await TestStaff.PageOf(await EnrolAsync("错误的密码")));
        Assert.False((await app.Get<StaffStore>().FindAsync(staff.Id, Ct))!.HasTotp);
        Assert.Contains("请保存恢复码", await TestStaff.PageOf(await EnrolAsync(StaffArrange.Password)));
    }

    [Theory]
    [InlineData("1234567890", true)]
    [InlineData("qwertyuiop", true)]
    [InlineData("1q2w3e4r5t", true)]
    [InlineData("Password123", true)]
    [InlineData("aaaabbbbcccc", true)]
    [InlineData("abcdefghij", true)]
    [InlineData("csrme2026!", true)]
    [InlineData("li.xiaoming1", true)]
    [InlineData("0123456789", true)]
    [InlineData("iloveyou1314", true)]
    [InlineData("浮桥-铁锅-四月-橘子", false)]
    [InlineData("vague otter lamp 41", false)]
    [InlineData("x7Gq-m2Rd-tt4k", false)]
    public void A_password_that_is_guessed_first_is_refused(string password, bool refused) =>
        Assert.Equal(refused, Passwords.WhyRefused(password, "li.xiaoming") is not null);

    [Fact]
    public void The_passwords_that_are_given_out_and_the_longest_are_taken()
    {
        Assert.Null(Passwords.WhyRefused(Passwords.New(), "li.xiaoming"));
        Assert.Null(
            Passwords.WhyRefused(string.Concat(Enumerable.Range(0, 64).Select(i => (char)('一' + (i * 37)))) + Passwords.New(), "li")
        );
    }

    [Fact]
    public async Task Attempts_that_no_longer_count_go_however_many_there_are()
    {
        var rows = Enumerable
            .Range(0, 2_500)
            .Select(object?[] (i) => [$"old{i:D61}", 1, app.Now.AddDays(-2), app.Now.AddDays(-1)])
            .ToList();
        await app.Get<Database>().InsertManyAsync("INSERT INTO sign_in_attempts (key_hash, attempts, next_at, forget_at)", rows, Ct);

        var statements = await app.Services.WatchAsync(() => app.Get<SignInLimits>().RemoveOldAsync(app.Now, Ct));

        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM sign_in_attempts WHERE key_hash LIKE 'old%'", ct: Ct)
        );
        Assert.NotNull(statements);
    }

    private async Task GuessAsync(CurrentStaff me, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            var from = new Visitor(IPAddress.Parse($"2001:db8:1:{guess:x}::1"));
            await Desk.PassSecondFactorAsync(me, "000000", from, app.Now, Ct);
        }
    }

    private Task<IReadOnlyList<string>> ToldOfAsync(StaffMember account) =>
        app.Get<Database>()
            .ListAsync<string>("SELECT action FROM audit_events WHERE kind = 'staff' AND target_id = @Id", new { account.Id }, Ct);

    /// <summary>A session whose password was right, and nothing more.</summary>
    private async Task<CurrentStaff> HalfwayAsync(StaffMember account)
    {
        var sessions = app.Get<StaffSessions>();
        return (await sessions.FindAsync(await sessions.OpenAsync(account.Id, "", "", app.Now, Ct), app.Now, Ct))!;
    }

    private async Task<(StaffMember Account, byte[] Secret, IReadOnlyList<string> Recovery)> EnrolledAsync()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var (me, twoStep) = (await HalfwayAsync(account), app.Get<TwoStep>());
        var sealedSecret = twoStep.NewSecret(me.Id);
        var secret = Base32Encoding.ToBytes(twoStep.Show(me.Id, me.Login, sealedSecret).Secret);
        var step = twoStep.StepOf(me.Id, sealedSecret, new Totp(secret).ComputeTotp(app.Now.UtcDateTime), app.Now);
        var codes = await app.Get<OwnAccount>().SetTotpAsync(me, sealedSecret, step!.Value, app.Now, Ct);
        return ((await app.Get<StaffStore>().FindAsync(account.Id, Ct))!, secret, codes);
    }
}
