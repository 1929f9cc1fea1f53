using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>Members who come without a code, lists and posters on paper, and what the home page shows of benefits.</summary>
public sealed class CounterTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_is_redeemed_from_the_list_and_the_trail_says_that_no_code_was_shown()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync();
        (await (await app.NewMemberAsync()).ClaimAsync(benefit)).EnsureSuccessStatusCode();
        Assert.Contains("核销第 1 号", await staff.GetPageAsync($"/staff/benefits/{benefit}/claims"));

        var page = await staff.FollowAsync(
            await staff.PostAsync($"/staff/benefits/{benefit}/claims?handler=Redeem&state=Held", ("serial", "1"))
        );

        Assert.Contains("已核销", page);
        Assert.Contains("value=\"Held\" selected", page);
        Assert.Contains("没有出示福利码", (await RedeemedAsync(staff)).AfterValues);
        Assert.Contains(
            "该福利码已于",
            await TestStaff.PageOf(
                await (await app.NewStaffAsync(Role.Secretary)).PostAsync(
                    $"/staff/benefits/{benefit}/claims?handler=Redeem",
                    ("serial", "1")
                )
            )
        );
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_redeemer_finds_a_member_by_number_or_whole_name_and_redeems_by_hand()
    {
        var staff = await app.NewStaffAsync(Role.Redeemer);
        var member = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync(with: b => b with { Title = "手机没电" });
        await member.ClaimAsync(benefit);
        await member.ClaimAsync(await app.NewBenefitAsync(vouchers: Guid.NewGuid().ToString("N")));
        staff.Http.DefaultRequestHeaders.Add("HX-Request", "true");

        Assert.Contains("没有找到", await FindAsync(member.Member.Name[..3]));
        Assert.Contains("找到 1 份", await FindAsync(member.Member.Number));
        var found = await FindAsync(member.Member.Name);
        Assert.Contains("手机没电　第 1 号", found);
        Assert.DoesNotContain(member.User.Phone[^4..], found);
        var claim = found.Split("name=\"claim\" value=\"")[1].Split('"')[0];

        Assert.Contains("核销成功", await TestStaff.PageOf(await staff.PostAsync("/staff/redeem?handler=ByHand", ("claim", claim))));
        Assert.Contains("您已核销过", await TestStaff.PageOf(await staff.PostAsync("/staff/redeem?handler=ByHand", ("claim", claim))));
        Assert.Contains("没有找到", await FindAsync(member.Member.Number));
        Assert.Contains("没有出示福利码", (await RedeemedAsync(staff)).AfterValues);

        async Task<string> FindAsync(string who) =>
            await TestStaff.PageOf(await staff.PostAsync("/staff/redeem?handler=Find", ("Who", who)));
    }

    [Fact]
    public async Task The_sheet_to_sign_has_all_rows_in_order_of_number_with_unit_and_masked_phone()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 100, with: b => b with { Title = "签名的", Place = "一楼大厅" });
        var first = await app.NewMemberAsync();
        (await first.ClaimAsync(benefit)).EnsureSuccessStatusCode();
        for (var i = 0; i < 60; i++)
        {
            var member = await app.NewRosterMemberAsync($"1371111{i:D4}");
            await app.Get<StaffClaims>().ClaimAsync(Actor.Command, member.Id, benefit, app.Now, Ct);
        }
        await app.Get<StaffClaims>().CancelAsync(Actor.Command, benefit, 30, "测试", app.Now, Ct);

        var page = await staff.GetPageAsync($"/staff/benefits/{benefit}/sheet");

        var serials = page.Split("<td class=\"num\">").Skip(1).Select(cell => int.Parse(cell.Split('<')[0])).ToList();
        Assert.Equal(Enumerable.Range(1, 61).Except([30]), serials);
        Assert.Contains("签名的　领取签名表", page);
        Assert.Contains("一楼大厅", page);
        Assert.Contains("测试单位", page);
        Assert.Contains("137****0007", page);
        Assert.DoesNotContain("13711110007", page);
        Assert.Contains("claim.sheet", (await app.ListAuditAsync("benefit", benefit)).Select(row => row.Action));
    }

    [Fact]
    public async Task The_poster_bears_the_code_and_says_so_where_WeChat_gives_none()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(with: b => b with { Title = "海报的", Place = "二楼", DuesRequired = true });

        app.WeChat.ReleasePage(Pushed.Mini, "pages/benefit/index");

        var page = await staff.GetPageAsync($"/staff/benefits/{benefit}/poster");
        Assert.Contains("alt=\"小程序码\"", page);
        Assert.Contains("二楼", page);
        Assert.Contains("会费在有效期内", page);
        var code = await staff.GetAsync($"/staff/benefits/{benefit}/poster?handler=Code");
        Assert.StartsWith("image/", code.Content.Headers.ContentType!.MediaType);
        Assert.True((await code.Content.ReadAsByteArrayAsync(Ct)).Length > 100);

        app.WeChat.ReleasePage(Pushed.Mini, "pages/benefit/index", released: false);
        page = await staff.GetPageAsync($"/staff/benefits/{benefit}/poster");
        Assert.Contains("还没有发布", page);
        Assert.DoesNotContain("alt=\"小程序码\"", page);
    }

    [Fact]
    public async Task Stock_is_added_on_the_live_page_and_the_answer_stands_there()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 10);
        Assert.Contains("加 50", await staff.GetPageAsync($"/staff/benefits/{benefit}/live"));
        staff.Http.DefaultRequestHeaders.Add("HX-Request", "true");

        var part = await TestStaff.PageOf(
            await staff.PostAsync($"/staff/benefits/{benefit}/live?handler=Stock", ("seen", "10"), ("add", "50"), ("more", ""))
        );
        Assert.Contains("总量已改为 60", part);
        Assert.Contains("data-focus", part);
        Assert.DoesNotContain("<html", part);
        part = await TestStaff.PageOf(
            await staff.PostAsync($"/staff/benefits/{benefit}/live?handler=Stock", ("seen", "10"), ("more", "50"))
        );
        Assert.Contains("这次没有再增减", part);
        Assert.Equal(60, (await app.SheetAsync(benefit)).Benefit.Stock);
    }

    [Fact]
    public async Task Work_names_drafts_that_open_tomorrow_and_vouchers_that_run_out()
    {
        var soon = await NewDraftAsync("明天开始的草稿", app.Now.AddHours(30));
        await NewDraftAsync("后天开始的草稿", app.Now.AddHours(40));
        var prefix = Guid.NewGuid().ToString("N")[..6];
        var few = await app.NewBenefitAsync(
            with: b =>
                b with
                {
                    Title = "快没码了",
                    OpensAt = app.Now.AddDays(3),
                    ClosesAt = app.Now.AddDays(4),
                    UseUntil = app.Now.AddDays(5),
                },
            vouchers: [$"{prefix}-1"]
        );
        var work = app.Get<IEnumerable<IWorkSource>>().OfType<BenefitWork>().Single();
        // Nothing of what other tests leave behind waits.
        await app.Get<Database>()
            .ExecuteAsync("UPDATE benefits SET state = 'closed' WHERE kind = 'voucher' AND id <> @few", new { few }, Ct);
        Assert.DoesNotContain(await work.ListAsync(app.Now, Ct), one => one.Key == "benefits.vouchers");
        await app.Get<Database>().ExecuteAsync("UPDATE benefits SET held = stock WHERE id = @few", new { few }, Ct);

        var waits = (await work.ListAsync(app.Now, Ct)).Where(one => one.Key != "benefits.rush").ToDictionary(one => one.Key);

        Assert.Equal(
            (1, true, $"/staff/benefits/{soon}"),
            (waits["benefits.drafts"].Count, waits["benefits.drafts"].IsUrgent, waits["benefits.drafts"].Address)
        );
        Assert.Contains("明天开始的草稿", waits["benefits.drafts"].Words);
        Assert.Equal($"/staff/benefits/{few}/vouchers", waits["benefits.vouchers"].Address);
        Assert.Contains("没有可发的兑换码了", waits["benefits.vouchers"].Words);
        await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, soon, null, BenefitState.Published, app.Now, Ct);
        Assert.DoesNotContain(await work.ListAsync(app.Now, Ct), one => one.Key == "benefits.drafts");
    }

    [Fact]
    public async Task A_rush_of_these_days_leads_to_its_live_page_until_nothing_is_left()
    {
        var work = app.Get<IEnumerable<IWorkSource>>().OfType<BenefitWork>().Single();
        // Nothing of what other tests leave behind is open.
        await app.Get<Database>().ExecuteAsync("UPDATE benefits SET state = 'closed'", ct: Ct);
        var open = await app.NewBenefitAsync(stock: 30, with: b => b with { Title = "正在抢的" });
        await app.NewBenefitAsync(with: b => b with { Title = "前天就开始的", OpensAt = app.Now.AddDays(-2) });
        async Task<Work[]> RushesAsync(DateTimeOffset now) => [.. (await work.ListAsync(now, Ct)).Where(one => one.Key == "benefits.rush")];

        var before = Assert.Single(await RushesAsync(app.Now.AddHours(-2)));
        var during = Assert.Single(await RushesAsync(app.Now));
        await app.Get<Database>().ExecuteAsync("UPDATE benefits SET held = stock WHERE id = @open", new { open }, Ct);

        Assert.Contains("开始领取，共 30 份。", before.Words);
        Assert.Equal("《正在抢的》正在领取，已领 0 份，共 30 份。", during.Words);
        Assert.Equal($"/staff/benefits/{open}/live", during.Address);
        Assert.Empty(await RushesAsync(app.Now));
    }

    [Fact]
    public async Task The_figure_counts_claims_by_Beijing_s_day_and_benefit()
    {
        var title = $"图上的{Guid.NewGuid():N}"[..20];
        var benefit = await app.NewBenefitAsync(stock: 10, with: b => b with { Title = title });
        var midnight = China.Midnight(China.Date(app.Now));
        foreach (
            var (at, serial) in new[] { midnight.AddMinutes(-30), midnight.AddMinutes(-1), midnight.AddMinutes(1) }.Select(
                (at, i) => (at, i + 1)
            )
        )
        {
            var member = await app.NewRosterMemberAsync($"1360000000{serial}");
            await app.Get<StaffClaims>().ClaimAsync(Actor.Command, member.Id, benefit, app.Now, Ct);
            await app.Get<Database>()
                .ExecuteAsync(
                    "UPDATE claims SET claimed_at = @at WHERE benefit_id = @benefit AND serial = @serial",
                    new
                    {
                        at,
                        benefit,
                        serial,
                    },
                    Ct
                );
        }

        var figure = (await app.Get<IEnumerable<IFigureSource>>().OfType<ClaimFigure>().Single().DrawAsync(app.Now, Ct))!;

        var series = Assert.Single(figure.Series, series => series.Name == title);
        Assert.Equal(figure.Labels.Count, series.Values.Count);
        Assert.Equal([2L, 1L], series.Values.TakeLast(2));
    }

    [Fact]
    public async Task Levels_and_branches_are_joined_by_or_within_a_kind_and_by_and_between_kinds()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        await app.NewMemberAsync("甲级", "岩土分会");
        await app.NewMemberAsync("乙级");
        var benefit = await app.NewBenefitAsync(with: b =>
            b with
            {
                Levels = ["甲级", "乙级"],
                Branches = ["岩土分会"],
                DuesRequired = true,
            }
        );
        var page = await staff.GetPageAsync($"/staff/benefits/{benefit}");
        var levels = string.Join("或", ((string[])["甲级", "乙级"]).Order(StringComparer.Ordinal));
        Assert.Contains($"面向</dt><dd>{levels}，且属于岩土分会，且会费在有效期内", page);
    }

    [Fact]
    public async Task The_preview_of_a_benefit_that_is_not_written_yet_says_what_is_missing()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var empty = await TestStaff.PageOf(await staff.PostAsync("/staff/benefits/new?handler=Preview", ("Form.Kind", "Counter")));
        Assert.Contains("领取时间待定", empty);
        Assert.DoesNotContain("已结束", empty);
        Assert.DoesNotContain("待定 至 待定", empty);
        var vouchers = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/benefits/new?handler=Preview",
                ("Form.Kind", "Voucher"),
                ("Form.OpensAt", "2030-01-01T10:00"),
                ("Form.ClosesAt", "2030-01-02T10:00")
            )
        );
        Assert.Contains("等待上传兑换码", vouchers);
        Assert.DoesNotContain("已领完", vouchers);
    }

    private async Task<long> NewDraftAsync(string title, DateTimeOffset opens)
    {
        await app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), app.Now, Ct);
        var benefit = new NewBenefit(2026, BenefitKind.Counter, title, "", "", "", opens, opens.AddDays(1), opens.AddDays(2), 5);
        var (id, refusal) = await app.Get<BenefitStore>().AddAsync(Actor.Command, benefit, app.Now, Ct);
        Assert.Null(refusal);
        return id;
    }

    private async Task<AuditEvent> RedeemedAsync(TestStaff staff) =>
        Assert.Single(
            await app.Get<AuditSearch>().ListAsync(new(staff.Id, "redemption.redeem", null, null, "", null, null), "seq DESC", 0, 10, Ct)
        );
}
