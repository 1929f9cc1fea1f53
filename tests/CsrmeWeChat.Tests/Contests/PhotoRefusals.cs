using CsrmeWeChat.Contests;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Photographing()
    {
        yield return ("beginPhotoEntry session.ended", async () => await EnterAsync(await NewGoneAsync(), await app.NewContestAsync()));
        yield return ("beginPhotoEntry contests.not_open", async () =>
            await EnterAsync(await app.NewPhoneAsync(), await app.NewContestAsync(draft => draft with { OpensAt = app.Now.AddDays(1) }))
        );
        yield return ("beginPhotoEntry contests.closed", async () =>
            await EnterAsync(await app.NewPhoneAsync(), await app.NewContestAsync(draft => draft with { ClosesAt = app.Now }))
        );
        yield return ("beginPhotoEntry contests.members_only", async () =>
            await EnterAsync(await app.NewPhotographerAsync(), await NewOfMembersAsync())
        );
        yield return ("beginPhotoEntry contests.too_many", async () =>
        {
            var (author, contest) = (await app.NewPhotographerAsync(), await app.NewContestAsync(draft => draft with { MaxEntries = 1 }));
            await author.HandInPhotoAsync(contest);
            return await EnterAsync(author, contest);
        });
        foreach (var meet in ChangingPhotos().Concat(HandingInPhotos()))
        {
            yield return meet;
        }
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> ChangingPhotos()
    {
        yield return ("writePhotoEntry contests.not_editable", async () =>
        {
            var (author, id) = await NewHandedInPhotoAsync();
            return await author.PutAsync($"{MinePhotos}/{id}", PhotoText());
        });
        yield return ("addEntryPhoto contests.not_editable", async () =>
        {
            var (author, id) = await NewHandedInPhotoAsync();
            return await author.AddPhotoAsync(id, NewPhoto());
        });
        yield return ("removeEntryPhoto contests.not_editable", async () =>
        {
            var (author, id) = await NewHandedInPhotoAsync();
            return await author.RemovePhotoAsync(id, (await author.PhotosOfAsync(id))[0]);
        });
        yield return ("orderEntryPhotos contests.not_editable", async () =>
        {
            var (author, id) = await NewHandedInPhotoAsync();
            return await author.OrderPhotosAsync(id, await author.PhotosOfAsync(id));
        });
        yield return ("orderEntryPhotos contests.wrong_order", async () =>
        {
            var (author, id) = await NewPhotoDraftAsync();
            return await author.OrderPhotosAsync(id, []);
        });
        yield return ("addEntryPhoto contests.upload_gone", async () =>
        {
            var author = await app.NewPhotographerAsync();
            var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
            return await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload = "NONE" });
        });
        yield return ("addEntryPhoto contests.too_many_photos", async () =>
        {
            var (author, id) = await NewPhotoDraftAsync();
            return await author.AddPhotoAsync(id, NewPhoto());
        });
        yield return ("addEntryPhoto contests.same_photo", async () =>
        {
            var (author, photo) = (await app.NewPhotographerAsync(), NewPhoto());
            return await author.AddPhotoAsync(await NewSeriesDraftAsync(author, photo), photo);
        });
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> HandingInPhotos()
    {
        yield return ("submitPhotoEntry contests.no_photo", async () =>
        {
            var author = await app.NewPhotographerAsync();
            return await author.SubmitPhotoEntryAsync(await author.BeginPhotoEntryAsync(await app.NewContestAsync()));
        });
        yield return ("submitPhotoEntry contests.incomplete", async () =>
        {
            var author = await app.NewPhotographerAsync();
            var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
            await JsonOf(await author.AddPhotoAsync(id, NewPhoto()));
            return await author.SubmitPhotoEntryAsync(id);
        });
        yield return ("submitPhotoEntry contests.photo_unfit", async () =>
        {
            var (author, id) = await NewPhotoDraftAsync(UploadArrange.NewBytes(50));
            await app.WorkOnPhotosAsync();
            return await author.SubmitPhotoEntryAsync(id);
        });
        yield return ("submitPhotoEntry contests.photo_count", async () =>
        {
            var author = await app.NewPhotographerAsync();
            return await author.SubmitPhotoEntryAsync(await NewSeriesDraftAsync(author, NewPhoto()));
        });
        yield return ("submitPhotoEntry contests.not_agreed", async () =>
        {
            var (author, id) = await NewPhotoDraftAsync();
            return await author.PostAsync(
                $"{MinePhotos}/{id}/submit",
                new
                {
                    agreesToRules = true,
                    isOwnWork = false,
                    holdsNoSecrets = true,
                }
            );
        });
        yield return ("submitPhotoEntry contests.no_phone", async () =>
        {
            var author = await app.NewPhoneAsync();
            return await author.SubmitPhotoEntryAsync(await author.WritePhotoEntryAsync(await app.NewContestAsync(), [NewPhoto()]));
        });
        yield return ("submitPhotoEntry contests.members_only", async () =>
        {
            var (author, contest) = (await app.NewPhotographerAsync(), await app.NewContestAsync());
            var id = await author.WritePhotoEntryAsync(contest, [NewPhoto()]);
            await app.EditContestAsync(contest, draft => draft with { Entrants = Crowd.Members });
            return await author.SubmitPhotoEntryAsync(id);
        });
        yield return ("submitPhotoEntry contests.not_editable", async () =>
        {
            var (author, id) = await NewHandedInPhotoAsync();
            await author.WithdrawPhotoEntryAsync(id);
            return await author.SubmitPhotoEntryAsync(id);
        });
        yield return ("submitPhotoEntry contests.not_open", () => SubmitMovedAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(2)));
        yield return ("submitPhotoEntry contests.closed", () => SubmitMovedAsync(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1)));
        yield return ("submitPhotoEntry contests.photo_taken", () => SubmitTwiceAsync(isOwn: false));
        yield return ("submitPhotoEntry contests.photo_used", () => SubmitTwiceAsync(isOwn: true));
    }

    private async Task<HttpResponseMessage> SubmitMovedAsync(TimeSpan opensIn, TimeSpan closesIn)
    {
        var (author, contest) = (await app.NewPhotographerAsync(), await app.NewContestAsync());
        var id = await author.WritePhotoEntryAsync(contest, [NewPhoto()]);
        await app.EditContestAsync(contest, draft => draft with { OpensAt = app.Now + opensIn, ClosesAt = app.Now + closesIn });
        return await author.SubmitPhotoEntryAsync(id);
    }

    private async Task<HttpResponseMessage> SubmitTwiceAsync(bool isOwn)
    {
        var (author, contest, photo) = (await app.NewPhotographerAsync(), await app.NewContestAsync(), NewPhoto());
        await author.HandInPhotoAsync(contest, "岩层", photo);
        var second = isOwn ? author : await app.NewPhotographerAsync();
        return await second.SubmitPhotoEntryAsync(await second.WritePhotoEntryAsync(contest, [photo]));
    }

    private Task<long> NewOfMembersAsync() => app.NewContestAsync(draft => draft with { Entrants = Crowd.Members });

    private async Task<(TestPhone Author, long Id)> NewPhotoDraftAsync(byte[]? photo = null)
    {
        var author = await app.NewPhotographerAsync();
        return (author, await author.WritePhotoEntryAsync(await app.NewContestAsync(), [photo ?? NewPhoto()]));
    }

    private async Task<(TestPhone Author, long Id)> NewHandedInPhotoAsync()
    {
        var author = await app.NewPhotographerAsync();
        return (author, await author.HandInPhotoAsync(await app.NewContestAsync()));
    }

    private async Task<long> NewSeriesDraftAsync(TestPhone author, byte[] photo)
    {
        var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText(group: "series")));
        await JsonOf(await author.AddPhotoAsync(id, photo));
        return id;
    }

    private static Task<HttpResponseMessage> EnterAsync(TestPhone author, long contest) =>
        author.PostAsync($"/api/contests/{contest}/entries");
}
