using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>What the page of a live rush is told.</summary>
public sealed class LiveRushTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_what_remains_the_claims_per_second_and_why_others_were_refused()
    {
        var benefit = await app.NewBenefitAsync(stock: 3, with: b => b with { DuesRequired = true });
        var paid = DateOnly.FromDateTime(app.Now.AddDays(10).DateTime);
        foreach (var time in Enumerable.Range(0, 4))
        {
            await (await app.NewMemberAsync(paidUntil: paid)).ClaimAsync(benefit);
            await (await app.NewMemberAsync()).ClaimAsync(benefit);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await app.Get<ClaimRefusals>().FlushAsync(Ct);
        await app.Get<ClaimRefusals>().FlushAsync(Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(5));

        var secretary = await app.NewStaffAsync(Role.Secretary);
        Assert.Contains("每秒领取", await secretary.GetPageAsync($"/staff/benefits/{benefit}/live"));
        var live = await LiveAsync(secretary, benefit);

        Assert.Equal(
            (0, 3, 3, "已领完"),
            (
                live.GetProperty("remaining").GetInt32(),
                live.GetProperty("held").GetInt32(),
                live.GetProperty("stock").GetInt32(),
                live.GetProperty("phase").GetString()
            )
        );
        var perSecond = live.GetProperty("perSecond").EnumerateArray().Select(count => count.GetInt32()).ToList();
        Assert.Equal((LiveRush.Seconds, 3, 1), (perSecond.Count, perSecond.Sum(), perSecond.Max()));
        var refusals = live.GetProperty("refusals")
            .EnumerateArray()
            .ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("value").GetString());
        Assert.Equal(new Dictionary<string, string?> { ["会费未缴或已过期"] = "4", ["已领完"] = "1" }, refusals);
        Assert.True(live.GetProperty("holds").GetBoolean());
        Assert.Equal("账实相符", live.GetProperty("verdict").GetString());
        Assert.NotEmpty(live.GetProperty("summary").EnumerateArray());

        // Long after, the two minutes in which it happened.
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, (await LiveAsync(secretary, benefit)).GetProperty("perSecond").EnumerateArray().Sum(count => count.GetInt32()));
    }

    [Theory]
    [InlineData("UPDATE benefits SET held = held - 1 WHERE id = @benefit")]
    [InlineData("UPDATE benefits SET stock = 1 WHERE id = @benefit")]
    [InlineData("UPDATE claims SET state = 'cancelled' WHERE benefit_id = @benefit AND serial = 2")]
    [InlineData("DELETE FROM claims WHERE benefit_id = @benefit AND serial = 1")]
    [InlineData("UPDATE claims SET member_id = @first WHERE benefit_id = @benefit AND serial = 2")]
    public async Task A_row_that_was_tampered_with_shows_red(string tamper)
    {
        var benefit = await app.NewBenefitAsync(stock: 3);
        var first = await app.NewMemberAsync();
        var second = await app.NewMemberAsync();
        await TestPhone.JsonOf(await first.ClaimAsync(benefit));
        await TestPhone.JsonOf(await second.ClaimAsync(benefit));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        Assert.True((await LiveAsync(secretary, benefit)).GetProperty("holds").GetBoolean());

        await app.Get<Database>().ExecuteAsync(tamper, new { benefit, first = first.Member.Id }, Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        var live = await LiveAsync(secretary, benefit);

        Assert.False(live.GetProperty("holds").GetBoolean());
        Assert.Equal(("账实不符", "bg-red-lt"), (live.GetProperty("verdict").GetString(), live.GetProperty("verdictLook").GetString()));
        Assert.Contains(live.GetProperty("checks").EnumerateArray(), check => !check.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Many_watchers_cost_one_reading()
    {
        var benefit = await app.NewBenefitAsync();
        var rush = app.Get<LiveRush>();

        var seen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rush.FindAsync(benefit, Ct)));

        Assert.All(seen, figures => Assert.Same(seen[0], figures));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotSame(seen[0], await rush.FindAsync(benefit, Ct));
        Assert.Null(await rush.FindAsync(987654321, Ct));
    }

    private static async Task<JsonElement> LiveAsync(TestStaff staff, long benefit) =>
        await TestPhone.JsonOf(await staff.GetAsync($"/staff/benefits/{benefit}/live?handler=Figures"));
}

/// <summary>On real processes.</summary>
[Collection(nameof(Timed))]
public sealed class LiveClusterTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_of_one_node_counts_the_claims_and_refusals_of_all()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(90);
        var benefit = await backstage.Services.NewBenefitAsync(stock: 60);
        var secretary = await backstage.Services.NewAccountAsync(Role.Secretary);
        var now = backstage.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = await backstage.Services.GetRequiredService<StaffSessions>().OpenAsync(secretary.Id, "127.0.0.1", "测试", now, Ct);
        await using var watched = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        // SQLite has one node.
        await using var other = TestEngine.IsMySql ? await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration) : null;
        using var http = new HttpClient();

        var answers = await Task.WhenAll(
            tokens.Select((token, i) => ClaimAsync(http, i < 10 || other is null ? watched : other, benefit, token))
        );
        Assert.Equal(60, answers.Count(status => status is HttpStatusCode.OK));

        JsonElement live;
        do
        {
            await Task.Delay(200, Ct);
            live = await LiveAsync(http, watched, benefit, session);
        } while (
            live.GetProperty("refused").GetInt64() < 30
            || live.GetProperty("perSecond").EnumerateArray().Sum(count => count.GetInt32()) < 60
        );
        Assert.Equal(
            (30, 60, 0),
            (live.GetProperty("refused").GetInt64(), live.GetProperty("held").GetInt32(), live.GetProperty("remaining").GetInt32())
        );
        Assert.True(live.GetProperty("holds").GetBoolean());

        // What a node counted last it writes when it is stopped.
        var last = other ?? watched;
        await ClaimAsync(http, last, benefit, tokens[Array.IndexOf(answers, HttpStatusCode.OK)]);
        Assert.Equal(HttpStatusCode.Conflict, await ClaimAsync(http, last, benefit, (await backstage.Services.NewCrowdAsync(1))[0]));
        Assert.Equal(0, await last.StopAsync());
        Assert.Equal(
            31,
            await backstage
                .Services.GetRequiredService<Database>()
                .FindAsync<long>("SELECT SUM(amount) FROM claim_refusals WHERE benefit_id = @benefit", new { benefit }, Ct)
        );
    }

    private static async Task<HttpStatusCode> ClaimAsync(HttpClient http, ServiceProcess node, long benefit, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{node.BaseUrl}/api/benefits/{benefit}/claim");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> LiveAsync(HttpClient http, ServiceProcess node, long benefit, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{node.BaseUrl}/staff/benefits/{benefit}/live?handler=Figures");
        request.Headers.Add("Cookie", $"{StaffArrange.Cookie}={session}");
        using var answer = await http.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
