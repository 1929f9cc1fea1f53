using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Rehearsals;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Who may rehearse and when, and that nobody else notices.</summary>
// Each test has its own database: a rehearsal is near an opening or not by all benefits there are.
public sealed class RehearsalPageTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_administrator_asks_for_one_at_a_time_and_the_trail_tells_of_it()
    {
        var admin = await app.NewStaffAsync(Role.Admin);

        Assert.Contains("还没有演练过", await admin.GetPageAsync("/staff/rehearsal"));
        Assert.Contains("手机数量须为", await PageOf(await AskAsync(admin, 5_000, 10)));
        Assert.Contains("福利份数须为", await PageOf(await AskAsync(admin, 50, 51)));
        var page = await admin.FollowAsync(await AskAsync(admin, 50, 30));
        Assert.Contains("正在演练：50 部手机抢 30 份", page);
        Assert.Contains("every 1s", await admin.GetPageAsync("/staff/rehearsal?handler=Progress"));
        Assert.Contains("已有一次演练在进行", await PageOf(await AskAsync(admin, 50, 30)));
        Assert.Contains("开始演练", await admin.GetPageAsync("/staff/audit"));

        // No job takes it up: it does not stand in the way for ever.
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await admin.FollowAsync(await AskAsync(admin, 60, 30));
        Assert.Contains("后台任务没有运行", await admin.GetPageAsync("/staff/rehearsal"));
    }

    [Theory]
    [InlineData(119, true)]
    [InlineData(121, false)]
    [InlineData(-29, true)]
    [InlineData(-31, false)]
    public async Task Near_an_opening_it_is_refused(int opensInMinutes, bool refused)
    {
        await app.NewBenefitAsync(with: b => b with { OpensAt = app.Now.AddMinutes(opensInMinutes), Title = "开抢的福利" });
        var admin = await app.NewStaffAsync(Role.Admin);

        var answer = await AskAsync(admin, 50, 30);

        Assert.Equal(refused, answer.StatusCode is HttpStatusCode.OK && (await PageOf(answer)).Contains("《开抢的福利》"));
        Assert.Equal(refused ? 0 : 1, await app.Get<Database>().FindAsync<long>("SELECT COUNT(*) FROM rehearsals", ct: Ct));
    }

    [Fact]
    public async Task While_members_claim_it_is_refused()
    {
        var benefit = await app.NewBenefitAsync();
        var openings = app.Get<RushActivity>();
        Assert.Null(await openings.WhyBusyAsync(app.Now, Ct));

        await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        Assert.Contains("正在领取", await openings.WhyBusyAsync(app.Now, Ct));

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(await openings.WhyBusyAsync(app.Now, Ct));
    }

    [Fact]
    public async Task A_real_member_and_the_console_s_lists_see_nothing_of_it()
    {
        var store = app.Get<RehearsalStore>();
        var stage = app.Get<RehearsalData>();
        var admin = await app.NewStaffAsync(Role.Admin);
        var shown = await app.NewBenefitAsync();
        await store.TryAskAsync(admin.Actor, 100, 50, app.Now, Ct);
        var rehearsal = (await store.TakeWantedAsync("me", app.Now, Ct))!;
        var (rush, warmUp) = await stage.BuildAsync(rehearsal, "me", Ct);
        var tokens = await stage.AddPhonesAsync(rehearsal, "me", 100, _ => Task.CompletedTask, Ct);
        var phone = await app.NewMemberAsync();
        // A tag that is typed is cleaned: it cannot become a rehearsal's.
        await app.Get<MarkStore>().TagAsync(admin.Actor, phone.Member.Id, PlainText.Clean(RehearsalData.Tag(rehearsal.Id)), app.Now, Ct);

        Assert.Equal(
            [shown],
            (await phone.GetAsync("/api/benefits")).GetProperty("items").EnumerateArray().Select(card => card.GetProperty("id").GetInt64())
        );
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Http.GetAsync($"/api/benefits/{rush}", Ct)).StatusCode);
        Assert.Equal("benefit.tag", await RefusalOf(await phone.ClaimAsync(rush)));
        Assert.Equal("benefit.tag", await RefusalOf(await phone.ClaimAsync(warmUp)));
        var shadow = app.CreateClient();
        shadow.DefaultRequestHeaders.Authorization = new("Bearer", tokens[0]);
        await JsonOf(await shadow.PostAsync($"/api/benefits/{rush}/claim", null, Ct));

        Assert.Contains(phone.Member.Number, await admin.GetPageAsync("/staff/members"));
        foreach (var path in (string[])["/staff/members", "/staff/benefits", "/staff/benefits/seasons", "/staff/benefits/new", "/staff"])
        {
            var page = await admin.GetPageAsync(path);
            Assert.DoesNotContain($"~{rehearsal.Id}-", page);
            Assert.DoesNotContain($"演练 {rehearsal.Id}", page);
            Assert.DoesNotContain("演练（预热）", page);
            Assert.DoesNotContain("\u0001", page, StringComparison.Ordinal);
        }
        var hidden = await admin.GetAsync($"/staff/benefits/{rush}");
        Assert.True(hidden.StatusCode is HttpStatusCode.NotFound, await hidden.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"/staff/benefits/{rush}/live")).StatusCode);
    }

    [Fact]
    public async Task Who_lost_the_lease_writes_nothing_any_more()
    {
        var store = app.Get<RehearsalStore>();
        var stage = app.Get<RehearsalData>();
        await store.TryAskAsync(Actor.Command, 100, 50, app.Now, Ct);
        var rehearsal = (await store.TakeWantedAsync("stalled", app.Now, Ct))!;
        await stage.BuildAsync(rehearsal, "stalled", Ct);

        app.Clock.Advance(RehearsalStore.Lease.Length + TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.TakeLeftoverAsync("other", app.Now, Ct));

        await Assert.ThrowsAsync<LeaseLostException>(() => stage.AddPhonesAsync(rehearsal, "stalled", 100, _ => Task.CompletedTask, Ct));
        Assert.Equal(0, await app.Get<Database>().FindAsync<long>("SELECT COUNT(*) FROM members", ct: Ct));
        await Assert.ThrowsAsync<LeaseLostException>(() => stage.RemoveAsync(rehearsal.Id, "stalled", Ct));
    }

    private static Task<HttpResponseMessage> AskAsync(TestStaff staff, int phones, int stock) =>
        staff.PostAsync("/staff/rehearsal", ("Phones", $"{phones}"), ("Stock", $"{stock}"));

    private static Task<string> PageOf(HttpResponseMessage answer) => TestStaff.PageOf(answer);
}
