using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Moderation;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What staff decide about an entry, and what becomes of one that jurors have.</summary>
public sealed class PhotoReviewTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PhotoReviewDesk Desk => app.Get<PhotoReviewDesk>();

    private PhotoReviewStore Reviews => app.Get<PhotoReviewStore>();

    private BallotStore Ballots => app.Get<BallotStore>();

    [Fact]
    public async Task What_the_machine_has_not_passed_is_accepted_only_by_somebody_who_has_looked()
    {
        var (_, id) = await NewReviewingAsync();
        var seen = (await app.FindPhotoEntryAsync(id))!.Entry;

        var blind = await Desk.AcceptAsync(Actor.Command, seen, isAware: false, app.Now, Ct);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE moderation_checks SET state = 'passed' WHERE kind = @kind AND subject_id = @id",
                new { kind = ContestsFeature.EntrySubject, id },
                Ct
            );
        var passed = await Desk.AcceptAsync(Actor.Command, seen, isAware: false, app.Now, Ct);

        Assert.Equal((PhotoReviewOutcome.NeedsLook, PhotoReviewOutcome.Done), (blind, passed));
        Assert.Equal(PhotoEntryState.Accepted, (await app.FindPhotoEntryAsync(id))!.Entry.State);
    }

    [Fact]
    public async Task Of_two_reviewers_who_decide_at_once_one_does_and_its_line_stands_in_the_trail()
    {
        var (author, id) = await NewReviewingAsync();
        var seen = (await app.FindPhotoEntryAsync(id))!.Entry;

        var outcomes = await Task.WhenAll(
            Desk.AcceptAsync(Actor.Command, seen, isAware: true, app.Now, Ct),
            Desk.ReturnAsync(Actor.Command, seen, "请换一张。", app.Now, Ct)
        );

        Assert.Equal([PhotoReviewOutcome.Done, PhotoReviewOutcome.Moved], outcomes.Order());
        var lines = await app.Get<Database>()
            .ListAsync<string>("SELECT action FROM audit_events WHERE kind = 'photo' AND target_id = @id", new { id }, Ct);
        Assert.Equal(outcomes[0] is PhotoReviewOutcome.Done ? ["photo.accept"] : ["photo.return"], lines);
        Assert.Contains(await author.StateOfPhotoEntryAsync(id), (string[])["accepted", "returned"]);
    }

    [Theory]
    [InlineData(PhotoEntryState.Submitted, false, true)]
    [InlineData(PhotoEntryState.Reviewing, true, true)]
    [InlineData(PhotoEntryState.Accepted, false, true)]
    [InlineData(PhotoEntryState.Returned, false, false)]
    [InlineData(PhotoEntryState.Withdrawn, false, false)]
    public async Task A_decision_that_an_entry_is_not_ready_for_changes_nothing(PhotoEntryState state, bool accepts, bool returns)
    {
        foreach (var (isReturn, applies) in new[] { (false, accepts), (true, returns) })
        {
            var (_, id) = await NewReviewingAsync();
            await app.Get<Database>().ExecuteAsync("UPDATE contest_entries SET state = @Key WHERE id = @id", new { state.Key, id }, Ct);

            var outcome = isReturn ? await app.ReturnPhotoEntryAsync(id) : await app.AcceptPhotoEntryAsync(id);

            var left = (await app.FindPhotoEntryAsync(id))!.Entry.State;
            Assert.Equal(applies ? PhotoReviewOutcome.Done : PhotoReviewOutcome.Moved, outcome);
            Assert.Equal(
                !applies ? state
                    : isReturn ? PhotoEntryState.Returned
                    : PhotoEntryState.Accepted,
                left
            );
        }
    }

    [Fact]
    public async Task What_its_author_has_taken_back_since_it_was_seen_is_not_accepted()
    {
        var (author, id) = await NewReviewingAsync();
        var seen = (await app.FindPhotoEntryAsync(id))!.Entry;
        await author.WithdrawPhotoEntryAsync(id);

        Assert.Equal(PhotoReviewOutcome.Moved, await Desk.AcceptAsync(Actor.Command, seen, isAware: true, app.Now, Ct));
        Assert.Equal(PhotoReviewOutcome.Moved, await Desk.ReturnAsync(Actor.Command, seen, "请换一张。", app.Now, Ct));
    }

    [Fact]
    public async Task The_queue_leads_from_the_one_that_waits_longest_to_the_next()
    {
        var contest = await app.NewContestAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            ids.Add(await (await app.NewPhotographerAsync()).HandInPhotoAsync(contest));
        }
        await app.WorkOnPhotosAsync();

        Assert.Equal(ids[0], await Reviews.FindNextAsync(contest, after: null, Ct));
        Assert.Equal(ids[1], await Reviews.FindNextAsync(contest, after: ids[0], Ct));
        Assert.Null(await Reviews.FindNextAsync(contest, after: ids[2], Ct));
        Assert.Equal(3, await Reviews.CountWaitingAsync(contest, Ct));
        await app.AcceptPhotoEntryAsync(ids[0]);
        Assert.Equal(ids[1], await Reviews.FindNextAsync(contest, after: null, Ct));
        Assert.Equal(2, await Reviews.CountWaitingAsync(contest, Ct));
    }

    [Fact]
    public async Task Entries_are_found_by_what_staff_know_of_them_and_drafts_never()
    {
        var contest = await app.NewContestAsync(draft => draft with { Subjects = ["岩石", "隧道"] });
        var author = await app.NewPhotographerAsync();
        var single = await HandInAsync("黄山花岗岩", "岩石", NewPhoto());
        var series = await HandInAsync("隧道一日", "隧道", NewPhoto(), NewPhoto());
        await author.WritePhotoEntryAsync(contest, [NewPhoto()], "草稿");
        await app.WorkOnPhotosAsync();
        await app.AcceptPhotoEntryAsync(series);
        var all = new PhotoEntryFilter(Contest: contest);

        Assert.Equal([single, series], await FindAsync(all));
        Assert.Equal([series], await FindAsync(all with { Group = "series" }));
        Assert.Equal([single], await FindAsync(all with { Subject = "岩石" }));
        Assert.Equal([single], await FindAsync(all with { Text = " 花岗 " }));
        Assert.Equal([series], await FindAsync(all with { State = PhotoEntryState.Accepted }));
        Assert.Equal([], await FindAsync(all with { Season = 2020 }));
        Assert.Equal(2, await Reviews.CountAsync(all, Ct));
        var line = (await Reviews.ListAsync(all with { Group = "series" }, PhotoReviewStore.Columns["title"], 0, 10, Ct))[0];
        var photos = (await app.FindPhotoEntryAsync(series))!.Photos;
        Assert.Equal((2L, photos[1].Code, 2026), (line.Photos, line.ShownPhoto, line.Season));

        async Task<long> HandInAsync(string title, string subject, params byte[][] photos)
        {
            var id = await author.WritePhotoEntryAsync(contest, photos, title);
            var text = PhotoText(title, photos.Length > 1 ? "series" : "single");
            text["subject"] = subject;
            await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", text));
            var ids = await author.PhotosOfAsync(id);
            await JsonOf(await author.OrderPhotosAsync(id, ids, cover: ids[^1]));
            await JsonOf(await author.SubmitPhotoEntryAsync(id));
            return id;
        }

        async Task<IEnumerable<long>> FindAsync(PhotoEntryFilter filter) =>
            (await Reviews.ListAsync(filter, "e.id", 0, 10, Ct)).Select(entry => entry.Id);
    }

    [Fact]
    public async Task What_is_accepted_may_be_returned_until_jurors_have_it()
    {
        var contest = await app.NewContestAsync();
        var (first, second) = (await NewAcceptedAsync(contest), await NewAcceptedAsync(contest));
        var (round, _) = await app.NewContestRoundAsync(contest);

        var before = await app.ReturnPhotoEntryAsync(first);
        await OpenAsync(round, second);
        var after = await app.ReturnPhotoEntryAsync(second);

        Assert.Equal((PhotoReviewOutcome.Done, PhotoReviewOutcome.InRound), (before, after));
        Assert.Equal(PhotoEntryState.Accepted, (await app.FindPhotoEntryAsync(second))!.Entry.State);
    }

    [Fact]
    public async Task What_is_withdrawn_while_it_is_judged_is_scored_and_ranked_no_longer()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var stays = await NewAcceptedAsync(contest);
        var goes = await app.NewAcceptedPhotoEntryAsync(author, contest);
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        round = await OpenAsync(round, stays, goes);
        var ballots = (await Ballots.ListAsync(jurors[0], round, Ct)).ToDictionary(ballot => ballot.ItemId);
        await SaveAsync(jurors[0], ballots[goes]);
        await SaveAsync(jurors[0], ballots[stays]);
        var unscored = (await Ballots.ListAsync(jurors[1], round, Ct)).Single(ballot => ballot.ItemId == goes);

        await author.WithdrawPhotoEntryAsync(goes);

        Assert.Equal([stays], (await Ballots.ListAsync(jurors[0], round, Ct)).Select(ballot => ballot.ItemId));
        Assert.Null(await Ballots.FindAsync(jurors[0], ballots[goes].Id, Ct));
        Assert.Equal(SaveOutcome.NotFound, await SaveAsync(jurors[1], unscored));
        Assert.Equal(RecuseOutcome.NotFound, await Ballots.RecuseAsync(jurors[1], unscored.Id, "", app.Now, Ct));
        var group = (await app.Get<RankingStore>().ComputeAsync(round, Ct)).Groups.Single();
        Assert.Equal([stays], group.Items.Select(item => item.Id));
        Assert.Equal([stays], group.Standings.Select(standing => standing.Item));
        // One ballot is missing, of the one that stays.
        Assert.Equal(1, (await app.Get<RoundStates>().CloseAsync(Actor.Command, round, isAware: false, app.Now, Ct)).Missing);
        Assert.Equal([1, 0], (await Ballots.ListProgressAsync(round.Id, Ct)).Select(juror => (int)juror.Scored));
    }

    /// <summary>A juror saves in the moment in which the author takes it back.</summary>
    [Fact]
    public async Task A_score_that_comes_with_the_withdrawal_is_not_told_to_be_saved()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var id = await app.NewAcceptedPhotoEntryAsync(author, contest);
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        round = await OpenAsync(round, id);
        var ballot = (await Ballots.ListAsync(jurors[0], round, Ct))[0];
        var outcome = SaveOutcome.Saved;

        await app.Services.JustBeforeAsync(
            "UPDATE judging_rounds",
            "UPDATE judging_ballots SET state = 'dropped' WHERE id = @Id",
            new { ballot.Id },
            async () => outcome = await SaveAsync(jurors[0], ballot)
        );

        Assert.Equal(SaveOutcome.Moved, outcome);
    }

    [Fact]
    public async Task A_closed_round_leaves_out_what_is_withdrawn_and_a_fixed_ranking_stays()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var ids = new[]
        {
            await NewAcceptedAsync(contest),
            await app.NewAcceptedPhotoEntryAsync(author, contest),
            await app.NewAcceptedPhotoEntryAsync(author, contest),
        };
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        round = await OpenAsync(round, ids);
        foreach (var juror in jurors)
        {
            foreach (var ballot in await Ballots.ListAsync(juror, round, Ct))
            {
                await SaveAsync(juror, ballot);
            }
        }
        var states = app.Get<RoundStates>();
        await states.CloseAsync(Actor.Command, round, isAware: false, app.Now, Ct);
        await author.WithdrawPhotoEntryAsync(ids[1]);
        Assert.True(await states.FreezeAsync(Actor.Command, round, app.Now, Ct));
        var frozen = (await app.Get<RankingStore>().FindAsync(round.Id, Ct))!;

        await author.WithdrawPhotoEntryAsync(ids[2]);

        Assert.Equal(frozen, await app.Get<RankingStore>().FindAsync(round.Id, Ct));
        var ranking = RoundRanking.Read(frozen.Text);
        Assert.Equal([ids[0], ids[2]], ranking.Groups.Single().Items.Select(item => item.Id));
        Assert.Equal(frozen.Text, ranking.Recompute().Write());
        // Nor are the ballots that it was computed from.
        Assert.Equal(
            2,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM judging_ballots WHERE item_id = @item AND state = 'scored'",
                    new { item = ids[2] },
                    Ct
                )
        );
    }

    /// <summary>It was listed, and taken back before the round opened.</summary>
    [Fact]
    public async Task A_round_leaves_out_what_was_taken_back_since_it_was_listed()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var (stays, goes, returned) = (
            await NewAcceptedAsync(contest),
            await app.NewAcceptedPhotoEntryAsync(author, contest),
            await NewAcceptedAsync(contest)
        );
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        await author.WithdrawPhotoEntryAsync(goes);
        await app.ReturnPhotoEntryAsync(returned);

        round = await OpenAsync(round, stays, goes, returned);

        Assert.Equal([stays], (await Ballots.ListAsync(jurors[0], round, Ct)).Select(ballot => ballot.ItemId));
    }

    /// <summary>Many times over, a round opens while an author takes their entry back: it is in no queue in the end.</summary>
    [Fact]
    public async Task A_round_that_opens_while_an_entry_is_withdrawn_does_not_keep_it()
    {
        for (var run = 0; run < 10; run++)
        {
            var contest = await app.NewContestAsync();
            var author = await app.NewPhotographerAsync();
            var (stays, goes) = (await NewAcceptedAsync(contest), await app.NewAcceptedPhotoEntryAsync(author, contest));
            var (round, jurors) = await app.NewContestRoundAsync(contest);

            var opening = OpenAsync(round, stays, goes);
            await Task.WhenAll(opening, author.WithdrawPhotoEntryAsync(goes));

            Assert.Equal([stays], (await Ballots.ListAsync(jurors[0], await opening, Ct)).Select(ballot => ballot.ItemId));
        }
    }

    private async Task<(TestPhone Author, long Id)> NewReviewingAsync()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync());
        await app.WorkOnPhotosAsync();
        return (author, id);
    }

    private async Task<long> NewAcceptedAsync(long contest) =>
        await app.NewAcceptedPhotoEntryAsync(await app.NewPhotographerAsync(), contest);

    private async Task<Round> OpenAsync(Round round, params long[] entries)
    {
        var items = entries.Select(id => new JudgedItem(id, "single", new Dictionary<long, ConflictReason>())).ToList();
        var opened = await app.Get<RoundStates>().OpenAsync(Actor.Command, round, items, app.Now, Ct);
        Assert.Equal(OpenOutcome.Opened, opened.Outcome);
        return (await app.Get<RoundStore>().FindAsync(round.Id, Ct))!;
    }

    private Task<SaveOutcome> SaveAsync(long juror, Ballot ballot) =>
        Ballots.SaveAsync(juror, ballot.Id, ballot.Revision, [80, 70], "", app.Now, Ct);
}
