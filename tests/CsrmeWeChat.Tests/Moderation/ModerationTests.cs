using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.People;
using Microsoft.Extensions.DependencyInjection;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.ModerationArrange;

namespace CsrmeWeChat.Tests;

/// <summary>What WeChat is asked, once, and what becomes of each way in which it answers or does not.</summary>
public sealed class ModerationTests : IClassFixture<App>
{
    private const string TextApi = "/wxa/msg_sec_check",
        MediaApi = "/wxa/media_check_async";

    private readonly App app;

    public ModerationTests(App app)
    {
        this.app = app;
        app.ServeFiles();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("一段平常的文字", CheckState.Passed, CheckReason.None, Suggestion.Pass, "")]
    [InlineData("有些可疑的文字", CheckState.Human, CheckReason.Review, Suggestion.Review, "其他")]
    [InlineData("违规的文字", CheckState.Human, CheckReason.Risky, Suggestion.Risky, "违法犯罪")]
    public async Task A_text_is_judged_at_once(string text, CheckState state, CheckReason reason, Suggestion said, string found)
    {
        var phone = await app.NewPhoneAsync();
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", text));
        Assert.Equal(CheckState.Waiting, (await app.CheckAsync(subject)).State);

        await app.ModerateAsync();

        var check = await app.CheckAsync(subject);
        Assert.Equal((state, reason, said, found), (check.State, check.Reason, check.Suggestion, check.Found));
        Assert.Equal((app.Now, app.Now), (check.AskedAt, check.SettledAt));
    }

    [Theory]
    [InlineData(250, 250, 250, CheckState.Passed, CheckReason.None)]
    [InlineData(255, 0, 0, CheckState.Human, CheckReason.Risky)]
    [InlineData(255, 255, 0, CheckState.Human, CheckReason.Review)]
    public async Task A_picture_is_fetched_by_WeChat_and_judged(int red, int green, int blue, CheckState state, CheckReason reason)
    {
        var phone = await app.NewPhoneAsync();
        var picture = NewJpeg(red, green, blue);
        var subject = await app.NewAskedAsync(phone, new PictureQuestion("frame:12.5", await app.Services.NewFileAsync(picture)));

        await app.ModerateAsync();
        var asked = await app.CheckAsync(subject);
        var found = await app.FoundAsync(phone);
        await app.TellAsync(phone);

        Assert.Equal(CheckState.Asked, asked.State);
        Assert.Equal((2, picture.Length), (found.MediaType, found.Bytes));
        var check = await app.CheckAsync(subject);
        Assert.Equal((state, reason), (check.State, check.Reason));
    }

    [Theory]
    [InlineData("岩石", CheckState.Passed)]
    [InlineData("违规", CheckState.Human)]
    public async Task A_sound_is_asked_about_as_a_sound(string words, CheckState state)
    {
        var phone = await app.NewPhoneAsync();
        var file = await app.Services.NewFileAsync(Encoding.UTF8.GetBytes($"ID3{words}"), ".mp3");
        var subject = await app.NewAskedAsync(phone, new SoundQuestion("sound", file));

        await app.ModerateAsync();
        await app.TellAsync(phone, callback: Pushed.Plain);

        Assert.Equal((1, state), ((await app.FoundAsync(phone)).MediaType, (await app.CheckAsync(subject)).State));
    }

    [Fact]
    public async Task A_text_of_10_000_characters_is_asked_in_pieces_that_all_must_pass()
    {
        var phone = await app.NewPhoneAsync();
        var text = $"岩{string.Concat(Enumerable.Repeat("😀", 5_000))}违规";
        var subject = await app.NewAskedAsync(phone, new TextQuestion("statement", text));

        await app.ModerateAsync();

        var checks = await app.Services.ChecksAsync(subject);
        Assert.Equal(Enumerable.Range(1, checks.Count), checks.Select(check => check.Piece).Order());
        Assert.Single(checks, check => check.Reason is CheckReason.Risky);
        Assert.Equal(checks.Count - 1, checks.Count(check => check.State is CheckState.Passed));
        Assert.Equal(ModerationState.NeedsHuman, await SumAsync(subject));
        Assert.Equal(checks.Count, app.WeChat.Received(TextApi, phone.OpenId).Count);
    }

    [Fact]
    public async Task Asking_the_same_again_adds_nothing_and_another_text_does()
    {
        var phone = await app.NewPhoneAsync();
        Question[] questions = [new TextQuestion("title", "题目"), new TextQuestion("statement", "说明")];
        var subject = await app.NewAskedAsync(phone, questions);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Services.AskAsync(phone.OpenId, subject, app.Now, questions)));
        var once = await app.Services.ChecksAsync(subject);
        await app.ModerateAsync();
        var settled = await SumAsync(subject);
        await app.Services.AskAsync(phone.OpenId, subject, app.Now, new TextQuestion("title", "新的题目"));

        Assert.Equal(2, once.Count);
        Assert.Equal((ModerationState.Passed, ModerationState.Waiting), (settled, await SumAsync(subject)));
    }

    [Fact]
    public async Task Two_transactions_that_ask_the_same_at_once_leave_one_question()
    {
        var phone = await app.NewPhoneAsync();
        Question[] questions = [.. Enumerable.Range(0, 10).Select(i => new TextQuestion($"part:{i}", "文字"))];
        var subject = NewSubject();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Services.AskAsync(phone.OpenId, subject, app.Now, questions)));

        Assert.Equal(10, (await app.Services.ChecksAsync(subject)).Count);
    }

    [Fact]
    public async Task Jobs_of_several_nodes_at_once_ask_each_question_once()
    {
        var phone = await app.NewPhoneAsync();
        Question[] questions =
        [
            .. Enumerable.Range(0, 30).Select(i => new TextQuestion($"part:{i}", $"第 {i} 段")),
            new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(9, 9, 9))),
        ];
        var subject = await app.NewAskedAsync(phone, questions);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewNode().RunAsync(Ct)));

        Assert.Equal(30, app.WeChat.Received(TextApi, phone.OpenId).Count);
        Assert.Single(app.WeChat.Received(MediaApi, phone.OpenId));
        Assert.Equal(30, (await app.Services.ChecksAsync(subject)).Count(check => check.State is CheckState.Passed));
    }

    [Fact]
    public async Task A_check_of_an_older_version_decides_nothing_for_a_newer_one()
    {
        var phone = await app.NewPhoneAsync();
        var old = await app.NewAskedAsync(phone, new TextQuestion("title", "违规的题目"));
        await app.ModerateAsync();
        var newer = old with { Version = 2 };
        var unasked = await SumAsync(newer);
        await app.Services.AskAsync(phone.OpenId, newer, app.Now, new TextQuestion("title", "题目"));
        var waiting = await SumAsync(newer);
        await app.ModerateAsync();

        Assert.Equal((ModerationState.None, ModerationState.Waiting), (unasked, waiting));
        Assert.Equal((ModerationState.NeedsHuman, ModerationState.Passed), (await SumAsync(old), await SumAsync(newer)));
        Assert.Equal(2, (await app.Get<ModerationDesk>().SumAsync([newer, NewSubject()], Ct)).Count);
        Assert.Single(await app.Services.ChecksAsync(newer));
    }

    [Theory]
    [InlineData(45009, 24 * 60)]
    [InlineData(44991, 1)]
    public async Task A_spent_quota_pauses_the_whole_kind_and_burns_no_attempt(int errCode, int minutes)
    {
        var phone = await app.NewPhoneAsync();
        var fault = app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = errCode, Times = null });
        var subject = await app.NewAskedAsync(phone, [.. Enumerable.Range(0, 20).Select(i => new TextQuestion($"p{i}", "文字"))]);
        var picture = await app.NewAskedPictureAsync(phone);
        await app.ModerateAsync();

        var calls = app.WeChat.Received(TextApi, phone.OpenId).Count;
        var attempts = await Database.FindAsync<int>(
            "SELECT SUM(attempts) FROM moderation_checks WHERE subject_id = @Id AND state = 'waiting'",
            new { subject.Id },
            Ct
        );
        // Those that were under way with the one that was refused, and none after it.
        Assert.InRange(calls, 1, 8);
        Assert.Equal(0, attempts);
        Assert.Equal(CheckState.Asked, (await app.CheckAsync(picture)).State);
        app.WeChat.RemoveFault(fault.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await app.ModerateAsync();
        Assert.Equal(ModerationState.Passed, await SumAsync(subject));
    }

    [Fact]
    public async Task Who_was_away_for_two_hours_is_asked_about_at_the_next_visit()
    {
        var phone = await app.NewPhoneAsync();
        await app.Get<Visits>().TellAsync(Ct);
        app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = ErrCode.NotVisited });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        await app.ModerateAsync();
        var away = await app.CheckAsync(subject);
        app.Clock.Advance(Visits.Apart);
        await app.ModerateAsync();
        await app.Get<Visits>().TellAsync(Ct);
        var stillAway = await app.CheckAsync(subject);

        await phone.GetAsync("/api/me");
        await app.Get<Visits>().TellAsync(Ct);
        await app.ModerateAsync();

        Assert.Equal((CheckState.Visit, CheckState.Visit), (away.State, stillAway.State));
        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
    }

    [Fact]
    public async Task Who_signs_in_anew_is_there_again_at_once()
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = ErrCode.NotVisited });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        await app.Get<Visits>().TellAsync(Ct);
        await app.ModerateAsync();

        await phone.SignInAsync();
        await app.Get<Visits>().TellAsync(Ct);
        await app.ModerateAsync();

        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
    }

    [Fact]
    public async Task Who_does_not_come_back_within_a_week_is_left_to_a_human()
    {
        var phone = await app.NewPhoneAsync();
        await app.Get<Visits>().TellAsync(Ct);
        app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = ErrCode.NotVisited });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        await app.ModerateAsync();

        app.Clock.Advance(CheckStates.MaxAbsence);
        await app.ModerateAsync();

        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, CheckReason.NoVisit), (check.State, check.Reason));
    }

    [Theory]
    [InlineData(40003)]
    [InlineData(43104)]
    [InlineData(48001)]
    [InlineData(47001)]
    [InlineData(99999)]
    public async Task What_WeChat_refuses_is_a_human_s_with_its_number(int errCode)
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.AddFault(Fault(phone, MediaApi) with { ErrCode = errCode });

        var check = await app.CheckAsync(await app.NewAskedPictureAsync(phone));

        Assert.Equal((CheckState.Human, CheckReason.Refused, errCode), (check.State, check.Reason, check.ErrCode));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_a_human_s()
    {
        var phone = await app.NewPhoneAsync();
        var gone = await app.NewAskedAsync(phone, new PictureQuestion("frame:0", "test/none.jpg"));
        var nobody = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        await Database.ExecuteAsync(
            "UPDATE moderation_checks SET person_id = @person WHERE subject_id = @Id",
            new { nobody.Id, person = await Database.InsertAsync("INSERT INTO people (created_at) VALUES (@Now)", new { app.Now }, Ct) },
            Ct
        );

        await app.ModerateAsync();

        Assert.Equal(CheckReason.FileGone, (await app.CheckAsync(gone)).Reason);
        Assert.Equal(CheckReason.NoOpenId, (await app.CheckAsync(nobody)).Reason);
        Assert.Empty(app.WeChat.Received(MediaApi, phone.OpenId));
    }

    [Fact]
    public async Task What_WeChat_never_answers_is_a_human_s_in_the_end()
    {
        var phone = await app.NewPhoneAsync();
        var fault = app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = -1, Times = null });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));

        for (var turn = 0; turn < Asking.MaxAttempts; turn++)
        {
            await app.ModerateAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }
        app.WeChat.RemoveFault(fault.Id);
        await app.ModerateAsync();

        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, CheckReason.Unanswered), (check.State, check.Reason));
        // The client itself asks once more at once.
        Assert.Equal(2 * Asking.MaxAttempts, app.WeChat.Received(TextApi, phone.OpenId).Count);
    }

    [Theory]
    [InlineData("""{"errcode":0,"result":{"suggest":"pass","label":100}}""", CheckReason.Unclear)]
    [InlineData(
        """{"errcode":0,"result":{"suggest":"pass","label":20001},"detail":[{"errcode":0,"suggest":"pass"}]}""",
        CheckReason.Unclear
    )]
    [InlineData(
        """{"errcode":0,"result":{"suggest":"pass","label":100},"detail":[{"errcode":0,"suggest":"risky"}]}""",
        CheckReason.Unclear
    )]
    [InlineData("""{"errcode":0,"result":{"suggest":"pass","label":100},"detail":["pass"]}""", CheckReason.Unclear)]
    [InlineData("""{"errcode":0,"result":{"suggest":"Pass","label":100},"detail":[{"errcode":0,"suggest":"pass"}]}""", CheckReason.Unclear)]
    [InlineData("""{"errcode":0,"result":{"suggest":"risky","label":99999999999}}""", CheckReason.Risky)]
    public async Task An_odd_answer_about_a_text_is_a_human_s(string body, CheckReason reason)
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.AddFault(Fault(phone, TextApi) with { Body = body });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));

        await app.ModerateAsync();

        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, reason), (check.State, check.Reason));
    }

    [Theory]
    [InlineData("""{"result":{"suggest":"pass","label":100},"detail":[{"errcode":0,"suggest":"pass"}]}""", 1)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", 1)]
    // The client itself asks once more at once.
    [InlineData("<html>sign in to this network</html>", 2)]
    public async Task What_is_no_answer_is_asked_again(string body, int times)
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.AddFault(Fault(phone, TextApi) with { Body = body, Times = times });
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));

        await app.ModerateAsync();
        var first = await app.CheckAsync(subject);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.ModerateAsync();

        Assert.Equal((CheckState.Waiting, CheckState.Passed), (first.State, (await app.CheckAsync(subject)).State));
    }

    [Fact]
    public async Task An_account_that_is_out_of_order_waits_and_ends_with_a_human_after_a_day_and_a_half()
    {
        var phone = await app.NewPhoneAsync();
        var fault = app.WeChat.AddFault(Fault(phone, TextApi) with { ErrCode = 40164, Times = null });
        var (subject, other) = (NewSubject(), NewSubject());
        await app.Services.AskAsync(phone.OpenId, subject, app.Now, new TextQuestion("title", "题目"));
        for (var turn = 0; turn < 2 * Asking.MaxAttempts; turn++)
        {
            await app.ModerateAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var waiting = await app.CheckAsync(subject);
        app.Clock.Advance(Asking.MaxDelay);
        await app.Services.AskAsync(phone.OpenId, other, app.Now, new TextQuestion("title", "题目"));
        app.WeChat.RemoveFault(fault.Id);
        await app.ModerateAsync();

        Assert.Equal(CheckState.Waiting, waiting.State);
        Assert.Equal(CheckReason.TooLate, (await app.CheckAsync(subject)).Reason);
        Assert.Equal(CheckState.Passed, (await app.CheckAsync(other)).State);
    }

    [Fact]
    public async Task Of_an_erased_person_no_text_is_kept_and_nothing_open_passes()
    {
        var phone = await app.NewPhoneAsync();
        var text = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        var passed = await app.NewAskedAsync(phone, new TextQuestion("title", "另一题目"));
        await app.ModerateAsync();
        var waiting = await app.NewAskedAsync(phone, new TextQuestion("title", "第三题目"));
        var export = await phone.GetAsync("/api/me/export");

        (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        await app.ModerateAsync();

        Assert.Contains("第三题目", $"{export.GetProperty("checks")}", StringComparison.Ordinal);
        Assert.Equal(CheckReason.Erased, (await app.CheckAsync(waiting)).Reason);
        Assert.Equal((CheckState.Passed, ""), ((await app.CheckAsync(passed)).State, (await app.CheckAsync(text)).Content));
        Assert.Equal("", (await app.CheckAsync(waiting)).Content);
    }

    [Fact]
    public async Task Of_two_people_who_are_one_the_one_that_stays_is_asked_about()
    {
        var phone = await app.NewPhoneAsync(unionId: false);
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        var other = await app.NewPhoneAsync();
        app.WeChat.SetUnionId(phone.OpenId, other.User.UnionId);

        await phone.SignInAsync();
        await app.ModerateAsync();

        Assert.Equal(await app.Services.PersonAsync(other.OpenId), await app.Services.PersonAsync(phone.OpenId));
        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
    }

    [Fact]
    public async Task A_short_pause_does_not_end_a_long_one()
    {
        var leaser = app.Get<CheckLeaser>();
        await app.NewAskedAsync(await app.NewPhoneAsync(), new TextQuestion("title", "题目"));
        await leaser.PauseAsync(CheckApi.Text, app.Now.AddHours(1), Ct);
        await leaser.PauseAsync(CheckApi.Text, app.Now.AddSeconds(15), Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var early = await leaser.LeaseAsync(CheckApi.Text, 10, app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.ModerateAsync();

        Assert.Empty(early);
    }

    [Fact]
    public async Task Who_comes_back_just_when_a_human_gets_the_question_takes_it_from_nobody()
    {
        var phone = await app.NewPhoneAsync();
        var subject = await app.NewAskedAsync(phone, new TextQuestion("title", "题目"));
        await Database.ExecuteAsync("UPDATE moderation_checks SET state = 'visit' WHERE subject_id = @Id", new { subject.Id }, Ct);
        var person = await app.Services.PersonAsync(phone.OpenId);

        await app.Services.JustBeforeAsync(
            "UPDATE moderation_checks",
            "UPDATE moderation_checks SET state = 'human', due_at = NULL WHERE subject_id = @Id",
            new { subject.Id },
            () => app.Get<CheckStates>().ResumeAsync([person], app.Now, Ct)
        );

        Assert.Equal(CheckState.Human, (await app.CheckAsync(subject)).State);
    }

    [Fact]
    public async Task A_node_that_was_suspended_puts_off_nothing_that_another_asks_now()
    {
        var subject = await app.NewAskedAsync(await app.NewPhoneAsync(), new TextQuestion("title", "题目"));
        var (leaser, states) = (app.Get<CheckLeaser>(), app.Get<CheckStates>());
        var first = Assert.Single(await leaser.LeaseAsync(CheckApi.Text, 10, app.Now, Ct));
        app.Clock.Advance(CheckLeaser.Length);
        var second = Assert.Single(await leaser.LeaseAsync(CheckApi.Text, 10, app.Now, Ct));

        await states.PostponeAsync(first, app.Now, Ct);
        await states.GiveBackAsync(first, app.Now, Ct);
        await states.AwaitVisitAsync(first, Ct);
        await states.GiveUpAsync(first, CheckReason.Unanswered, errCode: 0, app.Now, Ct);
        var waiting = await app.CheckAsync(subject);
        var third = await leaser.LeaseAsync(CheckApi.Text, 10, app.Now, Ct);
        await states.GiveUpAsync(second, CheckReason.Refused, errCode: 1, app.Now, Ct);

        Assert.Equal(CheckState.Waiting, waiting.State);
        Assert.Empty(third);
        Assert.Equal(CheckReason.Refused, (await app.CheckAsync(subject)).Reason);
    }

    private Database Database => app.Get<Database>();

    /// <summary>The job as another node has it.</summary>
    private Moderate NewNode() => ActivatorUtilities.CreateInstance<Moderate>(app.Services);

    private async Task<ModerationState> SumAsync(Subject subject) => (await app.Get<ModerationDesk>().SumAsync([subject], Ct))[subject.Id];

    private static SandboxFault Fault(TestPhone phone, string api) => new() { Api = api, OpenId = phone.OpenId };
}
