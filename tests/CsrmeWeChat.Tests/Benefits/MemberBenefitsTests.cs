using System.Data.Common;
using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>Why a member did not get a benefit: what the member's page says, and what of the tries is kept.</summary>
public sealed class MemberBenefitsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    private ClaimTries Tries => app.Get<ClaimTries>();

    [Fact]
    public async Task The_member_s_page_says_what_is_held_what_can_be_claimed_and_what_not_and_why()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewMemberAsync("普通会员", paidUntil: new DateOnly(2020, 12, 31));
        var held = await NewAsync("领到的");
        var redeemed = await NewAsync("核销的");
        await NewAsync("能领的");
        await NewAsync("以后的", b => b with { OpensAt = app.Now.AddHours(5) });
        await app.NewMemberAsync("高级会员");
        await NewAsync("级别的", b => b with { Levels = ["高级会员"] });
        await NewAsync("会费的", b => b with { DuesRequired = true });
        (await member.ClaimAsync(held)).EnsureSuccessStatusCode();
        var code = (await TestPhone.JsonOf(await member.ClaimAsync(redeemed))).GetProperty("code").GetString()!;
        await app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), code, app.Now, Ct);
        var redeemedAt = app.Now;

        await staff.ChooseSeasonAsync(app, 2026);
        var said = await CardOfAsync(staff, member.Member.Id);

        Assert.Contains("还没有核销", said["领到的"]);
        Assert.Contains("第 1 号", said["领到的"]);
        Assert.Contains($"{Show.Beijing(redeemedAt)} 核销", said["核销的"]);
        Assert.Contains("现在可以领取", said["能领的"]);
        Assert.Contains("符合条件", said["以后的"]);
        Assert.Contains("级别不在其中", said["级别的"]);
        Assert.Contains("会费未缴或已过期（有效期到 2020-12-31）", said["会费的"]);

        Task<long> NewAsync(string title, Func<NewBenefit, NewBenefit>? with = null) =>
            app.NewBenefitAsync(with: b => (with?.Invoke(b) ?? b) with { Title = title });
    }

    [Fact]
    public async Task Tries_are_one_row_with_a_count_the_first_and_last_time_and_the_last_answer()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewMemberAsync();
        var title = $"试过的{Guid.NewGuid():N}"[..20];
        var benefit = await app.NewBenefitAsync(stock: 1, with: b => b with { Title = title, OpensAt = app.Now.AddMinutes(1) });
        var first = app.Now;
        Assert.Equal(HttpStatusCode.Conflict, (await member.ClaimAsync(benefit)).StatusCode);
        await member.ClaimAsync(benefit);
        await Tries.FlushAsync(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await (await app.NewMemberAsync()).ClaimAsync(benefit)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Conflict, (await member.ClaimAsync(benefit)).StatusCode);
        var last = app.Now;
        await Tries.FlushAsync(Ct);
        await Tries.FlushAsync(Ct);

        var row = Assert.Single(await RowsAsync(benefit));
        Assert.Equal((member.Member.Id, 3, "soldout"), (row.MemberId, row.Amount, row.Outcome));
        await staff.ChooseSeasonAsync(app, 2026);
        var said = (await CardOfAsync(staff, member.Member.Id))[title];
        Assert.Contains($"{Show.BeijingExact(first)} 至 {Show.BeijingExact(last)} 来领过 3 次", said);
        Assert.Contains("最后一次答复是“已领完”", said);
        Assert.Contains("已领完，不能再代领", said);
    }

    [Fact]
    public async Task A_member_who_is_not_bound_is_said_to_be_and_can_be_claimed_for()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewRosterMemberAsync("13877770001");
        var title = $"没绑定{Guid.NewGuid():N}"[..20];
        await app.NewBenefitAsync(with: b => b with { Title = title });

        await staff.ChooseSeasonAsync(app, 2026);
        Assert.Contains("没有绑定微信", (await CardOfAsync(staff, member.Id))[title]);
    }

    [Fact]
    public async Task The_card_follows_the_season_in_the_header_and_shows_no_draft()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewMemberAsync();
        await app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2061, null, null), app.Now, Ct);
        await app.NewBenefitAsync(with: b => b with { Season = 2061, Title = "另一年的" });
        var draft = await app.NewBenefitAsync(with: b => b with { Season = 2061, Title = "草稿的" });
        await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, draft, null, BenefitState.Draft, app.Now, Ct);

        await app.NewBenefitAsync();
        await staff.ChooseSeasonAsync(app, 2026);
        Assert.DoesNotContain("另一年的", (await CardOfAsync(staff, member.Member.Id)).Keys);
        await staff.ChooseSeasonAsync(app, 2061);
        Assert.Equal(["另一年的"], (await CardOfAsync(staff, member.Member.Id)).Keys);
    }

    /// <summary>In a rush many members are written at once, on any number of nodes.</summary>
    [Fact]
    public async Task Of_two_nodes_that_write_the_same_members_no_try_is_lost()
    {
        var benefit = await app.NewBenefitAsync();
        ClaimTries[] nodes = [new(Database, Log), new(Database, Log)];
        var requests = Enumerable.Range(1, 1_200).Select(i => new ClaimRequest(9_000_000 + i, app.Now)).ToList();
        var results = requests.Select(_ => new ClaimResult(ClaimOutcome.SoldOut)).ToList();
        for (var round = 0; round < 3; round++)
        {
            Array.ForEach(nodes, node => node.Add(benefit, requests, results));
            await Task.WhenAll(nodes.Select(node => node.FlushAsync(Ct)));
        }

        var rows = await RowsAsync(benefit);
        Assert.Equal(1_200, rows.Count);
        Assert.All(rows, row => Assert.Equal((6, "soldout"), (row.Amount, row.Outcome)));
    }

    [Fact]
    public async Task What_a_flush_could_not_write_goes_out_with_the_next_and_nothing_twice()
    {
        var benefit = await app.NewBenefitAsync();
        var tries = new ClaimTries(Database, Log);
        tries.AddBusy(benefit, 1, app.Now);
        await Database.ExecuteAsync("ALTER TABLE claim_tries RENAME TO away_tries", ct: Ct);
        await Assert.ThrowsAnyAsync<DbException>(() => tries.FlushAsync(Ct));
        await Database.ExecuteAsync("ALTER TABLE away_tries RENAME TO claim_tries", ct: Ct);
        Assert.Equal(1, tries.Waiting);
        tries.Add(benefit, [new(1, app.Now.AddSeconds(5))], [new(ClaimOutcome.DuesUnpaid)]);
        await tries.FlushAsync(Ct);
        await tries.FlushAsync(Ct);

        Assert.Equal((2, "duesunpaid"), Assert.Single(await RowsAsync(benefit)) is var row ? (row.Amount, row.Outcome) : default);
    }

    [Fact]
    public async Task No_more_tries_wait_than_fit_and_those_of_a_benefit_that_is_gone_are_let_go()
    {
        var tries = new ClaimTries(Database, Log);
        for (var member = 0; member < ClaimTries.MaxWaiting + 10; member++)
        {
            tries.AddBusy(987_654_321, member, app.Now);
        }
        Assert.Equal(ClaimTries.MaxWaiting, tries.Waiting);

        await tries.FlushAsync(Ct);

        Assert.Equal(0, tries.Waiting);
        Assert.Empty(await RowsAsync(987_654_321));
    }

    private static Microsoft.Extensions.Logging.ILogger<ClaimTries> Log =>
        Microsoft.Extensions.Logging.Abstractions.NullLogger<ClaimTries>.Instance;

    /// <summary>What the member's page says of each benefit.</summary>
    private static async Task<Dictionary<string, string>> CardOfAsync(TestStaff staff, long member)
    {
        var page = await staff.GetPageAsync($"/staff/members/{member}");
        var table = page[page.IndexOf("benefits-of-member", StringComparison.Ordinal)..];
        return table[..table.IndexOf("</table>", StringComparison.Ordinal)].Split("<tr>").Skip(2).DistinctBy(TitleOf).ToDictionary(TitleOf);

        static string TitleOf(string row) => row.Split("</a>")[0].Split('>')[^1];
    }

    private Task<IReadOnlyList<Row>> RowsAsync(long benefit) =>
        Database.ListAsync<Row>("SELECT member_id, amount, outcome FROM claim_tries WHERE benefit_id = @benefit", new { benefit }, Ct);

    private sealed record Row
    {
        public required long MemberId { get; init; }
        public required int Amount { get; init; }
        public required string Outcome { get; init; }
    }
}
