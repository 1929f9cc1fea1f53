using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Videos;
using Microsoft.Extensions.DependencyInjection;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A call, and a phone that enters it.</summary>
public static class VideoAuthor
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public const string Mine = "/api/videos/entries/mine";

    public static object Text(string title = "掌子面上的一天", string statement = "跟班记录一次爆破后的巡检。", string category = "") =>
        new
        {
            title,
            statement,
            author = "张岩",
            unit = "某某大学",
            collaborators = new[] { new { name = "李石", unit = "某某院" } },
            category,
            aiUse = "none",
            aiNote = "",
        };

    public static readonly object Agreed = new { agreesToRules = true, holdsNoSecrets = true };

    extension(IServiceProvider services)
    {
        /// <summary>A published call, open from an hour ago for ten days unless said otherwise.</summary>
        public async Task<long> NewCallAsync(DateTimeOffset now, Func<CallDraft, CallDraft>? with = null)
        {
            var calls = services.GetRequiredService<CallStore>();
            await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, Ct);
            var draft = new CallDraft("青年说岩", "说说你的工作。", [], now.AddHours(-1), now.AddDays(10), 0, 60, 3, true, "");
            var id = await calls.AddAsync(Actor.Command, 2026, with is null ? draft : with(draft), now, Ct);
            await calls.MoveAsync(Actor.Command, (await calls.FindAsync(id!.Value, Ct))!, CallState.Published, now, Ct);
            return id.Value;
        }
    }

    extension(TestPhone phone)
    {
        public async Task<long> BeginEntryAsync(long call) =>
            (await JsonOf(await phone.PostAsync($"/api/videos/calls/{call}/entries"))).GetProperty("id").GetInt64();

        /// <summary>An entry with text and video, ready to be handed in.</summary>
        public async Task<long> WriteEntryAsync(long call, byte[] video, string title = "掌子面上的一天")
        {
            var id = await phone.BeginEntryAsync(call);
            await JsonOf(await phone.PutAsync($"{Mine}/{id}", Text(title)));
            await JsonOf(await phone.AttachAsync(id, video));
            return id;
        }

        public async Task<HttpResponseMessage> AttachAsync(long entry, byte[] video) =>
            await phone.PutAsync(
                $"{Mine}/{entry}/video",
                new { upload = (await phone.UploadAsync(video)).GetProperty("code").GetString() }
            );

        public async Task<long> HandInAsync(long call, byte[] video, string title = "掌子面上的一天")
        {
            var id = await phone.WriteEntryAsync(call, video, title);
            await JsonOf(await phone.SubmitAsync(id));
            return id;
        }

        public Task<HttpResponseMessage> SubmitAsync(long entry) => phone.PostAsync($"{Mine}/{entry}/submit", Agreed);

        public Task<JsonElement> GetEntryAsync(long entry) => phone.GetAsync($"{Mine}/{entry}");

        public async Task<string> StateOfAsync(long entry) => (await phone.GetEntryAsync(entry)).GetProperty("state").GetString()!;
    }
}
