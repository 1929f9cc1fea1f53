using System.Text.Json.Nodes;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;
using Microsoft.Extensions.DependencyInjection;
using WeChat;
using WeChat.Sandbox;
using WeChat.Sandbox.Media;
using static CsrmeWeChat.Tests.Support.ModerationArrange;

namespace CsrmeWeChat.Tests;

/// <summary>Verdicts that are pushed: early, late, twice, odd, or never.</summary>
public sealed class MediaVerdictTests : IClassFixture<App>
{
    private const string MediaApi = "/wxa/media_check_async";

    private readonly App app;

    public MediaVerdictTests(App app)
    {
        this.app = app;
        app.ServeFiles();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> OddVerdicts =>
        [
            """{"errcode":43104,"errmsg":"this appid does not have permission","detail":[],"result":null}""",
            """{"errcode":43104}""",
            """{"errcode":-1}""",
            """{"errcode":null}""",
            """{"errcode":"ok"}""",
            """{"errcode":99999999999}""",
            """{"errcode":[0,43104]}""",
            """{"version":null}""",
            """{"version":1}""",
            """{"version":3}""",
            """{"version":[2,2]}""",
            """{"version":null,"errcode":null,"result":null,"detail":[],"isrisky":0,"extra_info_json":"","status_code":0}""",
            """{"version":null,"errcode":null,"result":null,"detail":[],"isrisky":1,"extra_info_json":"","status_code":0}""",
            """{"result":null}""",
            """{"result":{}}""",
            """{"result":{"suggest":"pass"}}""",
            """{"result":{"suggest":"pass","label":20001}}""",
            """{"result":{"suggest":"pass","label":"harmless"}}""",
            """{"result":{"suggest":"review","label":20001}}""",
            """{"result":{"suggest":"risky","label":20002}}""",
            """{"result":{"suggest":"risky","label":null}}""",
            """{"result":{"suggest":"PASS","label":100}}""",
            """{"result":{"suggest":" pass","label":100}}""",
            """{"result":{"suggest":"passed","label":100}}""",
            """{"result":{"suggest":"unsure","label":100}}""",
            """{"result":{"suggest":"","label":100}}""",
            """{"result":"pass"}""",
            """{"result":[{"suggest":"pass","label":100},{"suggest":"risky","label":20002}]}""",
            """{"result":{"suggest":["pass","risky"],"label":100}}""",
            """{"result":{"suggest":{"pass":"pass"},"label":100}}""",
            """{"detail":null}""",
            """{"detail":[]}""",
            """{"detail":"pass"}""",
            """{"detail":[{}]}""",
            """{"detail":[{"strategy":"content_model","errcode":0,"suggest":"risky","label":20002,"prob":90}]}""",
            """{"detail":[{"strategy":"model","errcode":0,"suggest":"pass"},{"strategy":"keyword","errcode":0,"suggest":"review"}]}""",
            """{"detail":[{"strategy":"content_model","errcode":-1,"suggest":"pass","label":100}]}""",
        ];

    [Theory]
    [MemberData(nameof(OddVerdicts))]
    public async Task Nothing_but_a_whole_pass_passes(string odd)
    {
        foreach (var callback in (WeChat.Sandbox.Pushes.SandboxCallback[])[Pushed.PlainJson, Pushed.Plain])
        {
            var phone = await app.NewPhoneAsync();
            var subject = await app.NewAskedPictureAsync(phone);

            await app.TellAsync(phone, (JsonObject)JsonNode.Parse(odd)!, callback);

            var check = await app.CheckAsync(subject);
            Assert.Equal(CheckState.Human, check.State);
            Assert.Equal(
                odd.Contains("\"result\":{\"suggest\":\"risky\"", StringComparison.Ordinal),
                check.Suggestion is Suggestion.Risky && !odd.Contains("isrisky", StringComparison.Ordinal)
            );
            Assert.NotEqual(CheckReason.None, check.Reason);
        }
    }

    [Fact]
    public async Task A_verdict_that_overtakes_the_answer_counts()
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.Media.Plan(phone.OpenId, new SandboxVerdict { AnswerDelayMs = 2_000 });
        var picture = new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(255, 0, 0)));
        var subject = await app.NewAskedAsync(phone, picture);

        var asking = app.ModerateAsync();
        await app.TellAsync(phone);
        var before = await app.CheckAsync(subject);
        await asking;

        Assert.Equal(CheckState.Waiting, before.State);
        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, CheckReason.Risky), (check.State, check.Reason));
    }

    [Fact]
    public async Task An_id_and_its_verdict_that_are_written_at_the_same_moment_find_each_other()
    {
        var phone = await app.NewPhoneAsync();
        for (var round = 0; round < 20; round++)
        {
            var subject = await app.NewAskedAsync(phone, new PictureQuestion("frame:0", $"test/{round}.jpg"));
            var check = Assert.Single(await app.Get<CheckLeaser>().LeaseAsync(CheckApi.Media, 10, app.Now, Ct));
            var said = new WeChat.Callbacks.CheckedMedia($"race-{subject.Id}", new Verdict(Suggestion.Pass, 100), 0);

            await Task.WhenAll(
                Task.Run(() => app.Get<CheckStates>().HasAskedAsync(check, said.TraceId, app.Now, Ct), Ct),
                Task.Run(() => HearAsync(said), Ct),
                Task.Run(() => HearAsync(said), Ct)
            );

            Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
        }
    }

    [Fact]
    public async Task A_verdict_that_comes_three_times_and_twice_at_once_counts_once()
    {
        var phone = await app.NewPhoneAsync();
        var subject = await app.NewAskedPictureAsync(phone);
        var found = await app.FoundAsync(phone);

        // Each with a second of its own, so that the store of callbacks takes none for a repeat.
        for (var round = 0; round < 3; round++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.TellAsync(phone, found);
        }
        var said = WeChat.Callbacks.CheckedMedia.Read(WeChat.Callbacks.CallbackReader.Read(found.Fields!.ToJsonString())!)!;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => HearAsync(said), Ct)));

        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Passed, app.Now.AddSeconds(-2)), (check.State, check.SettledAt));
    }

    [Fact]
    public async Task A_verdict_on_what_nobody_asked_is_answered_success_and_forgotten_after_a_day()
    {
        var phone = await app.NewPhoneAsync();
        var fields = Verdict("pass");
        (fields["MsgType"], fields["Event"], fields["trace_id"]) = ("event", "wxa_media_check", $"unknown-{phone.OpenId}");
        (fields["version"], fields["errcode"]) = (2, 0);

        var answer = await app.PushAsync(Pushed.Mini, Pushed.PlainJson, phone.OpenId, fields);
        await app.HandleCallbacksAsync();
        var kept = await CountAsync();
        app.Clock.Advance(Moderate.Retention);
        await app.ModerateAsync();

        Assert.Equal("success", await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal((1, 0), (kept, await CountAsync()));
        Assert.Equal(0, await app.CountCallbacksAsync("error <> ''"));

        Task<int> CountAsync() =>
            Database.FindAsync<int>("SELECT COUNT(*) FROM moderation_traces WHERE trace_id LIKE 'unknown-%'", ct: Ct)!;
    }

    [Fact]
    public async Task Without_a_verdict_after_45_minutes_a_human_looks_and_sees_what_comes_later()
    {
        var phone = await app.NewPhoneAsync();
        var subject = await app.NewAskedPictureAsync(phone);
        app.Clock.Advance(CheckStates.MaxWait - TimeSpan.FromSeconds(1));
        await app.ModerateAsync();
        var patient = await app.CheckAsync(subject);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.ModerateAsync();
        var late = await app.CheckAsync(subject);

        await app.TellAsync(phone);

        Assert.Equal(CheckState.Asked, patient.State);
        Assert.Equal((CheckState.Human, CheckReason.TimedOut, null), (late.State, late.Reason, late.Suggestion));
        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, CheckReason.TimedOut, Suggestion.Pass), (check.State, check.Reason, check.Suggestion));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_could_not_be_fetched_is_offered_once_more_at_another_address(bool oldForm)
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.Media.Plan(phone.OpenId, new SandboxVerdict { ErrCode = ErrCode.DownloadFailed, OldForm = oldForm });
        var subject = await app.NewAskedPictureAsync(phone);
        await app.TellAsync(phone);
        var again = await app.CheckAsync(subject);
        await app.ModerateAsync();
        var first = (await app.FoundAsync(phone)).TraceId;
        await app.TellAsync(phone);

        var check = await app.CheckAsync(subject);
        Assert.Equal(CheckState.Waiting, again.State);
        Assert.Equal((CheckState.Human, CheckReason.NotFetched), (check.State, check.Reason));
        Assert.Equal(first, app.WeChat.Media.Checks(phone.OpenId)[0].TraceId);
        Assert.Equal(2, app.WeChat.Media.Checks(phone.OpenId).Select(asked => asked.Url).Distinct().Count());
        Assert.All(app.WeChat.Received(MediaApi, phone.OpenId), call => Assert.Equal(0, call.ErrCode));
    }

    [Fact]
    public async Task A_question_whose_answer_was_lost_is_asked_again_and_the_second_verdict_counts()
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.AddFault(
            new SandboxFault
            {
                Api = MediaApi,
                OpenId = phone.OpenId,
                Drop = DropConnection.AfterActing,
            }
        );
        var subject = await app.NewAskedPictureAsync(phone);
        var lost = await app.FoundAsync(phone);
        await app.TellAsync(phone, lost);
        var unknown = await app.CheckAsync(subject);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.ModerateAsync();
        var asked = await app.CheckAsync(subject);

        await app.TellAsync(phone);

        Assert.Equal((CheckState.Waiting, CheckState.Asked), (unknown.State, asked.State));
        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
        Assert.Equal(2, app.WeChat.Media.Checks(phone.OpenId).Select(check => check.Url).Distinct().Count());
    }

    [Theory]
    [InlineData("pass", "risky", CheckReason.Risky)]
    [InlineData("risky", "pass", CheckReason.Risky)]
    [InlineData("review", "risky", CheckReason.Review)]
    public async Task Of_two_verdicts_on_one_check_the_first_that_is_no_pass_wins(string first, string second, CheckReason reason)
    {
        var (phone, subject, checks) = await AskTwiceAsync();

        await app.TellAsync(phone, checks[0], Verdict(first));
        await app.TellAsync(phone, checks[1], Verdict(second));

        var check = await app.CheckAsync(subject);
        Assert.Equal((CheckState.Human, reason), (check.State, check.Reason));
    }

    [Fact]
    public async Task A_second_word_on_the_same_question_may_take_a_pass_back_and_never_give_one()
    {
        var phone = await app.NewPhoneAsync();
        var (taken, kept) = (await app.NewAskedPictureAsync(phone), (Subject?)null);
        await app.TellAsync(phone, Verdict("pass"));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.TellAsync(phone, Verdict("review", 20001));
        kept = await app.NewAskedPictureAsync(phone);
        await app.TellAsync(phone, Verdict("risky", 20002));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.TellAsync(phone, Verdict("pass"));

        Assert.Equal(CheckReason.Review, (await app.CheckAsync(taken)).Reason);
        Assert.Equal((CheckReason.Risky, "色情"), ((await app.CheckAsync(kept)).Reason, (await app.CheckAsync(kept)).Found));
    }

    [Fact]
    public async Task A_verdict_on_what_was_dropped_changes_nothing()
    {
        var phone = await app.NewPhoneAsync();
        var subject = await app.NewAskedPictureAsync(phone);
        await Database.TransactAsync(
            async tx =>
            {
                await ModerationDesk.DropAsync(tx, subject.Kind, subject.Id, Ct);
                return (true, true);
            },
            Ct
        );

        await app.TellAsync(phone);

        Assert.Empty(await app.Services.ChecksAsync(subject));
        Assert.Equal(ModerationState.None, (await app.Get<ModerationDesk>().SumAsync([subject], Ct))[subject.Id]);
    }

    [Fact]
    public async Task What_is_dropped_while_it_is_asked_leaves_no_trace()
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.Media.Plan(phone.OpenId, new SandboxVerdict { AnswerDelayMs = 1_000 });
        var picture = new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(1, 1, 1)));
        var subject = await app.NewAskedAsync(phone, picture);

        var asking = app.ModerateAsync();
        var trace = (await app.FoundAsync(phone)).TraceId;
        await Database.TransactAsync(
            async tx =>
            {
                await ModerationDesk.DropAsync(tx, subject.Kind, subject.Id, Ct);
                return (true, true);
            },
            Ct
        );
        await asking;

        Assert.Empty(await app.Services.ChecksAsync(subject));
        Assert.Equal(0, await Database.FindAsync<int>("SELECT COUNT(*) FROM moderation_traces WHERE trace_id = @trace", new { trace }, Ct));
    }

    [Fact]
    public async Task Of_two_verdicts_that_overtake_the_answer_the_one_that_is_no_pass_counts()
    {
        var subject = await app.NewAskedAsync(await app.NewPhoneAsync(), new PictureQuestion("frame:0", "test/early.jpg"));
        var check = Assert.Single(await app.Get<CheckLeaser>().LeaseAsync(CheckApi.Media, 10, app.Now, Ct));
        var trace = $"early-{subject.Id}";

        await HearAsync(new(trace, new Verdict(Suggestion.Risky, 20002), 0));
        await HearAsync(new(trace, new Verdict(Suggestion.Pass, 100), 0));
        await app.Get<CheckStates>().HasAskedAsync(check, trace, app.Now, Ct);

        Assert.Equal(CheckReason.Risky, (await app.CheckAsync(subject)).Reason);
    }

    [Fact]
    public async Task Of_two_verdicts_on_one_check_at_the_same_moment_the_one_that_is_no_pass_stands()
    {
        var phone = await app.NewPhoneAsync();
        for (var round = 0; round < 40; round++)
        {
            var subject = await app.NewAskedAsync(phone, new PictureQuestion("frame:0", $"test/both-{round}.jpg"));
            var check = Assert.Single(await app.Get<CheckLeaser>().LeaseAsync(CheckApi.Media, 10, app.Now, Ct));
            var (pass, risky) = ($"pass-{subject.Id}", $"risky-{subject.Id}");
            await app.Get<CheckStates>().HasAskedAsync(check, pass, app.Now, Ct);
            await app.Get<CheckStates>().HasAskedAsync(check, risky, app.Now, Ct);

            await Task.WhenAll(
                Task.Run(() => HearAsync(new(pass, new Verdict(Suggestion.Pass, 100), 0)), Ct),
                Task.Run(() => HearAsync(new(risky, new Verdict(Suggestion.Risky, 20002), 0)), Ct)
            );

            Assert.Equal(CheckReason.Risky, (await app.CheckAsync(subject)).Reason);
        }
    }

    [Fact]
    public async Task What_has_passed_is_not_asked_again_because_an_earlier_question_found_no_file()
    {
        var subject = await app.NewAskedAsync(await app.NewPhoneAsync(), new PictureQuestion("frame:0", "test/twice.jpg"));
        var check = Assert.Single(await app.Get<CheckLeaser>().LeaseAsync(CheckApi.Media, 10, app.Now, Ct));
        foreach (var number in (int[])[1, 2])
        {
            await app.Get<CheckStates>().HasAskedAsync(check, $"twice-{subject.Id}-{number}", app.Now, Ct);
        }

        await HearAsync(new($"twice-{subject.Id}-2", new Verdict(Suggestion.Pass, 100), 0));
        await HearAsync(new($"twice-{subject.Id}-1", new Verdict(Suggestion.Unclear, null), ErrCode.DownloadFailed));

        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
    }

    [Fact]
    public async Task A_verdict_that_comes_while_the_overdue_are_counted_stands()
    {
        var subject = await app.NewAskedPictureAsync(await app.NewPhoneAsync());
        app.Clock.Advance(CheckStates.MaxWait);

        await app.Services.JustBeforeAsync(
            "UPDATE moderation_checks",
            "UPDATE moderation_checks SET state = 'passed', due_at = NULL WHERE subject_id = @Id",
            new { subject.Id },
            () => app.Get<CheckStates>().SettleOverdueAsync(app.Now, Ct)
        );

        Assert.Equal(CheckState.Passed, (await app.CheckAsync(subject)).State);
    }

    private Database Database => app.Get<Database>();

    private Task HearAsync(WeChat.Callbacks.CheckedMedia said) =>
        Database.TransactAsync(
            async tx =>
            {
                await CheckStates.HearAsync(tx, said, app.Now, Ct);
                return (true, true);
            },
            Ct
        );

    /// <summary>A node was suspended while it asked; another took its lease and asked too. Both know their ids.</summary>
    private async Task<(TestPhone Phone, Subject Subject, IReadOnlyList<SandboxMediaCheck> Checks)> AskTwiceAsync()
    {
        var phone = await app.NewPhoneAsync();
        app.WeChat.Media.Plan(phone.OpenId, new SandboxVerdict { AnswerDelayMs = 1_500 });
        var picture = new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(2, 2, 2)));
        var subject = await app.NewAskedAsync(phone, picture);
        var suspended = app.ModerateAsync();
        var first = await app.FoundAsync(phone);
        app.WeChat.Media.Plan(phone.OpenId, null);
        await Database.ExecuteAsync("UPDATE moderation_checks SET due_at = @Now WHERE subject_id = @Id", new { subject.Id, app.Now }, Ct);
        await ActivatorUtilities.CreateInstance<Moderate>(app.Services).RunAsync(Ct);
        await suspended;
        var second = await app.FoundAsync(phone);
        Assert.NotEqual(first.TraceId, second.TraceId);
        Assert.Equal(CheckState.Asked, (await app.CheckAsync(subject)).State);
        return (phone, subject, [first, second]);
    }
}
