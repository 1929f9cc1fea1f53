using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Videos;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Calls and entries in a service within this process, whose workshop tests run by hand.</summary>
public static class VideoArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(App app)
    {
        public Task<long> NewCallAsync(Func<CallDraft, CallDraft>? with = null) => app.Services.NewCallAsync(app.Now, with);

        /// <summary>Somebody who may hand videos in: their phone is known.</summary>
        public async Task<TestPhone> NewAuthorAsync()
        {
            var phone = await app.NewPhoneAsync();
            (await phone.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(phone.OpenId) })).EnsureSuccessStatusCode();
            return phone;
        }

        /// <summary>Lets the workshop and the check do all that is due.</summary>
        public async Task WorkOnVideosAsync()
        {
            await app.Get<ExamineVideos>().RunAsync(Ct);
            await app.Get<ConvertVideos>().RunAsync(Ct);
        }

        public Task<ReviewedEntry?> FindEntryAsync(long id) => app.Get<ReviewStore>().FindAsync(id, Ct);

        /// <summary>An entry that a human accepted.</summary>
        public async Task<long> NewAcceptedAsync(TestPhone author, long call, string title = "掌子面上的一天")
        {
            var id = await author.HandInAsync(call, await TestVideo.SmallAsync(), title);
            await app.WorkOnVideosAsync();
            var entry = (await app.FindEntryAsync(id))!.Entry;
            Assert.Equal(ReviewOutcome.Done, await app.Get<ReviewDesk>().AcceptAsync(Actor.Command, entry, isAware: true, app.Now, Ct));
            return id;
        }

        /// <summary>An entry that everybody can see.</summary>
        public async Task<long> NewShownAsync(TestPhone author, long call, string title = "掌子面上的一天")
        {
            var id = await app.NewAcceptedAsync(author, call, title);
            var entry = (await app.FindEntryAsync(id))!.Entry;
            Assert.Equal(ReviewOutcome.Done, await app.Get<ReviewDesk>().ShowAsync(Actor.Command, entry, app.Now, Ct));
            return id;
        }
    }
}
