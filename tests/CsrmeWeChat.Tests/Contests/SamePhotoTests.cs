using System.Net;
using CsrmeWeChat.Foundation.Media;
using NetVips;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>A photo that somebody has entered before, or one that looks like it.</summary>
public sealed class SamePhotoTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_photo_that_somebody_else_has_handed_in_is_refused()
    {
        var contest = await app.NewContestAsync();
        var (first, second) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var photo = NewPhoto();
        var theirs = await second.WritePhotoEntryAsync(contest, [NewPhoto(), photo]);
        var drafted = await first.WritePhotoEntryAsync(contest, [photo]);

        await JsonOf(await first.SubmitPhotoEntryAsync(drafted));
        var refused = await second.SubmitPhotoEntryAsync(theirs);
        await app.WorkOnPhotosAsync();
        var reviewed = await second.SubmitPhotoEntryAsync(theirs);
        await app.AcceptPhotoEntryAsync(drafted);
        var accepted = await second.SubmitPhotoEntryAsync(theirs);

        Assert.Equal("contests.photo_taken", await RefusalOf(refused));
        Assert.Equal("contests.photo_taken", await RefusalOf(reviewed));
        Assert.Equal("contests.photo_taken", await RefusalOf(accepted));
        Assert.Equal("draft", await second.StateOfPhotoEntryAsync(theirs));
    }

    [Fact]
    public async Task A_photo_is_free_again_where_it_was_taken_back_or_returned()
    {
        var contest = await app.NewContestAsync();
        var photo = NewPhoto();
        var (first, second, third) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var withdrawn = await first.HandInPhotoAsync(contest, "岩层", photo);
        await first.WithdrawPhotoEntryAsync(withdrawn);
        var returned = await second.HandInPhotoAsync(contest, "岩层", photo);
        await app.WorkOnPhotosAsync();
        await app.ReturnPhotoEntryAsync(returned);

        await third.HandInPhotoAsync(contest, "岩层", photo);

        Assert.Equal("contests.photo_taken", await RefusalOf(await second.SubmitPhotoEntryAsync(returned)));
    }

    [Fact]
    public async Task A_photo_that_one_has_entered_oneself_is_refused_in_other_words_and_free_in_another_contest()
    {
        var (contest, other) = (await app.NewContestAsync(), await app.NewContestAsync());
        var author = await app.NewPhotographerAsync();
        var photo = NewPhoto();
        await author.HandInPhotoAsync(contest, "岩层", photo);
        var again = await author.WritePhotoEntryAsync(contest, [photo]);

        var refused = await author.SubmitPhotoEntryAsync(again);
        var elsewhere = await author.SubmitPhotoEntryAsync(await author.WritePhotoEntryAsync(other, [photo]));

        Assert.Equal("contests.photo_used", await RefusalOf(refused));
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Of_two_who_hand_in_the_same_photo_at_once_one_does()
    {
        for (var run = 0; run < 5; run++)
        {
            var contest = await app.NewContestAsync();
            var photo = NewPhoto();
            var entries = new List<(TestPhone Author, long Id)>();
            for (var i = 0; i < 4; i++)
            {
                var author = await app.NewPhotographerAsync();
                entries.Add((author, await author.WritePhotoEntryAsync(contest, [photo])));
            }

            var answers = await Task.WhenAll(entries.Select(entry => entry.Author.SubmitPhotoEntryAsync(entry.Id)));

            Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.OK);
            foreach (var answer in answers.Where(answer => answer.StatusCode is not HttpStatusCode.OK))
            {
                Assert.Equal("contests.photo_taken", await RefusalOf(answer));
            }
        }
    }

    [Fact]
    public async Task Staff_see_near_copies_of_others_and_of_earlier_contests_the_nearest_first()
    {
        var (contest, earlier) = (await app.NewContestAsync(), await app.NewContestAsync());
        var (author, other, third) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var photo = NewPhoto();
        var same = await other.HandInPhotoAsync(earlier, "原来的", photo);
        var near = await third.HandInPhotoAsync(contest, "转过的", NewPhoto(), Changed(photo));
        await third.WritePhotoEntryAsync(await app.NewContestAsync(), [Changed(photo, quality: 50)], "草稿");
        var far = await other.HandInPhotoAsync(contest, "别的");
        var gone = await other.HandInPhotoAsync(contest, "撤回的", Changed(photo, quality: 60));
        await app.WorkOnPhotosAsync();
        await other.WithdrawPhotoEntryAsync(gone);
        var id = await author.HandInPhotoAsync(contest, "岩层", photo);
        await app.WorkOnPhotosAsync();

        var entry = (await app.FindPhotoEntryAsync(id))!;

        Assert.Equal([same, near], entry.Copies.Select(copy => copy.Entry.Id));
        Assert.Equal((true, 0, earlier), (entry.Copies[0].IsSame, entry.Copies[0].Distance, entry.Copies[0].Contest.Id));
        Assert.False(entry.Copies[1].IsSame);
        Assert.InRange(entry.Copies[1].Distance, 0, PhotoHash.Near);
        Assert.Equal((entry.Photos[0].Id, 2), (entry.Copies[1].Own.Id, entry.Copies[1].Other.Place));
        Assert.Empty((await app.FindPhotoEntryAsync(far))!.Copies);
        // Nobody but staff is told.
        Assert.DoesNotContain("原来的", $"{await author.GetPhotoEntryAsync(id)}", StringComparison.Ordinal);
    }

    /// <summary>Smaller, turned by a quarter and compressed anew.</summary>
    private static byte[] Changed(byte[] photo, int quality = 70)
    {
        using var image = Image.NewFromBuffer(photo);
        using var small = image.Resize(0.8);
        using var turned = small.Rot90();
        return turned.JpegsaveBuffer(q: quality);
    }
}
