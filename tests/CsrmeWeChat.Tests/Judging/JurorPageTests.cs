using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>What a juror sees and gives, through the pages themselves.</summary>
public sealed partial class JurorPageTests : IClassFixture<App>
{
    private readonly App app;

    public JurorPageTests(App app)
    {
        this.app = app;
        app.Adds = services => services.AddSingleton<TestPanel>().AddSingleton<IPanelSource>(all => all.GetRequiredService<TestPanel>());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BallotStore Ballots => app.Get<BallotStore>();

    [Fact]
    public async Task A_juror_goes_from_their_rounds_to_a_ballot_and_reads_nowhere_whose_it_is()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 3, pictures: 2);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];

        var rounds = await jurors[0].GetPageAsync("/staff/judging");
        var queue = await jurors[0].GetPageAsync(JurorPages.RoundAddress(round.Id));
        var page = await jurors[0].GetPageAsync(JurorPages.BallotAddress(ballot.Id));

        Assert.Contains($"{TestPanel.Title} 初评", rounds, StringComparison.Ordinal);
        Assert.Contains("0 / 3", rounds, StringComparison.Ordinal);
        Assert.Contains(JurorPages.BallotAddress(ballot.Id), queue, StringComparison.Ordinal);
        Assert.Contains($"作品 {ballot.Code}", page, StringComparison.Ordinal);
        Assert.Contains("2 / 2", page, StringComparison.Ordinal);
        Assert.Contains("1 / 2 封面", page, StringComparison.Ordinal);
        Assert.DoesNotContain("欧阳秘密", rounds + queue + page, StringComparison.Ordinal);
        var answer = await jurors[0].GetAsync(JurorPages.BallotAddress(ballot.Id));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var picture = Picture().Match(page).Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await app.CreateClient().GetAsync(picture, Ct)).StatusCode);
    }

    [Fact]
    public async Task The_ballot_and_the_round_of_another_are_not_there()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 2, items: 1);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];
        var (address, stranger) = (JurorPages.BallotAddress(ballot.Id), await app.NewStaffAsync(Role.Juror));

        Assert.Equal(HttpStatusCode.NotFound, (await jurors[1].GetAsync(address)).StatusCode);
        foreach (var handler in (string[])["", "?handler=Autosave", "?handler=Recuse"])
        {
            var answer = await jurors[1].PostAsync(address + handler, Fields(1, 50, 50));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(JurorPages.RoundAddress(round.Id))).StatusCode);
        Assert.DoesNotContain("初评", await stranger.GetPageAsync("/staff/judging"), StringComparison.Ordinal);
        Assert.Equal(BallotState.Open, (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!.State);
    }

    [Fact]
    public async Task Scores_are_saved_by_themselves_and_their_repeat_is_the_same()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 1);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];

        var first = await AutosaveAsync(jurors[0], ballot, Fields(1, 80, 75, "构图\n有力"));
        var again = await AutosaveAsync(jurors[0], ballot, Fields(1, 80, 75, "构图\n有力"));
        var changed = await AutosaveAsync(jurors[0], ballot, Fields(2, 81, 75, "构图\n有力"));

        Assert.All([first, again, changed], answer => Assert.True(answer.GetProperty("saved").GetBoolean()));
        Assert.Equal([2, 2, 3], new[] { first, again, changed }.Select(answer => answer.GetProperty("revision").GetInt32()));
        var stands = (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!;
        Assert.Equal([81, 75], stands.PointList);
        Assert.Equal("构图\n有力", stands.Remark);
        Assert.Contains("value=\"81\"", await jurors[0].GetPageAsync(JurorPages.BallotAddress(ballot.Id)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("还没有给分：艺术性", "80", "")]
    [InlineData("0 到 100 的整数，请检查：科学性", "101", "50")]
    [InlineData("0 到 100 的整数，请检查：科学性、艺术性", "-1", "80.5")]
    [InlineData("评分项与本轮不符", "80", "80", "80")]
    public async Task What_is_no_score_is_refused_in_words_and_stays_in_the_form(string words, params string[] points)
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 1);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];
        (string, string)[] fields = [("Revision", "1"), .. points.Select(one => ("Points", one)), ("Remark", "别丢")];

        var saved = await AutosaveAsync(jurors[0], ballot, fields);
        var page = await TestStaff.PageOf(await jurors[0].PostAsync(JurorPages.BallotAddress(ballot.Id), fields));

        Assert.Equal("judging.bad_points", saved.GetProperty("code").GetString());
        Assert.Contains(words, saved.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains("别丢", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{points[0]}\"", page, StringComparison.Ordinal);
        Assert.Equal(BallotState.Open, (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!.State);
    }

    [Fact]
    public async Task Digits_of_full_width_are_scores_and_a_remark_has_its_limit()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 1);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];

        var tooLong = await AutosaveAsync(jurors[0], ballot, Fields(1, 50, 50, new string('好', BallotStore.MaxRemark + 1)));
        var saved = await AutosaveAsync(jurors[0], ballot, ("Revision", "1"), ("Points", "８０"), ("Points", " 7 "));

        Assert.Equal("judging.remark_too_long", tooLong.GetProperty("code").GetString());
        Assert.True(saved.GetProperty("saved").GetBoolean());
        Assert.Equal([80, 7], (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!.PointList);
    }

    [Fact]
    public async Task Saving_goes_on_to_the_next_and_after_the_last_to_the_list()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 3);
        var queue = await app.QueueAsync(jurors[0], round);
        await Ballots.SaveAsync(jurors[0].Id, queue[1].Id, 1, [60, 60], "", app.Now, Ct);

        var first = await jurors[0].PostAsync(JurorPages.BallotAddress(queue[0].Id), Fields(1, 70, 70));
        var last = await jurors[0].PostAsync(JurorPages.BallotAddress(queue[2].Id), Fields(1, 90, 70));

        Assert.Equal(JurorPages.BallotAddress(queue[2].Id), first.Headers.Location!.OriginalString);
        var list = await jurors[0].FollowAsync(last);
        Assert.Equal(JurorPages.RoundAddress(round.Id), last.Headers.Location!.OriginalString);
        Assert.Contains("已全部评完", list, StringComparison.Ordinal);
        Assert.Contains("3 / 3", list, StringComparison.Ordinal);
        // 90 at 60 and 70 at 40 in a hundred.
        Assert.Contains(">82<", list, StringComparison.Ordinal);
        var open = await jurors[0].GetPageAsync($"{JurorPages.RoundAddress(round.Id)}?state=open");
        Assert.DoesNotContain("data-draft-of", open, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_device_saved_is_shown_and_is_not_written_over_unasked()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 2);
        var ballot = (await app.QueueAsync(jurors[0], round))[0];
        await AutosaveAsync(jurors[0], ballot, Fields(1, 80, 75));

        var itself = await AutosaveAsync(jurors[0], ballot, Fields(1, 60, 60));
        var page = await TestStaff.PageOf(await jurors[0].PostAsync(JurorPages.BallotAddress(ballot.Id), Fields(1, 60, 60)));
        var stands = (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!;
        var asked = await jurors[0].PostAsync(JurorPages.BallotAddress(ballot.Id), Fields(Revision(page), 60, 60));

        Assert.Equal("judging.moved", itself.GetProperty("code").GetString());
        Assert.Equal([80, 75], itself.GetProperty("points").EnumerateArray().Select(points => points.GetInt32()));
        Assert.Contains("另一台设备上刚保存了这件作品的分数：科学性 80、艺术性 75", page, StringComparison.Ordinal);
        Assert.Contains("value=\"60\"", page, StringComparison.Ordinal);
        Assert.Equal([80, 75], stands.PointList);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Equal([60, 60], (await Ballots.FindAsync(jurors[0].Id, ballot.Id, Ct))!.PointList);
    }

    [Fact]
    public async Task After_the_close_all_is_read_and_nothing_is_taken()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 2);
        var queue = await app.QueueAsync(jurors[0], round);
        await AutosaveAsync(jurors[0], queue[0], Fields(1, 80, 75));
        await app.Get<RoundStates>().CloseAsync(Actor.Command, round, isAware: true, app.Now, Ct);

        var late = await AutosaveAsync(jurors[0], queue[0], Fields(2, 90, 75));
        var page = await TestStaff.PageOf(await jurors[0].PostAsync(JurorPages.BallotAddress(queue[0].Id), Fields(2, 90, 75)));
        var recused = await TestStaff.PageOf(await RecuseAsync(jurors[0], queue[0], "其他原因"));

        Assert.Equal("judging.closed", late.GetProperty("code").GetString());
        Assert.True(late.GetProperty("isFinal").GetBoolean());
        Assert.Contains("截止，分数不能再改", page, StringComparison.Ordinal);
        Assert.Contains("截止，分数不能再改", recused, StringComparison.Ordinal);
        Assert.DoesNotContain("保存，下一件</button>", page, StringComparison.Ordinal);
        Assert.Equal([80, 75], (await Ballots.FindAsync(jurors[0].Id, queue[0].Id, Ct))!.PointList);
        Assert.Contains("已截止", await jurors[0].GetPageAsync(JurorPages.RoundAddress(round.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_steps_back_says_why_and_has_it_no_more()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 2);
        var queue = await app.QueueAsync(jurors[0], round);

        var unasked = await TestStaff.PageOf(await RecuseAsync(jurors[0], queue[0], ""));
        var done = await jurors[0].FollowAsync(await RecuseAsync(jurors[0], queue[0], "与作者同一单位", "同一教研室"));

        Assert.Contains("请选择回避的原因", unasked, StringComparison.Ordinal);
        Assert.Contains("没有其他评委可以评它，秘书处会看到", done, StringComparison.Ordinal);
        Assert.Contains($"作品 {queue[1].Code}", done, StringComparison.Ordinal);
        var stands = (await Ballots.FindAsync(jurors[0].Id, queue[0].Id, Ct))!;
        Assert.Equal((BallotState.Recused, "与作者同一单位：同一教研室"), (stands.State, stands.Remark));
        var page = await jurors[0].GetPageAsync(JurorPages.BallotAddress(queue[0].Id));
        Assert.Contains("您已回避这件作品", page, StringComparison.Ordinal);
        var saved = await AutosaveAsync(jurors[0], queue[0], Fields(stands.Revision, 50, 50));
        Assert.Equal(("judging.moved", true), (saved.GetProperty("code").GetString(), saved.GetProperty("isFinal").GetBoolean()));
    }

    [Fact]
    public async Task An_item_that_is_gone_says_so_and_the_queue_goes_on()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 1, items: 2);
        var queue = await app.QueueAsync(jurors[0], round);
        app.Get<TestPanel>().Remove(queue[0].ItemId);

        var page = await jurors[0].GetPageAsync(JurorPages.BallotAddress(queue[0].Id));

        Assert.Contains("这件作品已撤下", page, StringComparison.Ordinal);
        Assert.Contains(JurorPages.BallotAddress(queue[1].Id), page, StringComparison.Ordinal);
        Assert.Contains("作品已撤下", await jurors[0].GetPageAsync(JurorPages.RoundAddress(round.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_round_opens_a_juror_declares_whom_they_must_not_judge()
    {
        var juror = await app.NewStaffAsync(Role.Juror);
        var round = await app.Services.NewRoundAsync([juror.Id]);
        var address = JurorPages.RoundAddress(round.Id);
        var declare = $"{address}?handler=Declare";

        var before = await juror.GetPageAsync("/staff/judging");
        var neither = await TestStaff.PageOf(await juror.PostAsync(declare, ("Names", " \n")));
        var both = await TestStaff.PageOf(await juror.PostAsync(declare, ("Names", "张三"), ("HasNobody", "true")));
        var tooLong = await TestStaff.PageOf(await juror.PostAsync(declare, ("Names", new string('长', 31))));
        var done = await juror.FollowAsync(await juror.PostAsync(declare, ("Names", "张三\n\n 李四 \n张三")));
        var declared = (await DeclaredAsync(round)).Single();
        await juror.PostAsync(declare, ("HasNobody", "true"));
        var nobody = (await DeclaredAsync(round)).Single();
        await app.Services.OpenAsync(round, [await app.Get<TestPanel>().AddAsync("岩画", "某人", 1, Ct)]);
        var late = await TestStaff.PageOf(await juror.PostAsync(declare, ("Names", "王五")));

        Assert.Contains("即将开始", before, StringComparison.Ordinal);
        Assert.Contains("请填写需要回避的人", neither, StringComparison.Ordinal);
        Assert.Contains("请改一处", both, StringComparison.Ordinal);
        Assert.Contains("最长 30 字", tooLong, StringComparison.Ordinal);
        Assert.Contains("已申报 2 人", done, StringComparison.Ordinal);
        Assert.Equal(["张三", "李四"], declared.NameList);
        Assert.Empty(nobody.NameList);
        Assert.Contains("申报不能再改", late, StringComparison.Ordinal);
        Assert.Empty((await DeclaredAsync(round)).Single().NameList);
    }

    [Fact]
    public async Task What_waits_for_a_juror_is_told_to_them_alone()
    {
        var (round, jurors) = await app.NewJuryAsync(jurors: 2, items: 2);
        var secretary = await app.NewStaffAsync(Role.Juror, Role.Secretary);
        var address = $"href=\"{JurorPages.RoundAddress(round.Id)}\">去评分";
        await Ballots.SaveAsync(jurors[0].Id, (await app.QueueAsync(jurors[0], round))[0].Id, 1, [1, 1], "", app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var own = await jurors[0].GetPageAsync("/staff");

        Assert.Contains(address, own, StringComparison.Ordinal);
        Assert.Contains("还有 1 件作品等您评分", own, StringComparison.Ordinal);
        Assert.DoesNotContain(address, await secretary.GetPageAsync("/staff"), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Declaration>> DeclaredAsync(Round round) =>
        await app.Get<DeclarationStore>().ListAsync(new Panel(round.Panel, round.PanelId), Ct);

    private static (string, string)[] Fields(long revision, int science, int art, string remark = "") =>
        [("Revision", $"{revision}"), ("Points", $"{science}"), ("Points", $"{art}"), ("Remark", remark)];

    private static async Task<JsonElement> AutosaveAsync(TestStaff juror, Ballot ballot, params (string, string)[] fields)
    {
        var answer = await juror.PostAsync($"{JurorPages.BallotAddress(ballot.Id)}?handler=Autosave", fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static Task<HttpResponseMessage> RecuseAsync(TestStaff juror, Ballot ballot, string why, string more = "") =>
        juror.PostAsync($"{JurorPages.BallotAddress(ballot.Id)}?handler=Recuse", ("why", why), ("more", more));

    private static long Revision(string page) =>
        long.Parse(RevisionField().Match(page).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"Revision\" value=\"(\\d+)\"")]
    private static partial Regex RevisionField();

    [GeneratedRegex("data-preview=\"([^\"]+)\"")]
    private static partial Regex Picture();
}
