using System.Diagnostics;
using System.Text.Json;

namespace CsrmeWeChat.Drive;

/// <summary>
/// The phones of the demo, whose users are bound members: they wait for the next benefit that opens and rush for it, and rush for what is
/// open whenever somebody presses the button on the page of the stand-in for WeChat. What they do is told on that page.
/// </summary>
internal sealed class Crowd(HttpClient api, SandboxWeChat wechat, int count)
{
    /// <summary>How many sign in at once: nobody who tries the console is to wait for them.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly List<Phone> phones = [];
    private readonly HashSet<long> rushed = [];
    private long answered;

    public async Task<int> WaitAndRushAsync()
    {
        await wechat.TellCrowdAsync("手机正在登录……");
        await SignInAsync();
        var words = $"{phones.Count} 部手机已登录";
        for (answered = await wechat.TellCrowdAsync(words); ; await Task.Delay(Look))
        {
            var cards = await BoardAsync();
            var next = cards.Where(card => card.IsRushFor("upcoming") && !rushed.Contains(card.Id)).MinBy(card => card.OpensAt);
            var ordered = await wechat.TellCrowdAsync(next is null ? words : $"{words}。{next.Countdown}自动来抢《{next.Title}》");
            if (ordered > answered)
            {
                answered = ordered;
                words = await RushAsync(await FindOpenAsync());
            }
            else if (next is { Wait.TotalSeconds: < 2 })
            {
                // A quarter of a second of slack for the clock.
                await Task.Delay(Positive(next.Wait + TimeSpan.FromSeconds(0.25)));
                words = await RushAsync(next);
            }
        }
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    /// <summary>Those of the stand-in's users who are bound, up to the number that is wanted.</summary>
    private async Task SignInAsync()
    {
        foreach (var users in (await wechat.ListUsersAsync(count * 2)).Chunk(AtOnce))
        {
            var asked = users.Select(openId => new Phone(api, wechat, openId, member: null)).ToList();
            var bound = await Task.WhenAll(asked.Select(IsBoundAsync));
            phones.AddRange(asked.Where((_, i) => bound[i]));
            if (phones.Count >= count)
            {
                break;
            }
        }
        phones.RemoveRange(Math.Min(count, phones.Count), Math.Max(0, phones.Count - count));
    }

    private static async Task<bool> IsBoundAsync(Phone phone) =>
        await phone.SignInAsync() is { IsOk: true } && await phone.GetAsync("/api/me") is { IsOk: true } me && me.Text("state") == "bound";

    private async Task<IReadOnlyList<Card>> BoardAsync() =>
        // Another phone each time, for one may ask only so often.
        await phones[Random.Shared.Next(phones.Count)].GetAsync("/api/benefits") is { IsOk: true } board
            ? [.. board.Json.GetProperty("items").EnumerateArray().Select(card => new Card(card))]
            : [];

    /// <summary>The last that opened of those that are open to one of these phones; to who has claimed it, it is not.</summary>
    private async Task<Card?> FindOpenAsync()
    {
        for (var tries = 0; tries < 10; tries++)
        {
            if ((await BoardAsync()).Where(card => card.IsRushFor("open")).MaxBy(card => card.OpensAt) is { } open)
            {
                return open;
            }
        }
        return null;
    }

    private async Task<string> RushAsync(Card? card)
    {
        if (card is null)
        {
            return "现在没有可抢的福利";
        }
        rushed.Add(card.Id);
        var (began, started) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
        var answers = await Task.WhenAll(phones.Select(phone => phone.ClaimAsync(card.Id)));
        var took = Stopwatch.GetElapsedTime(started);
        var outcomes = answers
            .GroupBy(answer => Say(answer, began))
            .OrderByDescending(outcome => outcome.First().IsOk)
            .ThenByDescending(outcome => outcome.Count())
            .Select(outcome => $"{outcome.Key} {outcome.Count()}");
        return $"{phones.Count} 部手机抢过《{card.Title}》，用时 {took.TotalSeconds:F1} 秒：{string.Join("，", outcomes)}";
    }

    /// <summary>Who has it already gets the same ticket again.</summary>
    private static string Say(Answer answer, DateTimeOffset began) =>
        answer.IsOk
            ? answer.Json.GetProperty("claimedAt").GetDateTimeOffset() < began.AddSeconds(-1)
                ? "以前领过"
                : "领到"
            : answer.Detail is { Length: > 0 } why
                ? why.Split('。')[0]
                : answer.Code;

    private sealed class Card(JsonElement json)
    {
        public long Id => json.GetProperty("id").GetInt64();

        public string Title => json.GetProperty("title").GetString()!;

        public DateTimeOffset OpensAt => json.GetProperty("opensAt").GetDateTimeOffset();

        public TimeSpan Wait => OpensAt - TimeProvider.System.GetUtcNow();

        /// <summary>What opens tomorrow is not waited for.</summary>
        public bool IsRushFor(string state) =>
            json.GetProperty("kind").GetString() == "counter"
            && json.GetProperty("state").GetString() == state
            && Wait < TimeSpan.FromMinutes(30);

        public string Countdown => Wait.TotalSeconds > 60 ? $"{Wait.TotalMinutes:F0} 分钟后" : $"{Math.Max(0, Wait.TotalSeconds):F0} 秒后";
    }
}
