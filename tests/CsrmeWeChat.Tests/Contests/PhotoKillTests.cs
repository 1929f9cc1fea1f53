using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Uploads;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>The real process is killed while photos are worked on.</summary>
public sealed class PhotoKillTests(TestEngine engine)
{
    private const int Authors = 3,
        Each = 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_random_moments_it_goes_on_by_itself()
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        await using var backstage = await Backstage.OnAsync(configuration);
        var settings = new Dictionary<string, string?>(configuration) { ["Jobs:Run"] = "true" };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        var contest = await backstage.Services.NewContestAsync(TimeProvider.System.GetUtcNow());
        var photos = Enumerable.Range(0, Authors * Each).Select(_ => NewPhoto(4_000, 3_000)).Chunk(Each).ToList();
        var ids = new List<long>();
        foreach (var own in photos)
        {
            using var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
            var phone = new TestPhone(http, sandbox.Control, sandbox.Control.MakeUser());
            await phone.SignInAsync();
            await JsonOf(await phone.PutAsync("/api/me/phone", new { phoneCode = sandbox.Control.MintPhoneCode(phone.OpenId) }));
            ids.Add(await phone.HandInPhotoAsync(contest, "岩层", own));
        }

        // A photo is given up that was begun three times; of so few kills no photo is begun so often.
        for (var kill = 0; kill < 2; kill++)
        {
            await Task.Delay(Random.Shared.Next(100, 1_500), Ct);
            await service.KillAsync();
            await ReleaseAsync(backstage);
            await service.UpAsync();
        }
        await UntilReviewingAsync(backstage, ids);

        await AssertNothingIsLostOrDoubledAsync(backstage, ids, photos);
    }

    /// <summary>Nobody waits for the leases of the dead.</summary>
    private static Task ReleaseAsync(Backstage backstage) =>
        backstage
            .Get<Database>()
            .ExecuteAsync("UPDATE contest_photos SET lease_until = @past WHERE lease <> ''", new { past = DateTimeOffset.UnixEpoch }, Ct);

    private static async Task UntilReviewingAsync(Backstage backstage, IReadOnlyList<long> ids)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(100, Ct))
        {
            var states = await backstage
                .Get<Database>()
                .ListAsync<string>("SELECT state FROM contest_entries WHERE id IN {=ids} AND state <> 'reviewing'", new { ids }, Ct);
            if (states.Count == 0)
            {
                return;
            }
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), string.Join(", ", states));
        }
    }

    private static async Task AssertNothingIsLostOrDoubledAsync(Backstage backstage, IReadOnlyList<long> ids, List<byte[][]> photos)
    {
        var store = backstage.Get<IFileStore>();
        var expected = new HashSet<string>();
        for (var author = 0; author < Authors; author++)
        {
            var entry = (await backstage.Get<PhotoReviewStore>().FindAsync(ids[author], Ct))!;
            Assert.Equal(photos[author].Select(Sha256), entry.Photos.Select(photo => photo.Sha256));
            Assert.Equal(Each, entry.Checks.Count(check => check.FileKey is not ""));
            foreach (var photo in entry.Photos)
            {
                Assert.Equal((EntryPhotoState.Ready, 4_000, ""), (photo.State, photo.CopyWidth, photo.Fault));
                using var original = (await backstage.Get<UploadStore>().FetchAsync(photo.UploadId, Ct))!;
                Assert.Equal(photo.Sha256, Sha256(await File.ReadAllBytesAsync(original.Path, Ct)));
                string[] keys =
                [
                    EntryPhotoKeys.Large(photo.Code),
                    EntryPhotoKeys.Preview(photo.Code),
                    EntryPhotoKeys.Thumbnail(photo.Code),
                ];
                foreach (var key in keys)
                {
                    using var copy = (await store.FetchAsync(key, Ct))!;
                    using var image = NetVips.Image.NewFromFile(copy.Path, failOn: NetVips.Enums.FailOn.Warning);
                    Assert.True(image.Avg() > 1, key);
                }
                expected.UnionWith(keys);
            }
        }
        var stored = await store.ListAsync(EntryPhotoKeys.Prefix, DateTimeOffset.MaxValue, Ct).ToListAsync(Ct);
        Assert.Equal(expected.Order(), stored.Where(key => !key.Contains('~', StringComparison.Ordinal)).Order());
    }
}
