using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Filming()
    {
        yield return ("setPhone bind.bad_code", async () =>
            await (await app.NewPhoneAsync()).PutAsync("/api/me/phone", new { phoneCode = "made-up" })
        );
        yield return ("setPhone bind.phone_odd", async () =>
        {
            var phone = await NewOddAsync();
            return await phone.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(phone.OpenId) });
        });
        yield return ("setPhone session.ended", async () =>
        {
            var phone = await NewGoneAsync();
            return await phone.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(phone.OpenId) });
        });
        yield return ("beginEntry session.ended", async () => await BeginAsync(await NewGoneAsync(), await app.NewCallAsync()));
        yield return ("beginEntry videos.not_open", async () =>
            await BeginAsync(await app.NewPhoneAsync(), await app.NewCallAsync(call => call with { OpensAt = app.Now.AddDays(1) }))
        );
        yield return ("beginEntry videos.closed", async () =>
            await BeginAsync(await app.NewPhoneAsync(), await app.NewCallAsync(call => call with { ClosesAt = app.Now }))
        );
        yield return ("beginEntry videos.too_many", async () =>
        {
            var (author, call) = (await app.NewAuthorAsync(), await app.NewCallAsync(call => call with { MaxEntries = 1 }));
            await author.HandInAsync(call, await TestVideo.SmallAsync());
            return await BeginAsync(author, call);
        });
        foreach (var meet in Changing())
        {
            yield return meet;
        }
        foreach (var meet in HandingIn())
        {
            yield return meet;
        }
        yield return ("likeEntry session.ended", async () =>
            await (await NewGoneAsync()).PutAsync($"/api/videos/entries/{await NewShownAsync()}/like", new { })
        );
        yield return ("likeEntry videos.too_many_likes", async () =>
        {
            var (reader, shown) = (await app.NewPhoneAsync(), await NewShownAsync());
            for (var liked = 0; liked < LikeStore.MaxPerDay; liked++)
            {
                await app.Get<Foundation.Data.Database>()
                    .ExecuteAsync(
                        """
                        INSERT INTO video_entries (slot, call_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                                   ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, decided_by)
                        SELECT @slot, call_id, 'accepted', '', '', '', '', '[]', '', 'none', '', 1, 1, '', 0, '', @Now, @Now, ''
                          FROM video_entries WHERE id = @shown;
                        INSERT INTO video_likes (entry_id, person_id, liked_at)
                        SELECT MAX(e.id), MAX(o.person_id), @Now FROM video_entries e, openids o WHERE o.open_id = @OpenId
                        """,
                        new
                        {
                            slot = $"{Guid.NewGuid():N}",
                            shown,
                            reader.OpenId,
                            app.Now,
                        },
                        Ct
                    );
            }
            return await reader.PutAsync($"/api/videos/entries/{shown}/like", new { });
        });
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Changing()
    {
        yield return ("writeEntry videos.not_editable", async () =>
        {
            var (author, id) = await NewHandedInAsync();
            return await author.PutAsync($"{Mine}/{id}", Text());
        });
        yield return ("attachVideo videos.not_editable", async () =>
        {
            var (author, id) = await NewHandedInAsync();
            return await author.AttachAsync(id, UploadArrange.NewBytes(10));
        });
        yield return ("attachVideo videos.upload_gone", async () =>
        {
            var author = await app.NewAuthorAsync();
            return await author.PutAsync($"{Mine}/{await author.BeginEntryAsync(await app.NewCallAsync())}/video", new { upload = "NONE" });
        });
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> HandingIn()
    {
        yield return ("submitEntry videos.no_video", async () =>
        {
            var author = await app.NewAuthorAsync();
            return await author.SubmitAsync(await author.BeginEntryAsync(await app.NewCallAsync()));
        });
        yield return ("submitEntry videos.incomplete", async () =>
        {
            var author = await app.NewAuthorAsync();
            var id = await author.BeginEntryAsync(await app.NewCallAsync());
            await JsonOf(await author.AttachAsync(id, await TestVideo.SmallAsync()));
            return await author.SubmitAsync(id);
        });
        yield return ("submitEntry videos.video_unfit", async () =>
        {
            var author = await app.NewAuthorAsync();
            var id = await author.WriteEntryAsync(await app.NewCallAsync(), UploadArrange.NewBytes(50));
            await app.Get<ExamineVideos>().RunAsync(Ct);
            return await author.SubmitAsync(id);
        });
        yield return ("submitEntry videos.no_phone", async () =>
        {
            var author = await app.NewPhoneAsync();
            return await author.SubmitAsync(await author.WriteEntryAsync(await app.NewCallAsync(), await TestVideo.SmallAsync()));
        });
        yield return ("submitEntry videos.not_agreed", async () =>
        {
            var author = await app.NewAuthorAsync();
            var id = await author.WriteEntryAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
            return await author.PostAsync($"{Mine}/{id}/submit", new { agreesToRules = false, holdsNoSecrets = true });
        });
        yield return ("submitEntry videos.not_editable", async () =>
        {
            var (author, id) = await NewHandedInAsync();
            (await author.Http.DeleteAsync($"{Mine}/{id}", Ct)).EnsureSuccessStatusCode();
            return await author.SubmitAsync(id);
        });
        yield return ("submitEntry videos.not_open", async () =>
        {
            var (author, call) = (await app.NewAuthorAsync(), await app.NewCallAsync());
            var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());
            await MoveAsync(call, opensAt: app.Now.AddDays(1), closesAt: app.Now.AddDays(2));
            return await author.SubmitAsync(id);
        });
        yield return ("submitEntry videos.closed", async () =>
        {
            var (author, call) = (await app.NewAuthorAsync(), await app.NewCallAsync());
            var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());
            await MoveAsync(call, opensAt: app.Now.AddHours(-2), closesAt: app.Now.AddHours(-1));
            return await author.SubmitAsync(id);
        });
    }

    private Task<int> MoveAsync(long call, DateTimeOffset opensAt, DateTimeOffset closesAt) =>
        app.Get<Foundation.Data.Database>()
            .ExecuteAsync(
                "UPDATE video_calls SET opens_at = @opensAt, closes_at = @closesAt WHERE id = @call",
                new
                {
                    call,
                    opensAt,
                    closesAt,
                },
                Ct
            );

    private async Task<long> NewShownAsync() => await app.NewShownAsync(await app.NewAuthorAsync(), await app.NewCallAsync());

    private async Task<(TestPhone Author, long Id)> NewHandedInAsync()
    {
        var author = await app.NewAuthorAsync();
        return (author, await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync()));
    }

    private static Task<HttpResponseMessage> BeginAsync(TestPhone author, long call) =>
        author.PostAsync($"/api/videos/calls/{call}/entries");
}
