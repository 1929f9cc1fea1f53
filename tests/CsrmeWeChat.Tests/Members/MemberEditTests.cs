using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using static CsrmeWeChat.Tests.Support.TestStaff;

namespace CsrmeWeChat.Tests;

/// <summary>The roster touched by hand, beside imports of it.</summary>
public sealed class MemberEditTests(App app) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_is_added_found_by_initials_and_the_trail_shows_the_phone_masked()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var number = RosterDriver.NewNumber();

        var page = await secretary.FollowAsync(
            await secretary.PostAsync(
                "/staff/members/new",
                ("Form.Number", number),
                ("Form.Name", " 尉迟 恭 "),
                ("Form.Phone", "138 0013 8000"),
                ("Form.Email", "wei@example.org"),
                ("Form.ForLife", "true")
            )
        );

        Assert.Contains("已新增会员 尉迟恭", page);
        Assert.Contains("长期", page);
        Assert.Contains("尉迟恭", await secretary.GetPageAsync($"/staff/members?q=ycg {number}"));
        var member = (await roster.MemberAsync(number))!;
        Assert.Equal("email,name,paiduntil,phone", member.ByHand);
        var told = Assert.Single(await TrailAsync(member.Id));
        Assert.Equal(MemberEdits.AddAction, told.Action);
        Assert.Contains("138****8000", told.AfterValues);
        Assert.Contains(
            "已有会员",
            await PageOf(await secretary.PostAsync("/staff/members/new", ("Form.Number", number), ("Form.Name", "二")))
        );
    }

    /// <summary>The page asks first; between its look and the writing only the statement itself can tell.</summary>
    [Fact]
    public async Task An_edit_of_what_was_edited_meanwhile_changes_nothing()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (edits, members) = (app.Get<MemberEdits>(), app.Get<MemberStore>());
        var seen = (await members.FindAsync((await app.NewRosterMemberAsync("13822225550")).Id, Ct))!;
        MemberRow With(string unit) => new(seen.Number, members.Fields(seen) with { Unit = unit }, null, null);

        Assert.True(await edits.EditAsync(secretary.Actor, seen, With("第一个单位"), app.Now, Ct));
        Assert.False(await edits.EditAsync(secretary.Actor, seen, With("第二个单位"), app.Now, Ct));

        Assert.Equal("第一个单位", (await members.FindAsync(seen.Id, Ct))!.Unit);
        Assert.Single(await TrailAsync(seen.Id), told => told.Action == MemberEdits.EditAction);
    }

    [Theory]
    [InlineData("Form.Name", "", "请填写姓名")]
    [InlineData("Form.Name", "😀", "姓名里没有文字")]
    [InlineData("Form.Name", "㍿*30", "展开后太长")]
    [InlineData("Form.Name", "长*101", "姓名超过 100 字")]
    [InlineData("Form.Phone", "138OO138OOO", "手机号有误")]
    [InlineData("Form.Phone", "1*31", "手机号有误")]
    [InlineData("Form.Email", "nobody", "邮箱有误")]
    [InlineData("Form.Unit", "长*201", "单位超过 200 字")]
    [InlineData("Form.PaidUntil", "0001-01-01", "会费有效期有误")]
    [InlineData("Form.PaidUntil", "明年", "明年")]
    [InlineData("Form.BranchId", "999999999", "刚刚被合并或停用")]
    [InlineData("Form.Number", "", "请填写会员号")]
    [InlineData("Form.Number", "<1>", "不允许的字符")]
    public async Task What_does_not_fit_is_refused_with_what_was_typed_still_there(string field, string typed, string why)
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var text = typed.Split('*') is [var unit, var times] ? string.Concat(Enumerable.Repeat(unit, int.Parse(times))) : typed;
        (string, string)[] others = [("Form.Number", "N1"), ("Form.Name", "张三"), ("Form.Unit", "打了很久的单位")];

        var page = await PageOf(
            await secretary.PostAsync("/staff/members/new", [.. others.Where(other => other.Item1 != field), (field, text)])
        );

        Assert.Contains(why, page);
        Assert.Contains(field is "Form.Unit" ? text : "打了很久的单位", page);
    }

    [Fact]
    public async Task Two_secretaries_who_edit_one_member_while_an_import_is_applied_lose_nothing_unseen()
    {
        var number = RosterDriver.NewNumber();
        await roster.NewMemberAsync(number, "张三,13811110001,,北京大学,,,");
        var import = await console.StagedAsync(RosterConsole.Csv($"{number},张三,,,武汉大学,,,"));
        var (one, two) = (await app.NewStaffAsync(Role.Secretary), await app.NewStaffAsync(Role.Secretary));
        var id = (await roster.MemberAsync(number))!.Id;
        var seen = await RevisionAsync(one, id);

        Assert.Contains("已保存", await one.FollowAsync(await EditAsync(one, id, seen, "张三", "13811110002", "北京大学")));
        var conflict = await PageOf(await EditAsync(two, id, seen, "张三", "13811110003", "北京大学"));
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        await console.WorkAsync();

        Assert.Contains($"{one.Login} 已在", conflict);
        Assert.Contains("138****0002", conflict);
        Assert.Contains("13811110003", conflict);
        Assert.Equal(1, await console.CountAsync(import, LineOutcome.Changed));
        Assert.Equal(("+8613811110002", "北京大学"), ((await roster.FieldsAsync(number)).Phone, (await roster.FieldsAsync(number)).Unit));
    }

    [Fact]
    public async Task An_edit_made_before_an_import_was_applied_is_not_saved_over_it()
    {
        var number = RosterDriver.NewNumber();
        await roster.NewMemberAsync(number, "张三,13811110011,,北京大学,,,");
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var id = (await roster.MemberAsync(number))!.Id;
        var seen = await RevisionAsync(secretary, id);
        await roster.ApplyAsync(await roster.StageLinesAsync($"{number},张三,,,武汉大学,,,"));

        var page = await PageOf(await EditAsync(secretary, id, seen, "张三", "13811110012", "北京大学"));

        Assert.Contains("这位会员已被修改", page);
        Assert.Contains("武汉大学", page);
        Assert.Equal("武汉大学", (await roster.FieldsAsync(number)).Unit);
        Assert.Contains(
            "已保存",
            await secretary.FollowAsync(await EditAsync(secretary, id, await RevisionAsync(secretary, id), "张三", "", "甲"))
        );
    }

    [Fact]
    public async Task An_import_says_what_it_would_change_of_what_was_edited_by_hand_and_undoing_it_keeps_that_known()
    {
        var (number, other) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(number, "张三,13811110021,,北京大学,,,");
        await roster.NewMemberAsync(other, "李四,13811110022,,北京大学,,,");
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var id = (await roster.MemberAsync(number))!.Id;
        await secretary.FollowAsync(await EditAsync(secretary, id, await RevisionAsync(secretary, id), "张三", "13811110021", "武汉大学"));
        var import = await console.StagedAsync(RosterConsole.Csv($"{number},张三,13811110029,,清华大学,,,", $"{other},李四,,,清华大学,,,"));

        var page = await secretary.GetPageAsync($"/staff/roster/{import}");
        Assert.Contains("<del>武汉大学（手工修改过）</del>", page);
        Assert.Contains("<del>北京大学</del>", page);
        Assert.Contains("<del>138****0021</del>", page);
        Assert.Contains("有 1 行会改掉手工修改过的内容", page);
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        await console.WorkAsync();
        Assert.Equal("", (await roster.MemberAsync(number))!.ByHand);
        await console.Store.RequestUndoingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        await console.WorkAsync();

        Assert.Equal("unit", (await roster.MemberAsync(number))!.ByHand);
        Assert.Equal("", (await roster.MemberAsync(other))!.ByHand);
    }

    [Fact]
    public async Task A_phone_that_is_another_s_is_saved_and_said()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var other = await app.NewRosterMemberAsync("13811110031", "家人");
        var member = await app.NewRosterMemberAsync("13811110032", "本人");

        var page = await secretary.FollowAsync(
            await EditAsync(secretary, member.Id, await RevisionAsync(secretary, member.Id), "本人", "13811110031", "")
        );

        Assert.Contains($"手机号与会员 {other.Number} 家人 相同", page);
    }

    [Fact]
    public async Task Opening_the_form_shows_the_whole_phone_and_the_trail_tells_of_it()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewRosterMemberAsync("13811110041");

        Assert.Contains("+8613811110041", await secretary.GetPageAsync($"/staff/members/{member.Id}/edit"));

        Assert.Equal("member.reveal", Assert.Single(await TrailAsync(member.Id)).Action);
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync("/staff/members/999999999/edit")).StatusCode);
    }

    private static Task<HttpResponseMessage> EditAsync(TestStaff staff, long id, string revision, string name, string phone, string unit) =>
        staff.PostAsync(
            $"/staff/members/{id}/edit",
            ("Form.Name", name),
            ("Form.Phone", phone),
            ("Form.Unit", unit),
            ("Revision", revision)
        );

    private static async Task<string> RevisionAsync(TestStaff staff, long id) =>
        System
            .Text.RegularExpressions.Regex.Match(
                await staff.GetPageAsync($"/staff/members/{id}/edit"),
                "name=\"Revision\" value=\"(\\d+)\""
            )
            .Groups[1]
            .Value;

    private async Task<IReadOnlyList<AuditEvent>> TrailAsync(long memberId) =>
        await app.Get<AuditSearch>().ListAsync(new AuditFilter(null, null, "member", memberId, "", null, null), "seq DESC", 0, 50, Ct);
}
