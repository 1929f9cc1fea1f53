using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Contests and entries in a service within this process, whose workshop tests run by hand.</summary>
public static class ContestArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(App app)
    {
        public Task<long> NewContestAsync(Func<ContestDraft, ContestDraft>? with = null) => app.Services.NewContestAsync(app.Now, with);

        public async Task<Contest> FindContestAsync(long id) => (await app.Get<ContestStore>().FindAsync(id, Ct))!;

        public async Task EditContestAsync(long id, Func<ContestDraft, ContestDraft> with)
        {
            var seen = await app.FindContestAsync(id);
            var edited = await app.Get<ContestStore>().EditAsync(Actor.Command, seen, with(ContestDraft.Of(seen)), app.Now, Ct);
            Assert.Equal(EditContest.Done, edited);
        }

        /// <summary>Somebody who may hand photos in: their phone is known.</summary>
        public Task<TestPhone> NewPhotographerAsync() => app.NewAuthorAsync();

        /// <summary>Lets the workshop do all that is due.</summary>
        public Task WorkOnPhotosAsync() => app.Get<DevelopPhotos>().RunAsync(Ct);

        /// <summary>As staff see it. Null for a draft.</summary>
        public Task<ReviewedPhotoEntry?> FindPhotoEntryAsync(long id) => app.Get<PhotoReviewStore>().FindAsync(id, Ct);

        public async Task<PhotoReviewOutcome> AcceptPhotoEntryAsync(long id) =>
            await app.Get<PhotoReviewDesk>()
                .AcceptAsync(Actor.Command, (await app.FindPhotoEntryAsync(id))!.Entry, isAware: true, app.Now, Ct);

        public async Task<PhotoReviewOutcome> ReturnPhotoEntryAsync(long id, string reason = "请换一张。") =>
            await app.Get<PhotoReviewDesk>().ReturnAsync(Actor.Command, (await app.FindPhotoEntryAsync(id))!.Entry, reason, app.Now, Ct);

        /// <summary>An entry that a human accepted: of one new photo where none is given.</summary>
        public async Task<long> NewAcceptedPhotoEntryAsync(TestPhone author, long contest, string title = "岩层", params byte[][] photos)
        {
            var id = await author.HandInPhotoAsync(contest, title, photos);
            await app.WorkOnPhotosAsync();
            Assert.Equal(PhotoReviewOutcome.Done, await app.AcceptPhotoEntryAsync(id));
            return id;
        }

        /// <summary>A round of a contest with so many new jurors, of whom all judge each item.</summary>
        public async Task<(Round Round, IReadOnlyList<long> Jurors)> NewContestRoundAsync(long contest, int jurors = 2, int number = 1)
        {
            var staff = new List<long>();
            for (var i = 0; i < jurors; i++)
            {
                staff.Add((await app.NewAccountAsync(Role.Juror)).Id);
            }
            var draft = new RoundDraft(
                "初评",
                [new Criterion("科学性", 60), new Criterion("艺术性", 40)],
                PerItem: jurors,
                GoesOn: 10,
                RankRule.Mean,
                TieRule.ByCriteria,
                app.Now.AddDays(7),
                staff
            );
            var panel = Contest.PanelOf(contest);
            var id = await app.Get<RoundStore>().AddAsync(Actor.Command, panel, number, draft, app.Now, Ct);
            return ((await app.Get<RoundStore>().FindAsync(id!.Value, Ct))!, staff);
        }
    }
}
