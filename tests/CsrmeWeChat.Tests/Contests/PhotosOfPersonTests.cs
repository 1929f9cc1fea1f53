using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.People;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What a photographer is given of their data, and what becomes of it when they go or turn out to be two.</summary>
public sealed class PhotosOfPersonTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_forgotten_takes_their_photos_along_also_from_the_jury()
    {
        var contest = await app.NewContestAsync();
        var (author, other) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var (mine, theirs) = (
            await app.NewAcceptedPhotoEntryAsync(author, contest, "我的"),
            await app.NewAcceptedPhotoEntryAsync(other, contest, "别人的")
        );
        var draft = await author.WritePhotoEntryAsync(contest, [NewPhoto()], "草稿");
        var photo = (await app.FindPhotoEntryAsync(mine))!.Photos[0];
        var (round, jurors) = await app.NewContestRoundAsync(contest);
        JudgedItem[] items = [.. new[] { mine, theirs }.Select(id => new JudgedItem(id, "single", new Dictionary<long, ConflictReason>()))];
        Assert.Equal(OpenOutcome.Opened, (await app.Get<RoundStates>().OpenAsync(Actor.Command, round, items, app.Now, Ct)).Outcome);
        round = (await app.Get<RoundStore>().FindAsync(round.Id, Ct))!;
        var export = await author.GetAsync("/api/me/export");

        (await author.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        await app.Get<RemovePhotos>().RunAsync(Ct);
        await app.Get<Uploads.ExpireUploads>().RunAsync(Ct);

        Assert.Equal(
            ["我的", "草稿"],
            export.GetProperty("photoEntries").EnumerateArray().Select(one => one.GetProperty("title").GetString())
        );
        Assert.Equal("IMG_0001.JPG", export.GetProperty("photos")[0].GetProperty("name").GetString());
        Assert.Contains("Canon", export.GetProperty("photos")[0].GetProperty("facts").GetString(), StringComparison.Ordinal);
        var left = (await app.FindPhotoEntryAsync(mine))!.Entry;
        Assert.Equal(
            (PhotoEntryState.Withdrawn, null, "", "[]", "[]"),
            (left.State, left.PersonId, left.Author, left.Coauthors, left.Avoid)
        );
        Assert.Null(await PhotoEntryMoves.FindAsync(app.Get<Database>(), draft, Ct));
        Assert.Null(await app.Get<EntryPhotoStore>().FindAsync(photo.Id, Ct));
        Assert.Null(await app.Get<Uploads.UploadStore>().FetchAsync(photo.UploadId, Ct));
        Assert.Equal([theirs], (await app.Get<BallotStore>().ListAsync(jurors[0], round, Ct)).Select(ballot => ballot.ItemId));
    }

    [Fact]
    public async Task Two_who_turn_out_to_be_one_keep_their_entries_and_both_drafts()
    {
        var contest = await app.NewContestAsync();
        var phone = await app.NewPhoneAsync(unionId: false);
        var follower = await app.Get<PersonStore>().SignInAsync("wx-account", $"f-{phone.OpenId}", $"u-{phone.OpenId}", app.Now, Ct);
        var drafted = await phone.WritePhotoEntryAsync(contest, [NewPhoto()], "手机上的草稿");
        var states = app.Get<PhotoEntryStates>();
        var (_, earlier) = await states.BeginAsync(follower, contest, app.Now, Ct);

        app.WeChat.SetUnionId(phone.OpenId, $"u-{phone.OpenId}");
        await phone.SignInAsync();
        var mine = (await phone.GetAsync(MinePhotos)).GetProperty("items").EnumerateArray().ToList();
        var begun = await phone.BeginPhotoEntryAsync(contest);
        await JsonOf(await phone.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(phone.OpenId) }));
        var submitted = await phone.SubmitPhotoEntryAsync(drafted);

        Assert.Equal(new[] { drafted, earlier!.Id }.Order(), mine.Select(entry => entry.GetProperty("id").GetInt64()).Order());
        Assert.Contains(begun, new[] { drafted, earlier.Id });
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
    }
}
