using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Roster;
using static CsrmeWeChat.Tests.Support.TestStaff;

namespace CsrmeWeChat.Tests;

/// <summary>Members at the console.</summary>
public sealed class MemberPageTests(App app) : IClassFixture<App>
{
    private const string Script = "<script>alert(1)</script>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_is_found_by_part_of_the_name_and_leads_to_their_page()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewRosterMemberAsync("13800001111", "诸葛孔明");

        var list = await secretary.GetPageAsync("/staff/members?q=葛孔&sort=number");

        Assert.Contains($"""<a href="/staff/members/{member.Id}">诸葛孔明</a>""", list);
        Assert.Contains("符合条件 1 人", list);
        Assert.Contains("138****1111", list);
        Assert.DoesNotContain("13800001111", list);
        Assert.Contains("诸葛孔明", await secretary.GetPageAsync($"/staff/members/{member.Id}"));
        Assert.Contains("没有符合条件的会员", await secretary.GetPageAsync("/staff/members?q=查无此人"));
        Assert.Contains("没有这一页", await secretary.GetPageAsync("/staff/members?q=葛孔&p=9"));
        Assert.Contains("“abc”", await secretary.GetPageAsync("/staff/members?branch=abc"));
    }

    [Fact]
    public async Task A_phone_is_found_in_the_same_box_stands_in_no_address_and_is_still_sought_after_a_look_at_a_member()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, other) = (
            await app.NewRosterMemberAsync("13712349871", "有手机甲"),
            await app.NewRosterMemberAsync("13712349872", "有手机乙")
        );

        foreach (var typed in (string[])["13712349871", "+86 137-1234-9871", "９８７１", "9871"])
        {
            var answer = await secretary.PostAsync("/staff/members?handler=Find", ("q", typed));
            var address = answer.Headers.Location!.OriginalString;
            Assert.DoesNotContain("9871", Uri.UnescapeDataString(address));
            var page = await secretary.FollowAsync(answer);
            Assert.Contains(one.Name, page);
            Assert.DoesNotContain(other.Name, page);
            Assert.DoesNotContain("handler=Export", page);
            await secretary.GetPageAsync($"/staff/members/{one.Id}");
            Assert.Contains(one.Name, await secretary.GetPageAsync(address));
        }
        Assert.Contains(
            "没有符合条件的会员",
            await secretary.FollowAsync(await secretary.PostAsync("/staff/members?handler=Find", ("q", "13799999999")))
        );
        Assert.Contains(
            "上次按手机号的查找已失效",
            await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync("/staff/members?sought=kept")
        );
    }

    [Fact]
    public async Task What_is_no_phone_goes_into_the_address_with_the_filters()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        await app.NewRosterMemberAsync("13712349873", "单田芳");

        var answer = await secretary.PostAsync("/staff/members?handler=Find", ("q", " STF "), ("dues", "unknown"), ("tag", ""));

        Assert.Equal("/staff/members?q=STF&dues=unknown", answer.Headers.Location!.OriginalString);
        var page = await secretary.FollowAsync(answer);
        Assert.Contains("单田芳", page);
        Assert.Contains("更多条件（已用 1 项）", page);
        Assert.Contains("没有符合条件的会员", await secretary.GetPageAsync("/staff/members?q=STF&dues=paid"));
    }

    [Fact]
    public async Task Many_are_tagged_at_once_those_checked_or_all_that_fit_and_the_trail_names_them()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (tag, name) = ($"批{Random.Shared.Next()}", $"批量{Random.Shared.Next()}");
        var (one, two) = (
            await app.NewRosterMemberAsync("13712349874", name + "甲"),
            await app.NewRosterMemberAsync("13712349875", name + "乙")
        );
        var path = $"/staff/members?handler=Tag&q={name}";

        Assert.Contains("请先勾选会员", await PageOf(await secretary.PostAsync(path, ("mark", tag))));
        Assert.Contains(
            "请填写标签，1 到 50 个字",
            await PageOf(await secretary.PostAsync(path, ("mark", new string('长', 51)), ("every", "true")))
        );
        var answer = await secretary.PostAsync(path, ("mark", tag), ("chosen", $"{one.Id}"));
        Assert.DoesNotContain("handler", answer.Headers.Location!.OriginalString);
        Assert.Contains($"已给 1 位会员加标签“{tag}”。", await secretary.FollowAsync(answer));
        Assert.Contains("另外 1 位已有", await secretary.FollowAsync(await secretary.PostAsync(path, ("mark", tag), ("every", "true"))));
        Assert.Contains("符合条件 2 人", await secretary.GetPageAsync($"/staff/members?tag={tag}"));
        await secretary.FollowAsync(
            await secretary.PostAsync($"/staff/members?handler=Untag&q={name}", ("mark", tag), ("chosen", $"{two.Id}"))
        );
        Assert.Contains("符合条件 1 人", await secretary.GetPageAsync($"/staff/members?tag={tag}"));

        var told = await app.Get<AuditSearch>()
            .ListAsync(new AuditFilter(secretary.Id, null, "member", null, "", null, null), "seq", 0, 9, Ct);
        Assert.Equal([MarkStore.TagManyAction, MarkStore.TagManyAction, MarkStore.UntagManyAction], told.Select(row => row.Action));
        Assert.Contains(two.Number, told[1].AfterValues);
        Assert.DoesNotContain(one.Number, told[1].AfterValues);
    }

    [Fact]
    public async Task The_whole_phone_is_shown_on_request_only_and_the_trail_tells_of_it_without_the_phone()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var member = await app.NewRosterMemberAsync("13655554444");
        Assert.DoesNotContain("13655554444", await secretary.GetPageAsync($"/staff/members/{member.Id}"));

        var answer = await secretary.PostAsync($"/staff/members/{member.Id}?handler=Reveal");

        Assert.Contains("+8613655554444", await PageOf(answer));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString());
        var told = Assert.Single(await TrailAsync(member.Id));
        Assert.Equal(("member.reveal", secretary.Login, (long?)secretary.Id), (told.Action, told.Actor, told.StaffId));
        Assert.DoesNotContain("55554444", told.AfterValues);
        Assert.DoesNotContain("13655554444", await secretary.GetPageAsync($"/staff/members/{member.Id}"));
    }

    [Fact]
    public async Task A_script_in_names_units_tags_and_reasons_is_text_on_every_page()
    {
        var secretary = await app.NewStaffAsync(Role.Admin);
        var phone = await app.NewMemberAsync(level: Script, branch: Script, tags: Script);
        var database = app.Get<Database>();
        await database.ExecuteAsync(
            "UPDATE members SET name = @Script, unit = @Script WHERE id = @Id",
            new { Script, phone.Member.Id },
            Ct
        );
        await app.Get<BindingStore>().UnbindAsync(secretary.Actor, phone.Member.Id, Script, app.Now, Ct);

        foreach (
            var path in (string[])
                [
                    $"/staff/members?q={phone.Member.Number}",
                    $"/staff/members/{phone.Member.Id}",
                    $"/staff/members?q={Uri.EscapeDataString(Script)}",
                    "/staff/audit",
                ]
        )
        {
            var html = await (await secretary.GetAsync(path)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain("<script>alert", html);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        }
    }

    [Fact]
    public async Task Rights_and_tags_are_given_and_taken_and_each_change_is_told_once()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        var path = $"/staff/members/{phone.Member.Id}";
        Assert.Equal(HttpStatusCode.Forbidden, (await phone.Http.GetAsync("/api/redemptions", Ct)).StatusCode);

        Assert.Contains("已给予核销权限", await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Grant")));
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Grant"));
        // At once on this node, not after the half minute that it remembers a token.
        Assert.Equal(HttpStatusCode.OK, (await phone.Http.GetAsync("/api/redemptions", Ct)).StatusCode);
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Revoke"));
        Assert.Equal(HttpStatusCode.Forbidden, (await phone.Http.GetAsync("/api/redemptions", Ct)).StatusCode);
        Assert.Contains("特邀嘉宾", await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Tag", ("tag", " 特邀嘉宾 "))));
        Assert.Contains("该会员已有标签“特邀嘉宾”", await PageOf(await secretary.PostAsync($"{path}?handler=Tag", ("tag", "特邀嘉宾"))));
        Assert.Contains("标签要有 1 到 50 个字", await PageOf(await secretary.PostAsync($"{path}?handler=Tag", ("tag", " "))));
        Assert.Contains(phone.Member.Name, await secretary.GetPageAsync($"/staff/members?tag=特邀嘉宾"));
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Untag", ("tag", "特邀嘉宾")));
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Untag", ("tag", "特邀嘉宾")));

        Assert.Equal(
            ["member.untag", "member.tag", "member.revoke", "member.grant"],
            (await TrailAsync(phone.Member.Id)).Select(row => row.Action)
        );
        var page = await secretary.GetPageAsync(path);
        Assert.Contains("收回会员权限", page);
        Assert.Contains(secretary.Login, page);
    }

    [Fact]
    public async Task Unbinding_needs_a_reason_ends_the_session_at_once_and_is_told()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        var path = $"/staff/members/{phone.Member.Id}";
        Assert.Equal("bound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());

        Assert.Contains("请填写解除绑定的原因", await PageOf(await secretary.PostAsync($"{path}?handler=Unbind", ("reason", " "))));
        Assert.Equal("bound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        Assert.Contains(
            "已解除绑定",
            await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Unbind", ("reason", "本人来电更换微信")))
        );

        Assert.Equal("unbound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        Assert.Contains(
            "没有绑定微信，可能刚刚已由他人解除",
            await PageOf(await secretary.PostAsync($"{path}?handler=Unbind", ("reason", "再来")))
        );
        var told = Assert.Single(await TrailAsync(phone.Member.Id));
        Assert.Equal(MemberStore.UnbindAction, told.Action);
        Assert.Contains("本人来电更换微信", told.AfterValues);
        Assert.Contains(phone.Member.Number, told.Name);
        // Once in the timeline, with who did it.
        var page = await secretary.GetPageAsync(path);
        Assert.Single(page.Split("解除微信绑定")[1..]);
        Assert.Contains("本人来电更换微信", page);
        (await phone.BindAsync(phone.Member.Name)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task What_is_filtered_is_exported_with_phones_masked_and_told()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, other) = (
            await app.NewRosterMemberAsync("13500001234", "=导出甲"),
            await app.NewRosterMemberAsync("13500001235", "不导出")
        );

        var answer = await secretary.GetAsync("/staff/members?q=导出甲&handler=Export");

        var texts = ExportTests.Texts(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Contains("=导出甲", texts);
        Assert.Contains(one.Number, texts);
        Assert.Contains("135****1234", texts);
        Assert.DoesNotContain(other.Number, texts);
        Assert.DoesNotContain(texts, text => text.Contains("13500001234"));
        var told = (
            await app.Get<AuditSearch>()
                .ListAsync(new AuditFilter(secretary.Id, "member.export", null, null, "", null, null), "seq DESC", 0, 9, Ct)
        ).Single();
        Assert.Contains("导出甲", told.AfterValues);
    }

    [Fact]
    public async Task A_member_of_a_rehearsal_is_on_no_page_in_no_list_and_is_not_tagged_absent()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var database = app.Get<Database>();
        await database.ExecuteAsync(
            """
            INSERT INTO members (number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                 revision, created_at, updated_at)
            VALUES ('SYN1', '', '', '', '', '', '', '', '演练单位', 1, @Now, @Now)
            """,
            new { app.Now },
            Ct
        );
        var id = await database.FindAsync<long>("SELECT id FROM members WHERE number = 'SYN1'", ct: Ct);

        Assert.DoesNotContain("SYN1", await secretary.GetPageAsync("/staff/members?sort=-added"));
        Assert.Contains("没有符合条件的会员", await secretary.GetPageAsync("/staff/members?q=演练单位"));
        var export = await secretary.GetAsync("/staff/members?handler=Export");
        Assert.DoesNotContain("SYN1", ExportTests.Texts(await export.Content.ReadAsStreamAsync(Ct)));
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"/staff/members/{id}")).StatusCode);
        foreach (var handler in (string[])["Reveal", "Grant", "Revoke", "Tag", "Untag", "Unbind"])
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await secretary.PostAsync($"/staff/members/{id}?handler={handler}", ("tag", "x"), ("reason", "x"))).StatusCode
            );
        }
        Assert.DoesNotContain(await app.Get<MemberStore>().ListTaggedAsync(Import.AbsentTag, 0, int.MaxValue, Ct), member =>
            member.Id == id
        );
        Assert.Empty(await app.Get<MemberStore>().ListByNameAsync("", 10, Ct));
    }

    private async Task<IReadOnlyList<AuditEvent>> TrailAsync(long memberId) =>
        await app.Get<AuditSearch>().ListAsync(new AuditFilter(null, null, "member", memberId, "", null, null), "seq DESC", 0, 50, Ct);
}
