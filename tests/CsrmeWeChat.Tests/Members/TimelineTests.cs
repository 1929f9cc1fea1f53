using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

/// <summary>A member's history: what every feature knows, the newest first.</summary>
public sealed class TimelineTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_import_to_the_redemption_all_is_there_the_newest_first()
    {
        var phone = await app.NewPhoneAsync();
        var number = RosterDriver.NewNumber();
        var member = await roster.NewMemberAsync(number, $"时间线,{phone.User.Phone},a@example.com,旧单位,,普通会员,");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var change = await roster.StageLinesAsync($"{number},时间线,{phone.User.Phone},b@example.com,新单位,,高级会员,2026-12-31");
        await roster.ApplyAsync(change);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await phone.BindAsync("时间线")).EnsureSuccessStatusCode();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<MarkStore>().TagAsync(new Actor(7, "王秘书"), member.Id, "特邀", app.Now, Ct);
        var counter = await ClaimReturnRedeemAndUndoAsync(phone, member.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await roster.UndoAsync(change);
        app.Clock.Advance(TimeSpan.FromDays(3));

        var lines = await LinesAsync(member.Id, 50);

        Assert.Equal(
            [
                "福利过期未用",
                "福利过期未用",
                "撤销名册导入",
                "撤销核销",
                "核销福利",
                "本人取消领取",
                "领取福利",
                "领取福利",
                "领取福利",
                "加标签",
                "绑定微信",
                "名册导入",
                "名册导入",
            ],
            lines.Select(line => line.What)
        );
        Assert.Equal("王秘书", lines.Single(line => line.What == "加标签").By);
        Assert.All(lines.Where(line => line.What is "名册导入" or "撤销名册导入"), line => Assert.StartsWith("系统（命令行", line.By));
        Assert.Equal(counter.Member.Name, lines.Single(line => line.What == "核销福利").By);
        Assert.Contains("核销的", lines.Single(line => line.What == "核销福利").Detail);
        Assert.Equal(["手机", "邮箱", "单位", "会员级别"], lines[^1].Changes.Select(one => one.Field));
        Assert.Equal(
            [
                ("邮箱", "a***@example.com", "b***@example.com"),
                ("单位", "旧单位", "新单位"),
                ("会员级别", "普通会员", "高级会员"),
                ("会费有效期", "无", "2026-12-31"),
            ],
            lines[^2].Changes.Select(one => (one.Field, one.Before!, one.After))
        );
        Assert.DoesNotContain(lines.SelectMany(line => line.Changes), one =>
            $"{one.Before}{one.After}".Contains(phone.User.Phone)
            || $"{one.Before}{one.After}".Contains("a@")
            || $"{one.Before}{one.After}".Contains("b@")
        );
    }

    /// <summary>Claims three benefits, returns the first, keeps the second, and redeems the third at a counter that undoes it.</summary>
    /// <returns>Who stood at the counter.</returns>
    private async Task<TestPhone> ClaimReturnRedeemAndUndoAsync(TestPhone phone, long memberId)
    {
        var given = await app.NewBenefitAsync(with: b => b with { Title = "退回的" });
        var kept = await app.NewBenefitAsync(with: b => b with { Title = "过期的" });
        var used = await app.NewBenefitAsync(with: b => b with { Title = "核销的" });
        foreach (var benefit in (long[])[given, kept, used])
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            (await phone.ClaimAsync(benefit)).EnsureSuccessStatusCode();
        }
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await phone.PostAsync($"/api/benefits/{given}/claim/cancel")).EnsureSuccessStatusCode();
        var counter = await app.NewMemberAsync();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, counter.Member.Id, Rights.Redeem, app.Now, Ct);
        var code = (await app.Get<MemberClaims>().FindAsync(memberId, used, app.Now, Ct))!.Code;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var atCounter = Redeemer.OfMember(counter.Member.Id);
        var redemption = (await app.Get<RedemptionStore>().RedeemAsync(atCounter, code, app.Now, Ct)).Redemption!;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<RedemptionStore>().UndoAsync(atCounter, redemption.Id, evenIfMadeByOthers: false, app.Now, Ct);
        return counter;
    }

    [Fact]
    public async Task What_staff_did_with_claims_is_there_with_who_did_it_and_why()
    {
        var (member, staff, other) = (
            await app.NewRosterMemberAsync("13900000005"),
            await app.NewStaffAsync(Role.Secretary),
            await app.NewStaffAsync(Role.Secretary)
        );
        var (given, used) = (await app.NewBenefitAsync(), await app.NewBenefitAsync());
        var claims = app.Get<StaffClaims>();
        var code = (await claims.ClaimAsync(staff.Actor, member.Id, used, app.Now, Ct)).Ticket!.Code;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var redemption = (await app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), code, app.Now, Ct)).Redemption!;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<RedemptionStore>().UndoAsync(Redeemer.OfStaff(other.Actor), redemption.Id, evenIfMadeByOthers: true, app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var serial = (await claims.ClaimAsync(staff.Actor, member.Id, given, app.Now, Ct)).Ticket!.Serial;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CancelOutcome.Cancelled, await claims.CancelAsync(staff.Actor, given, serial, "误操作", app.Now, Ct));

        var lines = await LinesAsync(member.Id, 50);

        Assert.Equal(["取消领取", "代领福利", "撤销核销", "核销福利", "代领福利"], lines.Select(line => line.What));
        Assert.All(lines, line => Assert.Equal(line.What == "撤销核销" ? other.Login : staff.Login, line.By));
        Assert.Equal("误操作", lines[0].Changes.Single(one => one.Field == "原因").After);
    }

    [Fact]
    public async Task Tags_that_an_import_gave_and_took_are_there()
    {
        var number = RosterDriver.NewNumber();
        var member = await roster.NewMemberAsync(number, "有时在册,,,,,,");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var without = await roster.StageAsync(
            RosterFile.SaveCsv($"{RosterFile.Header}\n{RosterDriver.NewNumber()},别人,,,,,,\n"),
            tagAbsent: true
        );
        await roster.ApplyAsync(without);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await roster.StageAsync(RosterFile.SaveCsv($"{RosterFile.Header}\n{number},有时在册,,,,,,\n"), tagAbsent: true);
        await roster.ApplyAsync(again);

        var lines = await LinesAsync(member.Id, 50);

        Assert.Contains("又有此会员", lines[0].Detail);
        Assert.Contains("没有此会员", lines[1].Detail);
        Assert.Equal(3, lines.Count);
    }

    [Fact]
    public async Task Of_a_long_history_the_newest_lines_are_shown_whichever_feature_they_come_from()
    {
        var phone = await app.NewMemberAsync();
        for (var i = 0; i < 40; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.Get<MarkStore>().TagAsync(Actor.Command, phone.Member.Id, $"标签{i}", app.Now, Ct);
        }

        var lines = await LinesAsync(phone.Member.Id, 10);
        var page = await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/members/{phone.Member.Id}");

        Assert.Equal(10, lines.Count);
        Assert.All(lines, line => Assert.Equal("加标签", line.What));
        Assert.Contains("显示更早的", page);
        Assert.DoesNotContain("绑定微信<", page);
        Assert.Contains(
            "绑定微信<",
            await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/members/{phone.Member.Id}?all=true")
        );
    }

    private async Task<IReadOnlyList<TimelineLine>> LinesAsync(long memberId, int limit) =>
        (await app.Get<Timeline>().ListAsync((await app.Get<MemberStore>().FindAsync(memberId, Ct))!, limit, app.Now, Ct)).Lines;
}
