using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using static CsrmeWeChat.Tests.Support.TestStaff;

namespace CsrmeWeChat.Tests;

/// <summary>Bind requests at the console.</summary>
public sealed class BindRequestPageTests(App app) : IClassFixture<App>
{
    private const string Script = "<script>alert(1)</script>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_accepted_for_the_candidate_chosen_and_the_person_is_that_member()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var member = await app.NewRosterMemberAsync("13900000001");
        var id = await AskAsync(phone, member.Name, note: "换了手机号");

        var page = await secretary.GetPageAsync($"/staff/bind-requests/{id}");
        Assert.Contains("姓名相同", page);
        Assert.Contains(Phone.Mask($"+86{phone.User.Phone}"), page);
        Assert.DoesNotContain(phone.User.Phone, page);
        Assert.Contains(member.Name, await secretary.GetPageAsync("/staff/bind-requests"));
        var done = await secretary.FollowAsync(await AcceptAsync(secretary, id, ("candidate", member.Number), ("number", "填了也不算")));

        Assert.Contains("已核准", done);
        Assert.Equal("bound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        var told = Assert.Single(await TrailAsync(id));
        Assert.Equal(("bind.accept", member.Name, secretary.Login), (told.Action, told.Name, told.Actor));
        Assert.Contains(member.Number, told.AfterValues);
        var line = (
            await app.Get<Timeline>().ListAsync((await app.Get<MemberStore>().FindAsync(member.Id, Ct))!, 10, app.Now, Ct)
        ).Lines.Single();
        Assert.Equal(("绑定微信", secretary.Login), (line.What, line.By));
    }

    [Fact]
    public async Task The_one_certain_candidate_is_chosen_already_and_the_new_phone_goes_into_the_roster_where_asked()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var member = await app.NewRosterMemberAsync("13700001011", $"确定{Random.Shared.Next()}");
        var id = await AskAsync(phone, member.Name, unit: "测试单位", note: "换了手机号");

        var page = await secretary.GetPageAsync($"/staff/bind-requests/{id}");
        Assert.Contains("姓名相同、单位相同", page);
        Assert.Matches($"value=\"{member.Number}\"\\s+checked", page);
        Assert.Contains($"把名册手机改为此号码（{Phone.Mask($"+86{phone.User.Phone}")}）", page);
        var done = await secretary.FollowAsync(await AcceptAsync(secretary, id, ("candidate", member.Number), ("takePhone", "true")));

        Assert.Contains("名册手机已改为", done);
        var standing = (await app.Get<MemberStore>().FindAsync(member.Id, Ct))!;
        Assert.Equal(($"+86{phone.User.Phone}", "phone"), (app.Get<MemberStore>().Open(standing).Phone, standing.ByHand));
        var told = (
            await app.Get<AuditSearch>().ListAsync(new AuditFilter(null, null, "member", member.Id, "", null, null), "seq DESC", 0, 9, Ct)
        ).Single();
        Assert.Equal(MemberEdits.EditAction, told.Action);
        Assert.DoesNotContain(phone.User.Phone, told.AfterValues);
    }

    [Fact]
    public async Task Of_two_who_may_be_the_person_none_is_chosen()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var name = $"双胞{Random.Shared.Next()}";
        var (one, two) = (await app.NewRosterMemberAsync("13700001021", name), await app.NewRosterMemberAsync("13700001022", name));
        var id = await AskAsync(phone, name, unit: "测试单位");

        var page = await secretary.GetPageAsync($"/staff/bind-requests/{id}");

        Assert.DoesNotMatch($"value=\"({one.Number}|{two.Number})\"\\s+checked", page);
        Assert.DoesNotContain("应是本人", page);
    }

    [Fact]
    public async Task Of_two_of_a_name_the_one_whose_number_was_given_is_chosen()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var name = $"同名{Random.Shared.Next()}";
        var (one, two) = (await app.NewRosterMemberAsync("13700001023", name), await app.NewRosterMemberAsync("13700001024", name));
        var id = await AskAsync(phone, name, number: two.Number, unit: "测试单位");

        var page = await secretary.GetPageAsync($"/staff/bind-requests/{id}");

        Assert.Matches($"value=\"{two.Number}\"\\s+checked", page);
        Assert.DoesNotMatch($"value=\"{one.Number}\"\\s+checked", page);
    }

    [Fact]
    public async Task A_rejection_takes_one_of_the_usual_reasons_with_what_is_added()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var id = await AskAsync(phone, "查无此人");
        var usual = People.Pages.BindRequestModel.Reasons[0];

        await secretary.FollowAsync(
            await secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("preset", usual), ("reason", "电话 010-1"))
        );

        Assert.Equal($"{usual}电话 010-1", (await phone.GetAsync("/api/me")).GetProperty("request").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_bound_member_changes_hands_only_where_the_box_is_ticked_and_the_other_is_out_at_once()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (first, second) = (await app.NewMemberAsync(), await app.NewPhoneAsync());
        Assert.Equal("bound", (await first.GetAsync("/api/me")).GetProperty("state").GetString());
        var id = await AskAsync(second, first.Member.Name);

        Assert.Contains("已绑定其他微信", await secretary.GetPageAsync($"/staff/bind-requests/{id}"));
        var refused = await PageOf(await AcceptAsync(secretary, id, ("number", first.Member.Number)));
        Assert.Contains("已绑定另一个微信", refused);
        Assert.Contains($"value=\"{first.Member.Number}\"", refused);
        Assert.Equal("bound", (await first.GetAsync("/api/me")).GetProperty("state").GetString());
        await secretary.FollowAsync(await AcceptAsync(secretary, id, ("number", $" {first.Member.Number} "), ("release", "true")));

        Assert.Equal("unbound", (await first.GetAsync("/api/me")).GetProperty("state").GetString());
        Assert.Equal("bound", (await second.GetAsync("/api/me")).GetProperty("state").GetString());
        var ofMember = await app.Get<AuditSearch>()
            .ListAsync(new AuditFilter(null, null, "member", first.Member.Id, "", null, null), "seq DESC", 0, 9, Ct);
        Assert.Equal([MemberStore.UnbindAction], ofMember.Select(row => row.Action));
    }

    [Fact]
    public async Task Who_is_bound_to_another_member_is_not_bound_to_a_second()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var (own, other) = (await app.NewRosterMemberAsync(phone.User.Phone), await app.NewRosterMemberAsync("13900000002"));
        var id = await AskAsync(phone, other.Name);
        await app.Get<Database>()
            .ExecuteAsync(
                "INSERT INTO bindings (member_id, person_id, bound_at) SELECT @Id, person_id, @Now FROM bind_requests WHERE id = @id2",
                new
                {
                    own.Id,
                    app.Now,
                    id2 = id,
                },
                Ct
            );

        Assert.Contains("申请人的微信已绑定另一位会员", await PageOf(await AcceptAsync(secretary, id, ("number", other.Number))));
        Assert.Contains("待核对", await secretary.GetPageAsync($"/staff/bind-requests/{id}"));
        Assert.Empty(await TrailAsync(id));
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_which_the_person_sees()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var id = await AskAsync(phone, "查无此人");

        Assert.Contains(
            "请选择或填写驳回的原因",
            await PageOf(await secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "  ")))
        );
        await secretary.FollowAsync(await secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "名册中没有您")));

        Assert.Equal("名册中没有您", (await phone.GetAsync("/api/me")).GetProperty("request").GetProperty("reason").GetString());
        Assert.Equal("bind.reject", Assert.Single(await TrailAsync(id)).Action);
        var page = await secretary.GetPageAsync($"/staff/bind-requests/{id}");
        Assert.Contains("名册中没有您", page);
        Assert.DoesNotContain("handler=Accept", page);
    }

    [Fact]
    public async Task Who_comes_second_is_told_who_decided_what_and_nothing_is_changed()
    {
        var (first, second, phone) = (
            await app.NewStaffAsync(Role.Secretary),
            await app.NewStaffAsync(Role.Admin),
            await app.NewPhoneAsync()
        );
        var member = await app.NewRosterMemberAsync("13900000003");
        var id = await AskAsync(phone, member.Name);
        await first.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "先驳回了"));

        foreach (
            var answer in (HttpResponseMessage[])
                [
                    await AcceptAsync(second, id, ("number", member.Number)),
                    await second.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "再驳回")),
                ]
        )
        {
            var page = await PageOf(answer);
            Assert.Contains($"已由 {first.Login} 于", page);
            Assert.Contains("先驳回了", page);
            Assert.Contains("您的操作没有生效", page);
        }
        Assert.Single(await TrailAsync(id));
        Assert.Equal("rejected", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Of_secretaries_deciding_at_once_exactly_one_does()
    {
        var phone = await app.NewPhoneAsync();
        var member = await app.NewRosterMemberAsync("13900000004");
        var id = await AskAsync(phone, member.Name);
        var secretaries = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.NewStaffAsync(Role.Secretary)));

        var answers = await Task.WhenAll(
            secretaries.Select(
                (secretary, i) =>
                    i % 2 == 0
                        ? AcceptAsync(secretary, id, ("number", member.Number))
                        : secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "不符"))
            )
        );

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Redirect);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        Assert.Single(await TrailAsync(id));
    }

    [Fact]
    public async Task A_request_withdrawn_meanwhile_is_said_to_be_withdrawn()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        var id = await AskAsync(phone, "反悔的人");
        (await phone.Http.DeleteAsync("/api/me/bind-requests/open", Ct)).EnsureSuccessStatusCode();

        Assert.Contains("已由申请人撤回", await secretary.FollowAsync(await AcceptAsync(secretary, id, ("number", "X"))));
        Assert.Contains(
            "已由申请人撤回",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "x")))
        );
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"/staff/bind-requests/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_member_of_a_rehearsal_is_no_candidate_and_cannot_be_chosen()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync());
        await app.Get<Database>()
            .ExecuteAsync(
                """
                INSERT INTO members (number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                     revision, created_at, updated_at)
                VALUES ('SYN2', '', '', '', '', '', '', '', '', 1, @Now, @Now)
                """,
                new { app.Now },
                Ct
            );
        var id = await AskAsync(phone, "冒充的人", number: "SYN2");

        Assert.Contains("名册中没有相近的会员", await secretary.GetPageAsync($"/staff/bind-requests/{id}"));
        Assert.Contains("名册中没有会员号 SYN2", await PageOf(await AcceptAsync(secretary, id, ("number", "SYN2"))));
        Assert.Contains("请选择一位会员，或填写会员号", await PageOf(await AcceptAsync(secretary, id)));
        Assert.Contains("名册中没有会员号 NONE", await PageOf(await AcceptAsync(secretary, id, ("number", "NONE"))));
    }

    [Fact]
    public async Task A_script_in_a_request_is_text_everywhere()
    {
        var (secretary, phone) = (await app.NewStaffAsync(Role.Admin), await app.NewPhoneAsync());
        var id = await AskAsync(phone, Script, Script, Script, Script);

        foreach (
            var path in (string[])
                [$"/staff/bind-requests/{id}", "/staff/bind-requests", $"/staff/bind-requests?state=all&q={Uri.EscapeDataString(Script)}"]
        )
        {
            var html = await (await secretary.GetAsync(path)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain("<script>alert", html);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        }
    }

    [Fact]
    public async Task Decided_ones_are_found_and_exported()
    {
        var (secretary, phone, other) = (await app.NewStaffAsync(Role.Secretary), await app.NewPhoneAsync(), await app.NewPhoneAsync());
        var id = await AskAsync(phone, "司马相如", unit: "Abc 研究院");
        await AskAsync(other, "卓文君");
        await secretary.FollowAsync(await secretary.PostAsync($"/staff/bind-requests/{id}?handler=Reject", ("reason", "=不符")));

        Assert.DoesNotContain("司马相如", await secretary.GetPageAsync("/staff/bind-requests"));
        foreach (
            var query in (string[])
                ["state=rejected", "state=all&q=相如", "state=rejected&q=abc", $"state=all&q={secretary.Login}&sort=-decided"]
        )
        {
            Assert.Contains("司马相如", await secretary.GetPageAsync($"/staff/bind-requests?{query}"));
        }
        Assert.DoesNotContain("卓文君", await secretary.GetPageAsync("/staff/bind-requests?state=all&q=相如"));
        var export = await secretary.GetAsync("/staff/bind-requests?state=rejected&q=相如&handler=Export");
        var texts = ExportTests.Texts(await export.Content.ReadAsStreamAsync(Ct));
        Assert.Contains("司马相如", texts);
        Assert.Contains("=不符", texts);
        Assert.DoesNotContain("卓文君", texts);
        Assert.Contains(
            await app.Get<AuditSearch>()
                .ListAsync(new AuditFilter(secretary.Id, "bind.export", null, null, "", null, null), "seq DESC", 0, 9, Ct),
            row => row.AfterValues.Contains("相如")
        );
    }

    private static Task<HttpResponseMessage> AcceptAsync(TestStaff secretary, long id, params (string, string)[] fields) =>
        secretary.PostAsync($"/staff/bind-requests/{id}?handler=Accept", fields);

    private async Task<long> AskAsync(TestPhone phone, string name, string? number = null, string? unit = null, string? note = null) => (
            await TestPhone.JsonOf(
                await phone.PostAsync(
                    "/api/me/bind-requests",
                    new
                    {
                        name,
                        number,
                        unit,
                        note,
                        phoneCode = app.WeChat.MintPhoneCode(phone.OpenId),
                    }
                )
            )
        ).GetProperty("id").GetInt64();

    private async Task<IReadOnlyList<AuditEvent>> TrailAsync(long requestId) =>
        await app.Get<AuditSearch>().ListAsync(new AuditFilter(null, null, "bind", requestId, "", null, null), "seq DESC", 0, 50, Ct);
}
