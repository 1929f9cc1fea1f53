using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using static CsrmeWeChat.Tests.Support.TestStaff;

namespace CsrmeWeChat.Tests;

/// <summary>Branches, levels and tags at the console.</summary>
public sealed class MarksPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Fact]
    public async Task A_branch_is_renamed_while_its_members_claim_and_no_claim_is_refused()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (branch, renamed) = (New("分会"), New("新分会"));
        var phones = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.NewMemberAsync(branch: branch)));
        var benefit = await app.NewBenefitAsync(stock: 8, with: one => one with { Branches = [branch] });
        var id = await IdAsync("branches", branch);

        var claims = phones.Select(phone => phone.PostAsync($"/api/benefits/{benefit}/claim")).ToList();
        var page = await secretary.FollowAsync(await PostAsync(secretary, "Rename", "branch", id, ("to", renamed)));

        Assert.Contains($"已把分支机构“{branch}”改名为“{renamed}”", page);
        Assert.All(await Task.WhenAll(claims), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Contains(renamed, await secretary.GetPageAsync($"/staff/benefits/{benefit}"));
        var told = Assert.Single(await TrailAsync(secretary));
        Assert.Equal(("branch.rename", branch), (told.Action, told.Name));
        Assert.Contains("分支机构改名", await (await app.NewStaffAsync(Role.Admin)).GetPageAsync("/staff/audit"));
    }

    [Fact]
    public async Task A_name_that_is_taken_or_does_not_fit_is_refused()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, two) = (New("级"), New("级"));
        foreach (var name in (string[])[one, two])
        {
            await secretary.FollowAsync(await PostAsync(secretary, "Add", "level", 0, ("to", name)));
        }
        var id = await IdAsync("levels", one);

        Assert.Contains($"已有会员级别“{one}”", await PageOf(await PostAsync(secretary, "Add", "level", 0, ("to", one))));
        Assert.Contains("要并成一个，请用“合并”", await PageOf(await PostAsync(secretary, "Rename", "level", id, ("to", two))));
        Assert.Contains("1 到 50 个字", await PageOf(await PostAsync(secretary, "Rename", "level", id, ("to", new string('长', 51)))));
        Assert.Contains("1 到 100 个字", await PageOf(await PostAsync(secretary, "Add", "branch", 0, ("to", "  "))));
        Assert.Contains("已被合并或删除", await PageOf(await PostAsync(secretary, "Rename", "level", 999_999, ("to", "无"))));
        Assert.Contains("请选择并入哪一个", await PageOf(await PostAsync(secretary, "Merge", "level", id, ("into", $"{id}"))));
    }

    [Fact]
    public async Task Of_two_branches_merged_members_benefits_and_accounts_have_the_one_that_stays()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (from, to) = (New("旧分会"), New("分会"));
        var (one, two) = (await app.NewMemberAsync(branch: from), await app.NewMemberAsync(branch: to));
        var benefit = await app.NewBenefitAsync(with: one => one with { Branches = [from] });
        var (fromId, toId) = (await IdAsync("branches", from), await IdAsync("branches", to));
        await Database.ExecuteAsync("UPDATE staff SET branch_id = @fromId WHERE id = @Id", new { fromId, secretary.Id }, Ct);

        await secretary.FollowAsync(await PostAsync(secretary, "Merge", "branch", fromId, ("into", $"{toId}")));

        Assert.Null(await Database.FindAsync<long?>("SELECT id FROM branches WHERE id = @fromId", new { fromId }, Ct));
        foreach (var phone in (TestPhone[])[one, two])
        {
            Assert.Equal(to, (await app.Get<MemberStore>().FindAsync(phone.Member.Id, Ct))!.Branch);
            (await phone.PostAsync($"/api/benefits/{benefit}/claim")).EnsureSuccessStatusCode();
        }
        Assert.Equal(toId, await Database.FindAsync<long>("SELECT branch_id FROM staff WHERE id = @Id", new { secretary.Id }, Ct));
    }

    [Fact]
    public async Task A_tag_is_not_merged_into_itself_whatever_the_form_says()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var tag = New("标签");
        await app.NewMemberAsync(tags: tag);
        var benefit = await app.NewBenefitAsync(with: one => one with { Tags = [tag] });

        await PostAsync(secretary, "Merge", "tag", 7, ("name", tag), ("into", tag));

        Assert.Equal(1, await Database.FindAsync<int>("SELECT COUNT(*) FROM member_tags WHERE tag = @tag", new { tag }, Ct));
        Assert.Equal([tag], (await app.SheetAsync(benefit)).Definition.Tags);
    }

    [Fact]
    public async Task A_retired_level_is_offered_by_no_form_stays_with_its_members_and_can_come_back()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var level = New("级");
        var member = (await app.NewMemberAsync(level: level)).Member;
        var id = await IdAsync("levels", level);

        Assert.Contains("已停用", await secretary.FollowAsync(await PostAsync(secretary, "Retire", "level", id)));

        Assert.DoesNotContain(level, await secretary.GetPageAsync("/staff/members/new"));
        Assert.Contains(level, await secretary.GetPageAsync($"/staff/members/{member.Id}/edit"));
        Assert.Contains(level, await secretary.GetPageAsync($"/staff/members?level={id}"));
        await secretary.FollowAsync(await PostAsync(secretary, "Restore", "level", id));
        Assert.Contains(level, await secretary.GetPageAsync("/staff/members/new"));
    }

    [Fact]
    public async Task A_tag_gets_another_name_with_its_benefits_and_the_tag_of_imports_does_not()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (tag, renamed) = (New("签"), New("新签"));
        var phone = await app.NewMemberAsync(tags: [tag, Import.AbsentTag]);
        var benefit = await app.NewBenefitAsync(with: one => one with { Tags = [tag] });

        await secretary.FollowAsync(await PostAsync(secretary, "Rename", "tag", 0, ("name", tag), ("to", renamed)));

        Assert.Equal([Import.AbsentTag, renamed], (await app.Get<MemberStore>().ListMarksAsync(phone.Member.Id, Ct)).Tags.Order());
        (await phone.PostAsync($"/api/benefits/{benefit}/claim")).EnsureSuccessStatusCode();
        foreach (var (handler, field) in ((string, string)[])[("Rename", "to"), ("Retire", "to"), ("Merge", "into")])
        {
            Assert.Contains(
                "由名册导入自动加上和去掉",
                await PageOf(await PostAsync(secretary, handler, "tag", 0, ("name", Import.AbsentTag), (field, renamed)))
            );
        }
        await secretary.FollowAsync(await PostAsync(secretary, "Retire", "tag", 0, ("name", renamed)));
        Assert.Equal([Import.AbsentTag], (await app.Get<MemberStore>().ListMarksAsync(phone.Member.Id, Ct)).Tags);
    }

    private static string New(string name) => $"{name}{Random.Shared.Next()}";

    private Task<long> IdAsync(string table, string name) =>
        Database.FindAsync<long>($"SELECT id FROM {table} WHERE name = @name", new { name }, Ct);

    private static Task<HttpResponseMessage> PostAsync(
        TestStaff staff,
        string handler,
        string kind,
        long id,
        params (string, string)[] fields
    ) => staff.PostAsync($"/staff/marks?handler={handler}", [("kind", kind), ("id", $"{id}"), .. fields]);

    private async Task<IReadOnlyList<AuditEvent>> TrailAsync(TestStaff staff) =>
        await app.Get<AuditSearch>().ListAsync(new AuditFilter(staff.Id, null, "mark", null, "", null, null), "seq", 0, 50, Ct);
}
