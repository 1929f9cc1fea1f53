using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>A benefit written and edited at the console.</summary>
public sealed partial class BenefitPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secretary_makes_a_season_and_a_benefit_and_publishes_it_for_members()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync("高级会员");
        await staff.PostAsync("/staff/benefits/seasons", ("Year", "2026"));
        var opens = app.Now.AddMinutes(-5);

        var page = await staff.FollowAsync(
            await staff.PostAsync(
                "/staff/benefits/new",
                ("Form.Season", "2026"),
                ("Form.Kind", "Counter"),
                ("Form.Title", "科普图书<script>alert(1)</script>"),
                ("Form.Partner", "秘书处"),
                ("Form.Stock", "3"),
                ("Form.Levels", "高级会员"),
                ("Form.OpensAt", BenefitPages.Local(opens)),
                ("Form.ClosesAt", BenefitPages.Local(opens.AddDays(1))),
                ("Form.UseUntil", BenefitPages.Local(opens.AddDays(2)))
            )
        );
        var id = long.Parse(Id().Match(page).Groups[1].Value);
        Assert.Contains("会员还看不到", page);
        Assert.Contains("面向</dt><dd>高级会员", page);
        var raw = await (await staff.GetAsync($"/staff/benefits/{id}")).Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("<script>alert", raw);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.ClaimAsync(id)).StatusCode);

        await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{id}?handler=State", ("from", "Draft"), ("to", "Published")));

        Assert.Equal(HttpStatusCode.OK, (await phone.ClaimAsync(id)).StatusCode);
        Assert.Equal(opens.ToUnixTimeSeconds() / 60, (await app.SheetAsync(id)).Definition.OpensAt.ToUnixTimeSeconds() / 60);
        Assert.Equal(
            [("benefit.add", staff.Login), ("benefit.publish", staff.Login)],
            (await app.ListAuditAsync("benefit", id)).Select(row => (row.Action, row.Actor))
        );
    }

    [Theory]
    [InlineData("Form.Title", "", "标题须为")]
    [InlineData("Form.Stock", "0", "总量须为")]
    [InlineData("Form.Stock", "三十", "不是有效的总量")]
    [InlineData("Form.OpensAt", "", "请填写开始领取")]
    [InlineData("Form.OpensAt", "0001-01-01T00:00", "请填写开始领取")]
    [InlineData("Form.OpensAt", "2026-12-30T10:00Z", "结束领取须晚于开始领取")]
    [InlineData("Form.UseUntil", "2026-01-01T00:00", "使用截止不能早于结束领取")]
    [InlineData("Form.Levels", "不存在的级别", "名册中没有“不存在的级别”")]
    [InlineData("Form.Season", "1999", "没有 1999 年度")]
    public async Task A_benefit_that_is_not_right_is_refused_in_words_and_what_was_typed_stays(string field, string value, string said)
    {
        await app.NewBenefitAsync();
        var staff = await app.NewStaffAsync(Role.Admin);
        var fields = new Dictionary<string, string>
        {
            ["Form.Season"] = "2026",
            ["Form.Kind"] = "Counter",
            ["Form.Title"] = "这个标题留着",
            ["Form.Summary"] = "这段简介留着",
            ["Form.Stock"] = "3",
            ["Form.OpensAt"] = "2026-06-01T10:00",
            ["Form.ClosesAt"] = "2026-06-02T10:00",
            ["Form.UseUntil"] = "2026-06-03T10:00",
            [field] = value,
        };

        var page = await TestStaff.PageOf(await staff.PostAsync("/staff/benefits/new", [.. fields.Select(pair => (pair.Key, pair.Value))]));

        Assert.Contains(said, page);
        Assert.Contains("这段简介留着", page);
    }

    [Fact]
    public async Task The_preview_shows_the_card_and_who_is_eligible_before_anything_is_saved()
    {
        await app.NewMemberAsync("预览级别");
        await app.NewRosterMemberAsync("13800000001");
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 7);

        var part = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/benefits/new?handler=Preview",
                ("Form.Title", "正在写"),
                ("Form.Levels", "预览级别"),
                ("Form.Stock", "七"),
                ("Form.OpensAt", "明天")
            )
        );
        Assert.Contains("<h3>正在写</h3>", part);
        Assert.Contains("待定", part);
        Assert.Contains("<strong>1</strong> 位会员符合条件，其中 <strong>1</strong> 位已绑定", part);
        Assert.DoesNotContain("<html", part);

        part = await TestStaff.PageOf(
            await staff.PostAsync($"/staff/benefits/{benefit}/edit?handler=Preview", await app.FormOfAsync(benefit, title: "改名"))
        );
        Assert.Contains("<h3>改名</h3>", part);
        Assert.Contains("剩余 <strong>7</strong>", part);
        Assert.Contains("立即领取", part);
        Assert.Equal("测试福利", (await app.SheetAsync(benefit)).Definition.Title);
    }

    [Fact]
    public async Task An_edit_changes_what_was_edited_and_a_form_sent_back_unchanged_changes_nothing()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(with: b => b with { OpensAt = b.OpensAt.AddSeconds(17), ExpiryReturnsStock = true });
        var before = await app.SheetAsync(benefit);
        var typed = (await staff.GetPageAsync($"/staff/benefits/{benefit}/edit")).Contains(
            $"{BenefitPages.Local(before.Definition.OpensAt)}:17"
        );
        Assert.True(typed, "Seconds are kept.");
        (string, string)[] unchanged =
        [
            .. await app.FormOfAsync(benefit),
            ("Form.ExpiryReturnsStock", "true"),
            ("Form.OpensAt", $"{BenefitPages.Local(before.Definition.OpensAt)}:17"),
        ];

        await staff.FollowAsync(
            await staff.PostAsync(
                $"/staff/benefits/{benefit}/edit",
                [.. unchanged.Where(field => field != ("Form.OpensAt", BenefitPages.Local(before.Definition.OpensAt)))]
            )
        );
        Assert.Equal(before.Revision, (await app.SheetAsync(benefit)).Revision);

        // Kind and season are not edited, whatever is sent; claims are not in the way.
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        var form = await app.FormOfAsync(benefit, title: "新标题");
        await staff.FollowAsync(
            await staff.PostAsync(
                $"/staff/benefits/{benefit}/edit",
                [.. form, ("Form.ExpiryReturnsStock", "true"), ("Form.Kind", "Voucher"), ("Form.Season", "2031")]
            )
        );
        var after = await app.SheetAsync(benefit);
        Assert.Equal(
            ("新标题", BenefitKind.Counter, 2026, before.Revision + 1, 1),
            (after.Definition.Title, after.Benefit.Kind, after.Season, after.Revision, after.Benefit.Held)
        );
        // The same form sent twice says the same: done.
        await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{benefit}/edit", [.. form, ("Form.ExpiryReturnsStock", "true")]));
        var told = Assert.Single(await app.ListAuditAsync("benefit", benefit), row => row.Action == "benefit.edit");
        Assert.Contains("\"title\":\"测试福利\"", told.BeforeValues);
        Assert.DoesNotContain("partner", told.AfterValues);
    }

    [Fact]
    public async Task The_second_of_two_editors_is_told_by_whom_and_when_and_sees_both_values()
    {
        var first = await app.NewStaffAsync(Role.Secretary);
        var second = await app.NewStaffAsync(Role.Admin);
        var benefit = await app.NewBenefitAsync();
        var byFirst = await app.FormOfAsync(benefit, title: "甲写的标题");
        var bySecond = await app.FormOfAsync(benefit, title: "乙写的标题");
        await first.FollowAsync(await first.PostAsync($"/staff/benefits/{benefit}/edit", byFirst));

        var page = await TestStaff.PageOf(await second.PostAsync($"/staff/benefits/{benefit}/edit", bySecond));

        Assert.Contains($"{first.Login} 已在 {Show.BeijingExact(app.Now)} 修改了这项福利", page);
        Assert.Contains("甲写的标题", page);
        Assert.Contains("value=\"乙写的标题\"", page);
        Assert.Equal("甲写的标题", (await app.SheetAsync(benefit)).Definition.Title);

        // Having seen it, the second may save over it: with the revision that the page now carries.
        var revision = Revision().Match(page).Groups[1].Value;
        await second.FollowAsync(await second.PostAsync($"/staff/benefits/{benefit}/edit", [("Revision", revision), .. bySecond[1..]]));
        Assert.Equal("乙写的标题", (await app.SheetAsync(benefit)).Definition.Title);
    }

    [Fact]
    public async Task Of_two_edits_racing_one_is_kept_and_the_other_told()
    {
        var staff = new[] { await app.NewStaffAsync(Role.Secretary), await app.NewStaffAsync(Role.Secretary) };
        for (var round = 0; round < 10; round++)
        {
            var benefit = await app.NewBenefitAsync();
            var forms = new[] { await app.FormOfAsync(benefit, title: "甲"), await app.FormOfAsync(benefit, title: "乙") };

            var answers = await Task.WhenAll(staff.Select((one, i) => one.PostAsync($"/staff/benefits/{benefit}/edit", forms[i])));

            var kept = Assert.Single(answers.Index(), answer => answer.Item.StatusCode is HttpStatusCode.Redirect);
            Assert.Contains("您的修改没有保存", await TestStaff.PageOf(answers[1 - kept.Index]));
            Assert.Equal(kept.Index == 0 ? "甲" : "乙", (await app.SheetAsync(benefit)).Definition.Title);
            Assert.Single(await app.ListAuditAsync("benefit", benefit), row => row.Action == "benefit.edit");
        }
    }

    [Fact]
    public async Task What_expiry_does_to_the_stock_is_settled_once_a_claim_has_expired()
    {
        var benefit = await app.NewBenefitAsync(with: b => b with { ExpiryReturnsStock = true, UseUntil = b.ClosesAt });
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        await new ExpireClaims(app.Get<Database>(), app.Clock).ExpireSliceAsync(app.Now.AddDays(1), Ct);

        var page = await TestStaff.PageOf(
            await (await app.NewStaffAsync(Role.Admin)).PostAsync($"/staff/benefits/{benefit}/edit", await app.FormOfAsync(benefit))
        );

        Assert.Contains("“到期未核销的份数退回库存”不能再改", page);
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task The_trail_and_the_change_stand_or_fall_together()
    {
        var benefit = await app.NewBenefitAsync();
        var store = app.Get<BenefitStore>();
        var run = app.Get<BenefitOperations>();
        var details = await app.SheetAsync(benefit);

        await app.WithoutTrailAsync(async () =>
        {
            await Assert.ThrowsAnyAsync<Exception>(() =>
                store.EditAsync(Actor.Command, benefit, details.Revision, details.Definition with { Title = "不留痕" }, app.Now, Ct)
            );
            await Assert.ThrowsAnyAsync<Exception>(() => run.AddStockAsync(Actor.Command, benefit, 5, null, app.Now, Ct));
            await Assert.ThrowsAnyAsync<Exception>(() => run.SetStateAsync(Actor.Command, benefit, null, BenefitState.Closed, app.Now, Ct));
            await Assert.ThrowsAnyAsync<Exception>(() =>
                app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2077, null, null), app.Now, Ct)
            );
        });

        var after = await app.SheetAsync(benefit);
        Assert.Equal(
            (details.Definition.Title, details.Benefit.Stock, details.Benefit.State),
            (after.Definition.Title, after.Benefit.Stock, after.Benefit.State)
        );
        Assert.DoesNotContain(await app.Get<SeasonStore>().ListAsync(Ct), season => season.Year == 2077);
        Assert.True((await app.Get<AuditCheck>().RunAsync(Ct)).Holds);
    }

    [GeneratedRegex("""/staff/benefits/(\d+)/edit""")]
    private static partial Regex Id();

    [GeneratedRegex("""name="Revision" value="(\d+)""")]
    private static partial Regex Revision();
}
