using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>The real process is killed at random moments while jurors score by their pages, and then the round closes.</summary>
public sealed class JurorKillTests(TestEngine engine)
{
    private const int Jurors = 2,
        Items = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trait("Soak", "judging")]
    public async Task No_score_that_was_answered_as_saved_is_lost_and_none_is_taken_after_the_close()
    {
        var configuration = await engine.NewConfigurationAsync();
        await using var backstage = await Backstage.OnAsync(configuration);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, configuration);
        var jurors = new List<StaffMember>();
        for (var number = 0; number < Jurors; number++)
        {
            jurors.Add(await backstage.Services.NewAccountAsync(Role.Juror));
        }
        var round = await backstage.Services.NewRoundAsync([.. jurors.Select(juror => juror.Id)], Jurors);
        round = await backstage.Services.OpenAsync(round, Enumerable.Range(1, Items).Select(id => (long)id));

        var pages = await Task.WhenAll(jurors.Select(juror => PagesOfAsync(backstage, service, juror, round)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var scoring = pages.SelectMany(list => list).Select(page => Task.Run(() => page.ScoreAsync(end.Token), end.Token)).ToList();
        Dictionary<long, string> atClose;
        try
        {
            atClose = await KillAndCloseAsync(backstage, service, round);
            await Task.WhenAll(scoring);
        }
        finally
        {
            await end.CancelAsync();
        }

        // Equal to what stood when the close was answered: nothing came after it.
        Assert.Equal(atClose, await ListAsync(backstage, round));
        foreach (var page in pages.SelectMany(list => list))
        {
            Assert.True(page.IsAllowed(atClose[page.Ballot]), $"{page.Ballot} has {atClose[page.Ballot]}: {page}");
        }
        Assert.Contains(pages.SelectMany(list => list), page => page.Answered > 0);
    }

    /// <summary>What stood when the close was answered, between two deaths of the service.</summary>
    private static async Task<Dictionary<long, string>> KillAndCloseAsync(Backstage backstage, ServiceProcess service, Round round)
    {
        for (var kill = 0; kill < Soak.Of(4, 20); kill++)
        {
            await Task.Delay(Random.Shared.Next(300, 1_500), Ct);
            await service.KillAsync();
            await service.UpAsync();
        }
        await Task.Delay(Random.Shared.Next(100, 700), Ct);
        var closed = await backstage
            .Get<RoundStates>()
            .CloseAsync(Actor.Command, round, isAware: true, TimeProvider.System.GetUtcNow(), Ct);
        Assert.Equal(CloseOutcome.Closed, closed.Outcome);
        var atClose = await ListAsync(backstage, round);
        await service.KillAsync();
        await service.UpAsync();
        return atClose;
    }

    private static async Task<ScoringPage[]> PagesOfAsync(Backstage backstage, ServiceProcess service, StaffMember juror, Round round)
    {
        var token = await backstage.Get<StaffSessions>().OpenAsync(juror.Id, "127.0.0.1", "测试", TimeProvider.System.GetUtcNow(), Ct);
        var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        handler.CookieContainer.Add(new Uri(service.BaseUrl), new Cookie(StaffArrange.Cookie, token));
        var http = new HttpClient(handler) { BaseAddress = new Uri(service.BaseUrl) };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var ballots = await backstage.Get<BallotStore>().ListAsync(juror.Id, round, Ct);
        var page = await http.GetStringAsync(JurorPages.BallotAddress(ballots[0].Id), Ct);
        return [.. ballots.Select(ballot => new ScoringPage(http, ballot.Id, TestStaff.TokenIn(page)))];
    }

    private static async Task<Dictionary<long, string>> ListAsync(Backstage backstage, Round round) =>
        (
            await backstage
                .Get<Database>()
                .ListAsync<Stored>("SELECT id, points FROM judging_ballots WHERE round_id = @Id ORDER BY id", new { round.Id }, Ct)
        ).ToDictionary(ballot => ballot.Id, ballot => ballot.Points);

    private sealed record Stored
    {
        public required long Id { get; init; }
        public required string Points { get; init; }
    }

    /// <summary>A page that changes its scores again and again, each time other ones, until the round takes none.</summary>
    private sealed class ScoringPage(HttpClient http, long ballot, string token)
    {
        private readonly ConcurrentQueue<string> unanswered = [];
        private string saved = "[]";
        private long revision = 1;

        public long Ballot => ballot;

        public int Answered { get; private set; }

        /// <summary>What was answered last, or what was sent after it and never answered.</summary>
        public bool IsAllowed(string points) => points == saved || unanswered.Contains(points);

        public override string ToString() => $"saved {saved}, unanswered {string.Join(' ', unanswered)}";

        public async Task ScoreAsync(CancellationToken ct)
        {
            for (var number = 0; ; number++)
            {
                int[] points = [number % 101, number / 101 % 101];
                while (await SendAsync(points, ct) is var isSaved && isSaved is not true)
                {
                    if (isSaved is false)
                    {
                        return;
                    }
                    await Task.Delay(100, ct);
                }
            }
        }

        /// <summary>True where it is saved, false where the round is closed, and null where it has to be sent again.</summary>
        private async Task<bool?> SendAsync(int[] points, CancellationToken ct)
        {
            var text = JsonSerializer.Serialize(points);
            unanswered.Enqueue(text);
            if (await PostAsync(points, ct) is not { } said)
            {
                return null;
            }
            revision = said.GetProperty("revision").GetInt64();
            if (said.GetProperty("saved").GetBoolean())
            {
                saved = text;
                unanswered.Clear();
                Answered++;
                return true;
            }
            return said.GetProperty("code").GetString() switch
            {
                "judging.closed" => false,
                // An earlier one of this page's, whose answer was lost.
                "judging.moved" => null,
                var other => throw new InvalidOperationException(other),
            };
        }

        private async Task<JsonElement?> PostAsync(int[] points, CancellationToken ct)
        {
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create(TestStaff.TokenField, token),
                KeyValuePair.Create("Revision", revision.ToString(CultureInfo.InvariantCulture)),
                .. points.Select(one => KeyValuePair.Create("Points", one.ToString(CultureInfo.InvariantCulture))),
            ]);
            try
            {
                using var answer = await http.PostAsync($"{JurorPages.BallotAddress(ballot)}?handler=Autosave", form, ct);
                Assert.True(answer.IsSuccessStatusCode || (int)answer.StatusCode >= 500, $"{answer.StatusCode}");
                return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return null;
            }
        }
    }
}
