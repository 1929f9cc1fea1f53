using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A contest, and a phone that enters it.</summary>
public static class PhotoAuthor
{
    private static int made;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public const string MinePhotos = "/api/contests/entries/mine";

    public static readonly (string Field, string Value)[] Camera =
    [
        ("exif-ifd0-Make", "Canon"),
        ("exif-ifd0-Model", "Canon EOS R5"),
        ("exif-ifd0-Artist", "SECRETARTIST"),
        ("exif-ifd2-DateTimeOriginal", "2026:04:30 09:00:00"),
    ];

    /// <summary>A photo that looks like none before.</summary>
    public static byte[] NewPhoto(int width = 900, int height = 600, params (string Field, string Value)[] notes) =>
        TestPicture.Photo(Interlocked.Increment(ref made), width, height, notes.Length == 0 ? Camera : notes);

    public static byte[][] NewPhotos(int count) => [.. Enumerable.Range(0, count).Select(_ => NewPhoto())];

    public static Dictionary<string, object?> PhotoText(string title = "岩层", string group = "single") =>
        new()
        {
            ["group"] = group,
            ["subject"] = "",
            ["title"] = title,
            ["caption"] = "雨后的边坡，可见清楚的层理。",
            ["place"] = "湖北宜昌",
            ["takenOn"] = "2026-04",
            ["author"] = "张岩",
            ["unit"] = "某某大学",
            ["coauthors"] = new[] { new { name = "李石", unit = "某某院" } },
            ["avoid"] = new[] { "王导师" },
            ["edit"] = "basic",
            ["editNote"] = "",
            ["aiUse"] = "none",
            ["aiNote"] = "",
        };

    public static readonly object AgreedToContest = new
    {
        agreesToRules = true,
        isOwnWork = true,
        holdsNoSecrets = true,
    };

    extension(IServiceProvider services)
    {
        /// <summary>A published contest with single photos and series, open from an hour ago for ten days unless said otherwise.</summary>
        public async Task<long> NewContestAsync(DateTimeOffset now, Func<ContestDraft, ContestDraft>? with = null)
        {
            var contests = services.GetRequiredService<ContestStore>();
            await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, Ct);
            var draft = new ContestDraft
            {
                Title = "第二届科普摄影大赛",
                Rules = "拍下您工作中的岩石。",
                Groups = [new("single", "单幅", GroupShape.Single), new("series", "组照", GroupShape.Series)],
                Prizes = [new("single", "一等奖", 1), new("single", "二等奖", 2), new("series", "一等奖", 1)],
                Criteria = [new("科学性", 40), new("艺术性", 30), new("技术性", 30)],
                OpensAt = now.AddHours(-1),
                ClosesAt = now.AddDays(10),
            };
            draft = with?.Invoke(draft) ?? draft;
            Assert.Empty(draft.Faults());
            var id = await contests.AddAsync(Actor.Command, 2026, draft, now, Ct);
            await contests.MoveAsync(Actor.Command, (await contests.FindAsync(id!.Value, Ct))!, ContestState.Published, now, Ct);
            return id.Value;
        }
    }

    extension(TestPhone phone)
    {
        public async Task<long> BeginPhotoEntryAsync(long contest) =>
            (await JsonOf(await phone.PostAsync($"/api/contests/{contest}/entries"))).GetProperty("id").GetInt64();

        public async Task<string> UploadPhotoAsync(byte[] photo, string name = "IMG_0001.JPG") =>
            (await phone.UploadAsync(photo, name, purpose: "photo")).GetProperty("code").GetString()!;

        public async Task<HttpResponseMessage> AddPhotoAsync(long entry, byte[] photo) =>
            await phone.PostAsync($"{MinePhotos}/{entry}/photos", new { upload = await phone.UploadPhotoAsync(photo) });

        public Task<HttpResponseMessage> OrderPhotosAsync(long entry, long[] photos, long? cover = null) =>
            phone.PutAsync($"{MinePhotos}/{entry}/photos", new { photos, cover });

        public Task<HttpResponseMessage> RemovePhotoAsync(long entry, long photo) =>
            phone.Http.DeleteAsync($"{MinePhotos}/{entry}/photos/{photo}", Ct);

        /// <summary>An entry with text and photos, ready to be handed in: a series where there are several.</summary>
        public async Task<long> WritePhotoEntryAsync(long contest, byte[][] photos, string title = "岩层")
        {
            var id = await phone.BeginPhotoEntryAsync(contest);
            await JsonOf(await phone.PutAsync($"{MinePhotos}/{id}", PhotoText(title, photos.Length > 1 ? "series" : "single")));
            foreach (var photo in photos)
            {
                await JsonOf(await phone.AddPhotoAsync(id, photo));
            }
            return id;
        }

        /// <summary>With one new photo where none is given.</summary>
        public async Task<long> HandInPhotoAsync(long contest, string title = "岩层", params byte[][] photos)
        {
            var id = await phone.WritePhotoEntryAsync(contest, photos.Length == 0 ? [NewPhoto()] : photos, title);
            await JsonOf(await phone.SubmitPhotoEntryAsync(id));
            return id;
        }

        public Task<HttpResponseMessage> SubmitPhotoEntryAsync(long entry) =>
            phone.PostAsync($"{MinePhotos}/{entry}/submit", AgreedToContest);

        public async Task WithdrawPhotoEntryAsync(long entry) =>
            (await phone.Http.DeleteAsync($"{MinePhotos}/{entry}", Ct)).EnsureSuccessStatusCode();

        public Task<JsonElement> GetPhotoEntryAsync(long entry) => phone.GetAsync($"{MinePhotos}/{entry}");

        public async Task<string> StateOfPhotoEntryAsync(long entry) =>
            (await phone.GetPhotoEntryAsync(entry)).GetProperty("state").GetString()!;

        /// <summary>The ids of an entry's photos, in their order.</summary>
        public async Task<long[]> PhotosOfAsync(long entry) => PhotoIds(await phone.GetPhotoEntryAsync(entry));
    }

    public static long[] PhotoIds(JsonElement entry) =>
        [.. entry.GetProperty("photos").EnumerateArray().Select(photo => photo.GetProperty("id").GetInt64())];

    public static string[] Lines(JsonElement entry, string name) =>
        [.. entry.GetProperty(name).EnumerateArray().Select(line => line.GetString()!)];

    /// <summary>Of the photo at a place from 0.</summary>
    public static string PhotoField(JsonElement entry, string name, int place = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.GetProperty("photos")[place].GetProperty(name)}");
}
