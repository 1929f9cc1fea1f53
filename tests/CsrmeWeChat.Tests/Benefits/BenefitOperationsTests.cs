using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>A benefit found in the list, and what is done to it while it runs.</summary>
public sealed class BenefitOperationsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_adds_stock_and_is_sent_twice_adds_once()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 10);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => staff.PostAsync($"/staff/benefits/{benefit}?handler=Stock", ("Seen", "10"), ("More", "5")))
        );

        Assert.Single(answers, answer => answer.StatusCode is System.Net.HttpStatusCode.Redirect);
        Assert.Contains(
            "这次没有再增减",
            await TestStaff.PageOf(answers.First(answer => answer.StatusCode is System.Net.HttpStatusCode.OK))
        );
        Assert.Equal(15, (await app.SheetAsync(benefit)).Benefit.Stock);
        var told = Assert.Single(await app.ListAuditAsync("benefit", benefit), row => row.Action == "benefit.stock");
        Assert.Equal(("""{"stock":10}""", """{"stock":15}"""), (told.BeforeValues, told.AfterValues));
    }

    [Fact]
    public async Task Stock_added_from_many_sides_at_once_is_all_counted()
    {
        var benefit = await app.NewBenefitAsync(stock: 10);

        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(_ => app.Get<BenefitOperations>().AddStockAsync(Actor.Command, benefit, 1, seen: null, app.Now, Ct))
        );

        Assert.Equal(22, (await app.SheetAsync(benefit)).Benefit.Stock);
        Assert.Equal(12, (await app.ListAuditAsync("benefit", benefit)).Count(row => row.Action == "benefit.stock"));
    }

    [Fact]
    public async Task A_state_is_set_from_what_was_seen_only()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync();
        await SetAsync("Published", "Closed");
        await SetAsync("Published", "Closed");
        // A page that was opened before the closing does not open it again.
        Assert.Contains(
            "别人刚刚改动了它的状态",
            await TestStaff.PageOf(
                await staff.PostAsync($"/staff/benefits/{benefit}?handler=State", ("from", "Draft"), ("to", "Published"))
            )
        );
        await SetAsync("Closed", "Published");
        await SetAsync("Published", "Draft");
        await SetAsync("Draft", "Published");
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        Assert.Contains(
            "已经有会员领取，不能退回草稿",
            await TestStaff.PageOf(
                await staff.PostAsync($"/staff/benefits/{benefit}?handler=State", ("from", "Published"), ("to", "Draft"))
            )
        );

        Assert.Equal(
            ["benefit.add", "benefit.publish", "benefit.close", "benefit.reopen", "benefit.withdraw", "benefit.publish"],
            (await app.ListAuditAsync("benefit", benefit)).Select(row => row.Action)
        );

        async Task SetAsync(string from, string to) =>
            await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{benefit}?handler=State", ("from", from), ("to", to)));
    }

    [Fact]
    public async Task Moved_windows_count_at_once_and_an_older_page_does_not_move_them_back()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(with: b => b with { OpensAt = b.ClosesAt.AddHours(-1) });
        var phone = await app.NewMemberAsync();
        var now = app.Now;
        (string, string)[] Form(DateTimeOffset opens, string revision) =>
            [
                ("Revision", revision),
                ("Windows.OpensAt", BenefitPages.Local(opens)),
                ("Windows.ClosesAt", BenefitPages.Local(now.AddDays(1))),
                ("Windows.UseUntil", BenefitPages.Local(now.AddDays(3))),
            ];

        Assert.Equal("benefit.not_open", await TestPhone.RefusalOf(await phone.ClaimAsync(benefit)));
        await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{benefit}?handler=Windows", Form(now.AddMinutes(-1), "0")));
        await TestPhone.JsonOf(await phone.ClaimAsync(benefit));

        var page = await TestStaff.PageOf(await staff.PostAsync($"/staff/benefits/{benefit}?handler=Windows", Form(now.AddHours(5), "0")));
        Assert.Contains($"{staff.Login}已修改了这项福利", page);
        Assert.Contains(
            "结束领取须晚于开始领取",
            await TestStaff.PageOf(await staff.PostAsync($"/staff/benefits/{benefit}?handler=Windows", Form(now.AddDays(2), "1")))
        );
        Assert.Equal(now.AddMinutes(-1), (await app.SheetAsync(benefit)).Definition.OpensAt);
    }

    [Fact]
    public async Task The_list_is_found_by_title_season_state_and_kind_sorted_and_exported_as_filtered()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        await app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2041, null, null), app.Now, Ct);
        var open = await New("open", b => b);
        await New("later", b => b with { OpensAt = b.ClosesAt.AddHours(-1) });
        await New("over", b => b with { OpensAt = b.OpensAt.AddDays(-9), ClosesAt = b.OpensAt });
        var draft = await New("draft", b => b with { Season = 2041 });
        var gone = await New("gone", b => b with { Stock = 1 });
        await app.NewBenefitAsync(with: b => b with { Title = $"{mark}-voucher", Kind = BenefitKind.Voucher }, vouchers: [$"{mark}-1"]);
        await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, draft, null, BenefitState.Draft, app.Now, Ct);
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).ClaimAsync(gone));
        var staff = await app.NewStaffAsync(Role.Secretary);

        await staff.ChooseSeasonAsync(app, 0);
        await SeesAsync("", "open", "later", "over", "draft", "gone", "voucher");
        await SeesAsync("&state=Open", "open", "voucher");
        await SeesAsync("&state=Upcoming", "later");
        await SeesAsync("&state=Closed", "over");
        await SeesAsync("&state=Draft", "draft");
        await SeesAsync("&state=SoldOut", "gone");
        await SeesAsync("&kind=Voucher", "voucher");
        await staff.ChooseSeasonAsync(app, 2041);
        await SeesAsync("", "draft");
        await SeesAsync("&kind=Voucher");
        await staff.ChooseSeasonAsync(app, 0);
        Assert.Contains("没有符合条件的福利", await staff.GetPageAsync("/staff/benefits?q=%25"));
        var sorted = await staff.GetPageAsync($"/staff/benefits?q={mark}&sort=-title");
        Assert.True(
            sorted.IndexOf($"{mark}-voucher", StringComparison.Ordinal) < sorted.IndexOf($"{mark}-draft", StringComparison.Ordinal)
        );
        Assert.Contains("/staff/benefits/", await staff.GetPageAsync($"/staff/benefits?q={mark}&sort=id;DROP TABLE benefits&p=1"));
        var answer = await staff.GetAsync($"/staff/benefits?handler=Export&q={mark}&state=Open");
        Assert.Equal(XlsxWriter.ContentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(await app.ListAuditAsync("benefit", 0), row => row.Action == "benefit.export");

        Task<long> New(string name, Func<NewBenefit, NewBenefit> with) =>
            app.NewBenefitAsync(with: b => with(b with { Title = $"{mark}-{name}" }));

        async Task SeesAsync(string query, params string[] names)
        {
            var page = await staff.GetPageAsync($"/staff/benefits?q={mark.ToUpperInvariant()}{query}");
            Assert.All(["open", "later", "over", "draft", "gone", "voucher"], name =>
                Assert.Equal(names.Contains(name), page.Contains($"{mark}-{name}"))
            );
        }
    }

    [Fact]
    public async Task Who_is_eligible_is_counted_by_the_rules_that_claims_are_judged_by()
    {
        var roster = await NewRosterAsync();
        string[][] levelRules =
        [
            [],
            ["甲级"],
            ["甲级", "乙级"],
        ];
        string[][] branchRules =
        [
            [],
            ["东部"],
        ];
        string[][] tagRules =
        [
            [],
            ["数得到", "没有人有"],
        ];
        var rules =
            from levels in levelRules
            from branches in branchRules
            from tags in tagRules
            from dues in (bool[])[true, false]
            where levels.Length + branches.Length + tags.Length > 0
            select (levels, branches, tags, dues);

        foreach (var (levels, branches, tags, dues) in rules)
        {
            var definition = DefinitionOf(levels, branches, tags, dues);
            var eligibility = new Eligibility(
                await IdsAsync("levels", levels),
                await IdsAsync("branches", branches),
                tags.ToHashSet(),
                dues
            );

            var count = await app.Get<EligibleMembers>().CountAsync(definition, Today, Ct);

            Assert.Equal(roster.Count(member => eligibility.WhyNot(member, Today) is null), count.Members);
        }
    }

    private DateOnly Today => China.Date(app.Now);

    /// <summary>A member of each level, branch, dues and tag that the rules tell apart, and of none.</summary>
    private async Task<IReadOnlyList<MemberStanding>> NewRosterAsync()
    {
        var members =
            from level in (string?[])[null, "甲级", "乙级"]
            from branch in (string?[])[null, "东部", "西部"]
            from paid in (DateOnly?[])[null, Today.AddDays(-1), Today]
            from tagged in (bool[])[true, false]
            select (level, branch, paid, tagged);
        var roster = new List<MemberStanding>();
        foreach (var (level, branch, paid, tagged) in members)
        {
            var member = await app.Services.NewRosterMemberAsync("13800000002", level: level, branch: branch, paidUntil: paid);
            if (tagged)
            {
                await app.Get<MarkStore>().TagAsync(Actor.Command, member.Id, "数得到", app.Now, Ct);
            }
            roster.Add(
                new MemberStanding
                {
                    MemberId = member.Id,
                    LevelId = level is null ? null : (await IdsAsync("levels", level)).Single(),
                    BranchId = branch is null ? null : (await IdsAsync("branches", branch)).Single(),
                    PaidUntil = paid,
                    Tags = tagged ? ["数得到"] : [],
                }
            );
        }
        return roster;
    }

    private async Task<HashSet<long>> IdsAsync(string table, params string[] names)
    {
        var ids = new HashSet<long>();
        foreach (var name in names)
        {
            ids.Add(await app.Get<Database>().FindAsync<long>($"SELECT id FROM {table} WHERE name = @name", new { name }, Ct));
        }
        return ids;
    }

    private BenefitDefinition DefinitionOf(string[] levels, string[] branches, string[] tags, bool dues)
    {
        var benefit = new NewBenefit(2026, BenefitKind.Counter, "t", "", "", "", app.Now, app.Now, app.Now, Stock: 1, dues);
        return (benefit with { Levels = levels, Branches = branches, Tags = tags }).Definition();
    }
}
