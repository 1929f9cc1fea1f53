using System.Net;
using System.Net.Http.Json;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>From the fixed ranking to the announced result, with all that people have against it.</summary>
public sealed class ResultTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Actor Staff => Actor.Command;

    /// <summary>When a notice of a week is over.</summary>
    private DateTimeOffset After => app.Now.AddDays(8);

    private AwardProposals Proposals => app.Get<AwardProposals>();

    private AwardDesk Desk => app.Get<AwardDesk>();

    private ResultStates States => app.Get<ResultStates>();

    private ObjectionStates Objections => app.Get<ObjectionStates>();

    [Fact]
    public async Task Prizes_go_down_the_ranking_and_the_result_is_announced_after_the_notice_with_certificates()
    {
        var (contest, entries) = await NewRankedAsync([90, 80, 70, 60]);
        var proposed = await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        var hidden = await app.CreateClient().GetAsync($"/contests/{contest}", Ct);
        var noticed = await States.NoticeAsync(Staff, await FindAsync(contest), app.Now.AddDays(7), app.Now, Ct);
        var reader = await app.NewPhoneAsync();
        var notice = await reader.GetAsync($"/api/contests/{contest}/result");
        var early = await States.AnnounceAsync(Staff, await FindAsync(contest), app.Now.AddDays(7).AddTicks(-10), Ct);
        var announced = await States.AnnounceAsync(Staff, await FindAsync(contest), app.Now.AddDays(7), Ct);

        Assert.Equal((AwardOutcome.Done, HttpStatusCode.NotFound), (proposed, hidden.StatusCode));
        Assert.Equal((ResultOutcome.Done, ResultOutcome.NoticeRuns, ResultOutcome.Done), (noticed, early, announced));
        Assert.Equal("notice", notice.GetProperty("stage").GetString());
        Assert.Equal(
            [("一等奖", entries[0]), ("二等奖", entries[1]), ("二等奖", entries[2])],
            notice
                .GetProperty("groups")[0]
                .GetProperty("entries")
                .EnumerateArray()
                .Select(one => (one.GetProperty("prize").GetString()!, one.GetProperty("entryId").GetInt64()))
        );
        var certificates = await app.Get<CertificateStore>().ListIssuedAsync(ContestsFeature.Subject, contest, Ct);
        Assert.Equal(["单幅一等奖", "单幅二等奖", "单幅二等奖"], certificates.Select(one => one.Award).Order(StringComparer.Ordinal));
        Assert.All(certificates, one => Assert.Equal("张岩、李石", one.Name));
        var page = await app.CreateClient().GetStringAsync($"/contests/{contest}", Ct);
        Assert.Contains("获奖名单", page, StringComparison.Ordinal);
        Assert.Contains("作品 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("作品 4", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_who_share_a_place_share_the_prize_and_staff_are_told_that_there_are_too_many()
    {
        var (contest, entries) = await NewRankedAsync([90, 90, 70, 60]);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        var awards = await app.Get<AwardStore>().ListAsync(contest, Ct);

        Assert.Equal(["一等奖", "一等奖", "二等奖", "二等奖"], awards.Select(award => award.Prize));
        Assert.Equal([1, 1, 3, 4], awards.Select(award => award.Place));
        var over = Assert.Single(AwardDesk.OverQuota(await FindAsync(contest), awards));
        Assert.Equal(("一等奖", 2), (over.Prize.Name, over.Given));
        var changed = await Desk.ChangePrizeAsync(Staff, awards[1], "二等奖", "并列，经评委会讨论。", app.Now, Ct);
        var stale = await Desk.DropAsync(Staff, awards[1], "重复", app.Now, Ct);
        Assert.Equal((AwardOutcome.Done, AwardOutcome.Moved), (changed, stale));
        Assert.Equal(entries[1], awards[1].EntryId);
    }

    [Fact]
    public async Task Without_a_fixed_ranking_or_awards_nothing_is_proposed_or_noticed()
    {
        var contest = await app.NewContestAsync();
        var seen = await FindAsync(contest);

        Assert.Equal(AwardOutcome.NoRanking, await Proposals.ProposeAsync(Staff, seen, app.Now, Ct));
        Assert.Equal(AwardOutcome.NoVotes, await Proposals.ProposePopularAsync(Staff, seen, app.Now, Ct));
        Assert.Equal(ResultOutcome.NoAwards, await States.NoticeAsync(Staff, seen, app.Now.AddDays(1), app.Now, Ct));
        Assert.Equal(ResultOutcome.Past, await States.NoticeAsync(Staff, seen, app.Now, app.Now, Ct));
        Assert.Equal(ResultOutcome.Moved, await States.AnnounceAsync(Staff, seen, app.Now, Ct));
    }

    [Fact]
    public async Task An_objection_holds_the_announcement_until_somebody_decides_and_may_take_the_award()
    {
        var (contest, entries) = await NewNoticedAsync();
        var reader = await app.NewPhoneAsync();
        var made = await ObjectAsync(reader, contest, entries[0], "照片是我拍的。", isNamed: false);
        var again = await ObjectAsync(reader, contest, entries[0], "照片是我拍的，有原始文件。", isNamed: false);
        var open = await Objections.ListAsync(contest, Ct);
        var held = await States.AnnounceAsync(Staff, await FindAsync(contest), After, Ct);
        var award = (await app.Get<AwardStore>().ListAsync(contest, Ct)).Single(one => one.EntryId == entries[0]);
        var decided = await Objections.DecideAsync(Staff, open[0], ObjectionState.Upheld, "经核实，作品非本人拍摄。", [award], app.Now, Ct);
        var twice = await Objections.DecideAsync(Staff, open[0], ObjectionState.Dismissed, "不成立。", [], app.Now, Ct);
        var announced = await States.AnnounceAsync(Staff, await FindAsync(contest), After, Ct);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (made.StatusCode, again.StatusCode));
        Assert.Equal("照片是我拍的，有原始文件。", Assert.Single(open).Words);
        Assert.Equal(ResultOutcome.Objections, held);
        Assert.Equal((ObjectionOutcome.Done, ObjectionOutcome.Moved), (decided, twice));
        Assert.Equal(ResultOutcome.Done, announced);
        var page = await app.CreateClient().GetStringAsync($"/contests/{contest}", Ct);
        Assert.Contains("匿名对《作品 1》提出的异议", page, StringComparison.Ordinal);
        Assert.DoesNotContain("实名王", page, StringComparison.Ordinal);
        Assert.DoesNotContain("13800001234", page, StringComparison.Ordinal);
        var certificates = await app.Get<CertificateStore>().ListIssuedAsync(ContestsFeature.Subject, contest, Ct);
        Assert.DoesNotContain(certificates, one => one.Work == "作品 1");
        Assert.Equal(2, certificates.Count);
    }

    [Fact]
    public async Task An_objection_is_taken_while_the_notice_lasts_and_of_what_stands_in_it()
    {
        var (contest, entries) = await NewRankedAsync([90, 80, 70, 60]);
        var reader = await app.NewPhoneAsync();
        var before = await ObjectAsync(reader, contest, entries[0]);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        await States.NoticeAsync(Staff, await FindAsync(contest), app.Now.AddHours(1), app.Now, Ct);
        var other = await ObjectAsync(reader, contest, entries[3]);
        var nameless = await reader.Http.PostAsJsonAsync($"/api/contests/{contest}/objections", new { words = "不公平" }, Ct);
        var person = await app.PersonOfAsync(reader);
        var objection = new NewObjection(entries[0], "王", "1", true, "不公平");
        var last = await Objections.MakeAsync(person, contest, objection, app.Now.AddHours(1).AddTicks(-10), Ct);
        var over = await Objections.MakeAsync(person, contest, objection, app.Now.AddHours(1), Ct);
        var noted = await Objections.NoteAsync(Staff, await FindAsync(contest), objection, app.Now.AddHours(1), Ct);
        var shorter = await States.ExtendAsync(Staff, await FindAsync(contest), app.Now.AddMinutes(30), app.Now, Ct);

        Assert.Equal("contests.no_notice", await RefusalOf(before));
        Assert.Equal("contests.not_noticed", await RefusalOf(other));
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        // A letter of the last day may be noted the morning after, as long as the result is not out.
        Assert.Equal((ObjectionOutcome.Done, ObjectionOutcome.Over, ObjectionOutcome.Done), (last, over, noted));
        Assert.Equal(ResultOutcome.Past, shorter);
    }

    [Fact]
    public async Task What_was_objected_anew_is_not_decided_by_what_staff_read_before()
    {
        var (contest, entries) = await NewNoticedAsync();
        var reader = await app.NewPhoneAsync();
        await ObjectAsync(reader, contest, entries[0], "照片是我拍的。");
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var seen = Assert.Single(await Objections.ListAsync(contest, Ct));
        var path = $"/staff/contests/{contest}/objections/{seen.Id}";
        var shown = RevisionIn(await secretary.GetPageAsync(path));
        await ObjectAsync(reader, contest, entries[0], "照片是我拍的，有原始文件。");

        var stale = await TestStaff.PageOf(
            await secretary.PostAsync($"{path}?handler=Dismiss", ("Revision", shown), ("Decision", "没有证据。"))
        );
        var direct = await Objections.DecideAsync(Staff, seen, ObjectionState.Dismissed, "没有证据。", [], app.Now, Ct);
        var read = RevisionIn(stale);
        await secretary.FollowAsync(
            await secretary.PostAsync($"{path}?handler=Dismiss", ("Revision", read), ("Decision", "不是原始文件。"))
        );

        Assert.Contains("提出人改写了内容", stale, StringComparison.Ordinal);
        Assert.Contains("有原始文件", stale, StringComparison.Ordinal);
        Assert.Equal(ObjectionOutcome.Moved, direct);
        Assert.Equal(ObjectionState.Dismissed, Assert.Single(await Objections.ListAsync(contest, Ct)).State);
    }

    [Fact]
    public async Task A_list_that_was_changed_meanwhile_is_not_published_unseen()
    {
        var (contest, entries) = await NewRankedAsync([90, 80, 70]);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        var seen = await FindAsync(contest);
        var award = (await app.Get<AwardStore>().ListAsync(contest, Ct))[2];
        await Desk.DropAsync(Staff, award, "重复参赛。", app.Now, Ct);

        var stale = await States.NoticeAsync(Staff, seen, After, app.Now, Ct);
        var noticed = await States.NoticeAsync(Staff, await FindAsync(contest), After, app.Now, Ct);

        Assert.Equal((ResultOutcome.Moved, ResultOutcome.Done), (stale, noticed));
        // Once the notice is over nobody comes in whom nobody could object to; what is wrong goes all the same.
        var last = (await app.Get<AwardStore>().ListAsync(contest, Ct))[1];
        var over = await FindAsync(contest);
        Assert.Equal(AwardOutcome.NoticeOver, await Desk.AddAsync(Staff, over, entries[2], "二等奖", "评委会", After, Ct));
        Assert.Equal(AwardOutcome.NoticeOver, await Desk.ChangePrizeAsync(Staff, last, "一等奖", "评委会", After, Ct));
        Assert.Equal(AwardOutcome.Done, await Desk.DropAsync(Staff, last, "抄袭", After, Ct));
        Assert.Equal(ResultOutcome.Moved, await States.AnnounceAsync(Staff, over, After, Ct));
        Assert.Equal(ResultOutcome.Done, await States.AnnounceAsync(Staff, await FindAsync(contest), After, Ct));
    }

    [Fact]
    public async Task The_notice_waits_for_the_awards_of_the_public()
    {
        var (contest, entries) = await NewRankedAsync([90, 80, 70]);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        await app.Get<Database>()
            .ExecuteAsync(
                """
                UPDATE contests SET is_shown = 1, granted = '社交', vote_opens_at = @opens, vote_closes_at = @Now,
                       prizes = '[{"group":"single","name":"一等奖","count":1},{"group":"","name":"人气奖","count":1}]'
                 WHERE id = @contest
                """,
                new
                {
                    contest,
                    opens = app.Now.AddDays(-1),
                    app.Now,
                },
                Ct
            );
        await app.Get<Database>().ExecuteAsync("UPDATE contest_entries SET votes = 3 WHERE id = @id", new { id = entries[1] }, Ct);

        var uncounted = await NoticeAsync();
        await app.Get<Database>()
            .ExecuteAsync("UPDATE contests SET votes_closed_at = @Now WHERE id = @contest", new { app.Now, contest }, Ct);
        var unproposed = await NoticeAsync();
        await Proposals.ProposePopularAsync(Staff, await FindAsync(contest), app.Now, Ct);

        Assert.Equal((ResultOutcome.NoPopular, ResultOutcome.NoPopular), (uncounted, unproposed));
        Assert.Equal(ResultOutcome.Done, await NoticeAsync());

        async Task<ResultOutcome> NoticeAsync() => await States.NoticeAsync(Staff, await FindAsync(contest), After, app.Now, Ct);
    }

    [Fact]
    public async Task What_stands_in_the_list_is_not_returned_to_be_rewritten()
    {
        var (contest, entries) = await NewNoticedAsync();
        await app.Get<Database>().ExecuteAsync("DELETE FROM judging_items WHERE item_id = @id", new { id = entries[0] }, Ct);

        Assert.Equal(PhotoReviewOutcome.Awarded, await app.ReturnPhotoEntryAsync(entries[0]));

        var award = (await app.Get<AwardStore>().ListAsync(contest, Ct)).Single(one => one.EntryId == entries[0]);
        await Desk.DropAsync(Staff, award, "作者要求更换。", app.Now, Ct);
        Assert.Equal(PhotoReviewOutcome.Done, await app.ReturnPhotoEntryAsync(entries[0]));
    }

    [Fact]
    public async Task What_its_author_takes_back_during_the_notice_is_given_nothing()
    {
        var (contest, entries) = await NewNoticedAsync();
        await app.Get<Database>()
            .ExecuteAsync("UPDATE contest_entries SET state = 'withdrawn' WHERE id = @id", new { id = entries[1] }, Ct);

        await States.AnnounceAsync(Staff, await FindAsync(contest), After, Ct);

        var given = (await app.Get<AwardStore>().ListAsync(contest, Ct)).Where(award => award.State is AwardState.Given);
        Assert.Equal([entries[0], entries[2]], given.Select(award => award.EntryId));
        Assert.DoesNotContain("作品 2", await app.CreateClient().GetStringAsync($"/contests/{contest}", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_author_has_taken_back_before_the_notice_stands_in_none()
    {
        var (contest, entries) = await NewRankedAsync([90, 80, 70]);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        await app.Get<Database>()
            .ExecuteAsync("UPDATE contest_entries SET state = 'withdrawn' WHERE id = @id", new { id = entries[1] }, Ct);

        await States.NoticeAsync(Staff, await FindAsync(contest), app.Now.AddDays(7), app.Now, Ct);

        var noticed = (await app.Get<AwardStore>().ListAsync(contest, Ct)).Where(award => award.State is AwardState.Noticed);
        Assert.Equal([entries[0], entries[2]], noticed.Select(award => award.EntryId));
    }

    [Fact]
    public async Task Winners_are_told_once_and_nobody_else()
    {
        var template = await app.ChooseNoticeAsync("contest.awarded", ("thing1", "《{作品}》{奖项}"), ("time2", "{时间}"));
        var author = await app.NewPhotographerAsync();
        await app.AcceptNoticesAsync(author, 9, template);
        var (contest, _) = await NewNoticedAsync([90, 80, 70, 60], author);
        app.Clock.Advance(After - app.Now);

        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(async _ => await States.AnnounceAsync(Staff, await FindAsync(contest), app.Now, Ct))
        );
        await app.SendDueAsync();
        await app.SendDueAsync();

        Assert.Equal(3, app.WeChat.Delivered(template.WechatId).Count(told => told.OpenId == author.OpenId));
        Assert.Equal(
            ["《作品 1》单幅一等奖", "《作品 2》单幅二等奖", "《作品 3》单幅二等奖"],
            (await app.ListNoticesAsync(template)).Select(notice => notice.Values["thing1"]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_objected_in_the_moment_of_the_announcement_holds_it_or_comes_too_late()
    {
        for (var round = 0; round < 6; round++)
        {
            var (contest, entries) = await NewNoticedAsync();
            var (seen, people) = (await FindAsync(contest), new List<long>());
            for (var one = 0; one < 4; one++)
            {
                people.Add(await app.PersonOfAsync(await app.NewPhoneAsync()));
            }
            // The last instant of the notice, and the first after it: two servers whose requests wait for one another.
            var last = seen.NoticeUntil!.Value.AddTicks(-10);
            var objection = new NewObjection(entries[0], "王", "1", true, "不公平");

            var objecting = people.Select(person => Task.Run(() => Objections.MakeAsync(person, contest, objection, last, Ct))).ToList();
            var announced = await Task.Run(() => States.AnnounceAsync(Staff, seen, seen.NoticeUntil.Value, Ct));
            var made = await Task.WhenAll(objecting);

            var open = (await Objections.ListAsync(contest, Ct)).Count(one => one.State is ObjectionState.Open);
            Assert.Equal(made.Count(outcome => outcome is ObjectionOutcome.Done), open);
            Assert.Equal(open == 0 ? ResultOutcome.Done : ResultOutcome.Objections, announced);
            Assert.All(made, outcome => Assert.Equal(open == 0 ? ObjectionOutcome.Over : ObjectionOutcome.Done, outcome));
        }
    }

    [Fact]
    public async Task The_publics_awards_go_by_the_votes_that_were_counted()
    {
        var contest = await app.NewContestAsync(draft => draft with { Prizes = [new("", "人气奖", 2)] });
        var author = await app.NewPhotographerAsync();
        var entries = new List<long>();
        foreach (var votes in (int[])[5, 9, 0, 9])
        {
            entries.Add(await app.NewAcceptedPhotoEntryAsync(author, contest));
            await app.Get<Database>()
                .ExecuteAsync("UPDATE contest_entries SET votes = @votes WHERE id = @id", new { votes, id = entries[^1] }, Ct);
        }
        await app.Get<Database>()
            .ExecuteAsync("UPDATE contests SET votes_closed_at = @Now WHERE id = @contest", new { app.Now, contest }, Ct);

        await Proposals.ProposePopularAsync(Staff, await FindAsync(contest), app.Now, Ct);

        var awards = await app.Get<AwardStore>().ListAsync(contest, Ct);
        Assert.Equal([(entries[1], 1), (entries[3], 1)], awards.Select(award => (award.EntryId, award.Place)));
    }

    [Fact]
    public async Task A_draft_of_a_story_has_the_winners_once()
    {
        var (contest, _) = await NewNoticedAsync();
        await States.AnnounceAsync(Staff, await FindAsync(contest), After, Ct);

        var first = await app.Get<WinnersStory>().DraftAsync(Staff, await FindAsync(contest), app.Now, Ct);
        var again = await app.Get<WinnersStory>().DraftAsync(Staff, await FindAsync(contest), app.Now, Ct);

        Assert.NotNull(first);
        Assert.Equal(first, again);
        var text = (await app.Get<Stories.StoryStore>().FindVersionAsync(first.Value, 1, Ct))!.Text;
        Assert.Empty(text.Faults());
        Assert.Empty(text.Missing());
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(text.Body, "<img "));
        Assert.Contains("《作品 3》", text.Body, StringComparison.Ordinal);
    }

    private async Task<Contest> FindAsync(long id) => (await app.Get<ContestStore>().FindAsync(id, Ct))!;

    private async Task<(long Contest, IReadOnlyList<long> Entries)> NewNoticedAsync(int[]? points = null, TestPhone? author = null)
    {
        var (contest, entries) = await NewRankedAsync(points ?? [90, 80, 70], author);
        await Proposals.ProposeAsync(Staff, await FindAsync(contest), app.Now, Ct);
        Assert.Equal(ResultOutcome.Done, await States.NoticeAsync(Staff, await FindAsync(contest), app.Now.AddDays(7), app.Now, Ct));
        return (contest, entries);
    }

    /// <summary>A contest whose single photos, 作品 1 and on, have got these points from each of two jurors.</summary>
    private async Task<(long Contest, IReadOnlyList<long> Entries)> NewRankedAsync(int[] points, TestPhone? author = null)
    {
        var contest = await app.NewContestAsync();
        author ??= await app.NewPhotographerAsync();
        var entries = new List<long>();
        foreach (var number in Enumerable.Range(1, points.Length))
        {
            entries.Add(await app.NewAcceptedPhotoEntryAsync(author, contest, $"作品 {number}"));
        }
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        var items = entries.Select(id => new JudgedItem(id, "single", new Dictionary<long, ConflictReason>())).ToList();
        await app.Get<RoundStates>().OpenAsync(Staff, round, items, app.Now, Ct);
        round = (await app.Get<RoundStore>().FindAsync(round.Id, Ct))!;
        var ballots = app.Get<BallotStore>();
        foreach (var juror in jurors)
        {
            foreach (var ballot in await ballots.ListAsync(juror, round, Ct))
            {
                var given = points[entries.IndexOf(ballot.ItemId)];
                await ballots.SaveAsync(juror, ballot.Id, ballot.Revision, [given, given], "", app.Now, Ct);
            }
        }
        await app.Get<RoundStates>().CloseAsync(Staff, round, isAware: false, app.Now, Ct);
        await app.Get<RoundStates>().FreezeAsync(Staff, round, app.Now, Ct);
        return (contest, entries);
    }

    private static string RevisionIn(string page) =>
        System.Text.RegularExpressions.Regex.Match(page, "name=\"Revision\" value=\"([0-9]+)\"").Groups[1].Value;

    private static Task<HttpResponseMessage> ObjectAsync(
        TestPhone reader,
        long contest,
        long entry,
        string words = "不公平",
        bool isNamed = true
    ) =>
        reader.Http.PostAsJsonAsync(
            $"/api/contests/{contest}/objections",
            new
            {
                entryId = entry,
                name = "实名王",
                contact = "13800001234",
                isNamed,
                words,
            },
            Ct
        );
}
