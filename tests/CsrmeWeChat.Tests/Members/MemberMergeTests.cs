using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using Dapper;
using static CsrmeWeChat.Tests.Support.TestStaff;

namespace CsrmeWeChat.Tests;

/// <summary>Two rows of the roster that are one member.</summary>
public sealed partial class MemberMergeTests(App app) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Fact]
    public async Task What_hangs_on_the_one_moves_to_the_other_and_its_owner_goes_on_as_that_member()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (kept, phone) = (await app.NewRosterMemberAsync("13822220001", "张三"), await app.NewMemberAsync(tags: ["理事"]));
        var gone = phone.Member;
        await app.Get<MarkStore>().GrantAsync(Actor.Command, gone.Id, Rights.Redeem, app.Now, Ct);
        var benefit = await app.NewBenefitAsync();
        (await phone.PostAsync($"/api/benefits/{benefit}/claim")).EnsureSuccessStatusCode();

        var page = await secretary.GetPageAsync($"/staff/members/{kept.Id}/merge?other={gone.Number}");
        foreach (var moves in (string[])["绑定的微信", "领取的福利 1 份", "标签 理事"])
        {
            Assert.Contains(moves, page);
        }
        var done = await secretary.FollowAsync(await MergeAsync(secretary, kept.Id, gone.Number, page));

        Assert.Contains($"已合并：{gone.Number} {gone.Name} 并入 {kept.Number} 张三", done);
        Assert.Contains("并入的会员", done);
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"/staff/members/{gone.Id}")).StatusCode);
        Assert.Equal("张三", (await phone.GetAsync("/api/me")).GetProperty("member").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await phone.Http.GetAsync("/api/redemptions", Ct)).StatusCode);
        // The same claim once more is the ticket that they have: it is theirs still.
        Assert.Equal(1, (await TestPhone.JsonOf(await phone.PostAsync($"/api/benefits/{benefit}/claim"))).GetProperty("serial").GetInt32());
        Assert.True((await app.ReconcileAsync(benefit)).Holds);
        var told = Assert.Single(await TrailAsync(kept.Id));
        Assert.Contains(gone.Number, told.AfterValues);
        Assert.DoesNotContain(phone.User.Phone, told.AfterValues);
        Assert.Contains("给予会员权限", done);
        Assert.Contains("合并会员", done);
    }

    [Fact]
    public async Task A_number_that_went_in_a_merging_while_it_was_being_added_by_hand_is_not_given_again()
    {
        var (kept, number) = (await app.NewRosterMemberAsync("13822220071", "留下的"), $"G{Guid.NewGuid():N}"[..12]);
        var fields = new MemberFields("又来的", "", "", "", null, null, null);
        // The merging commits after the number was found to be free, and before the new row is written.
        Database.Watcher = (connection, transaction, sql, _) =>
        {
            if (sql == "SELECT id FROM members WHERE number = @Number")
            {
                const string merged = """
                    INSERT INTO merged_members (number, member_id, gone_id, name, merged_at)
                    SELECT @number, id, 0, name, created_at FROM members WHERE id = @Id
                    """;
                connection.Execute(merged, new { number, kept.Id }, transaction);
            }
        };
        try
        {
            Assert.Null(await app.Get<MemberEdits>().AddAsync(Actor.Command, new MemberRow(number, fields, null, null), app.Now, Ct));
        }
        finally
        {
            Database.Watcher = null;
        }

        Assert.Null(await app.Get<MemberStore>().FindByNumberAsync(number, Ct));
    }

    [Fact]
    public async Task Two_who_hold_the_same_benefit_are_not_merged_until_one_of_the_claims_is_cancelled()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, two) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        var benefit = await app.NewBenefitAsync();
        foreach (var phone in (TestPhone[])[one, two])
        {
            (await phone.PostAsync($"/api/benefits/{benefit}/claim")).EnsureSuccessStatusCode();
        }
        await app.Get<People.BindingStore>().UnbindAsync(Actor.Command, two.Member.Id, "测试", app.Now, Ct);
        var address = $"/staff/members/{one.Member.Id}/merge?other={two.Member.Number}";

        var page = await secretary.GetPageAsync(address);
        Assert.Contains("（第 1 号和第 2 号），每位会员只能有一份。请先在该福利的领取名单里取消未核销的一份", page);
        Assert.Equal(MergeOutcome.Refused, (await MergeAsync(secretary, one.Member.Id, two.Member.Id)).Outcome);
        Assert.Equal([one.Member.Id, two.Member.Id], await HoldersAsync(benefit));

        await Database.ExecuteAsync(
            "UPDATE claims SET state = 'cancelled', holder = -serial WHERE benefit_id = @benefit AND member_id = @Id",
            new { benefit, two.Member.Id },
            Ct
        );
        await secretary.FollowAsync(await MergeAsync(secretary, one.Member.Id, two.Member.Number, await secretary.GetPageAsync(address)));
        Assert.Equal([one.Member.Id, -2], await HoldersAsync(benefit));
    }

    [Fact]
    public async Task Whoever_was_edited_since_they_were_compared_is_not_merged()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (members, kept) = (app.Get<MemberStore>(), await app.NewRosterMemberAsync("13822225551"));
        var seen = (await members.FindAsync((await app.NewRosterMemberAsync("13822225552")).Id, Ct))!;
        var pair = new MemberPair((await members.FindAsync(kept.Id, Ct))!, seen);
        var row = new MemberRow(seen.Number, members.Fields(seen) with { Unit = "刚改的单位" }, null, null);
        Assert.True(await app.Get<MemberEdits>().EditAsync(secretary.Actor, seen, row, app.Now, Ct));

        var result = await app.Get<MemberMerge>().MergeAsync(secretary.Actor, pair, app.Now, Ct);

        Assert.Equal(MergeOutcome.ChangedMeanwhile, result.Outcome);
        Assert.Equal("刚改的单位", (await members.FindAsync(seen.Id, Ct))!.Unit);
    }

    [Fact]
    public async Task What_both_tried_in_vain_of_a_benefit_becomes_one_row()
    {
        var (kept, gone) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        var benefit = await app.NewBenefitAsync(with: one => one with { DuesRequired = true });
        foreach (var phone in (TestPhone[])[kept, gone, gone])
        {
            Assert.Equal(HttpStatusCode.Conflict, (await phone.PostAsync($"/api/benefits/{benefit}/claim")).StatusCode);
        }
        await app.Get<ClaimTries>().FlushAsync(Ct);
        await app.Get<People.BindingStore>().UnbindAsync(Actor.Command, gone.Member.Id, "测试", app.Now, Ct);

        Assert.Equal(
            MergeOutcome.Merged,
            (await MergeAsync(await app.NewStaffAsync(Role.Secretary), kept.Member.Id, gone.Member.Id)).Outcome
        );

        var rows = await Database.ListAsync<(long, int)>(
            "SELECT member_id, amount FROM claim_tries WHERE benefit_id = @benefit",
            new { benefit },
            Ct
        );
        Assert.Equal([(kept.Member.Id, 3)], rows);
    }

    [Fact]
    public async Task Two_who_are_bound_to_a_WeChat_user_each_are_not_merged()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, two) = (await app.NewMemberAsync(), await app.NewMemberAsync());

        Assert.Contains(
            "两位会员各绑定了一个微信",
            await secretary.GetPageAsync($"/staff/members/{one.Member.Id}/merge?other={two.Member.Number}")
        );
        Assert.Equal(MergeOutcome.Refused, (await MergeAsync(secretary, one.Member.Id, two.Member.Id)).Outcome);
    }

    [Fact]
    public async Task Who_was_changed_since_they_were_looked_at_is_not_merged()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, two) = (await app.NewRosterMemberAsync("13822220011"), await app.NewRosterMemberAsync("13822220012"));
        var seen = await secretary.GetPageAsync($"/staff/members/{one.Id}/merge?other={two.Number}");
        await Database.ExecuteAsync("UPDATE members SET revision = revision + 1 WHERE id = @Id", new { two.Id }, Ct);

        Assert.Contains("又有改动，没有合并", await PageOf(await MergeAsync(secretary, one.Id, two.Number, seen)));
        Assert.Contains("请填写另一位会员的会员号", await secretary.GetPageAsync($"/staff/members/{one.Id}/merge?other={one.Number}"));
        Assert.Contains("名册中没有会员号 NONE", await secretary.GetPageAsync($"/staff/members/{one.Id}/merge?other=NONE"));
        Assert.NotNull(await app.Get<MemberStore>().FindAsync(two.Id, Ct));
    }

    [Fact]
    public async Task Empty_fields_are_filled_from_the_one_that_goes_and_the_longer_dues_stay()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var roster = new RosterDriver(app);
        var (one, two) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(one, "张三,13822220021,,,,,2026-12-31");
        await roster.NewMemberAsync(two, "张三,13822220022,zhang@example.org,清华大学,,,2027-12-31");
        var kept = (await roster.MemberAsync(one))!;

        await secretary.FollowAsync(
            await MergeAsync(secretary, kept.Id, two, await secretary.GetPageAsync($"/staff/members/{kept.Id}/merge?other={two}"))
        );

        Assert.Equal(
            new MemberFields("张三", "+8613822220021", "zhang@example.org", "清华大学", null, null, new DateOnly(2027, 12, 31)),
            await roster.FieldsAsync(one)
        );
    }

    [Fact]
    public async Task The_number_that_went_is_neither_given_again_nor_brought_back_by_an_import()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var (one, two) = (await app.NewRosterMemberAsync("13822220031"), await app.NewRosterMemberAsync("13822220032"));
        await secretary.FollowAsync(
            await MergeAsync(
                secretary,
                one.Id,
                two.Number,
                await secretary.GetPageAsync($"/staff/members/{one.Id}/merge?other={two.Number}")
            )
        );

        var import = await console.StagedAsync(RosterConsole.Csv($"{two.Number},{two.Name},,,,,,"));

        Assert.Contains($"会员号 {two.Number} 已并入 {one.Number}", await secretary.GetPageAsync($"/staff/roster/{import}"));
        Assert.Contains(
            $"已并入 {one.Number}",
            await PageOf(await secretary.PostAsync("/staff/members/new", ("Form.Number", two.Number), ("Form.Name", "新人")))
        );
    }

    [Fact]
    public async Task A_number_that_went_in_a_merging_after_the_preview_is_not_added_by_the_import()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var roster = new RosterDriver(app);
        var (kept, number) = (await app.NewRosterMemberAsync("13822220051"), RosterDriver.NewNumber());
        var import = await roster.StageLinesAsync($"{number},张三,13822220052,,,,,");
        await secretary.FollowAsync(
            await secretary.PostAsync("/staff/members/new", ("Form.Number", number), ("Form.Name", "张三"), ("Form.Phone", "13822220053"))
        );
        var gone = (await roster.MemberAsync(number))!;
        Assert.Equal(MergeOutcome.Merged, (await MergeAsync(secretary, kept.Id, gone.Id)).Outcome);

        await roster.ApplyAsync(import);

        Assert.Null(await roster.MemberAsync(number));
        Assert.Equal(1, await console.CountAsync(import, LineOutcome.Changed));
    }

    [Fact]
    public async Task Of_claims_that_run_while_two_are_merged_none_is_lost_and_no_batch_fails()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var kept = await app.NewRosterMemberAsync("13822220041");
        var (phone, others) = (await app.NewMemberAsync(), await app.NewMembersAsync(6));
        var benefit = await app.NewBenefitAsync(stock: 20);

        var claims = others.Append(phone).Select(one => one.PostAsync($"/api/benefits/{benefit}/claim")).ToList();
        var merged = await MergeAsync(secretary, kept.Id, phone.Member.Id);
        var answers = await Task.WhenAll(claims);

        Assert.Equal(MergeOutcome.Merged, merged.Outcome);
        Assert.All(answers.SkipLast(1), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.NotEqual(HttpStatusCode.InternalServerError, answers[^1].StatusCode);
        Assert.True((await app.ReconcileAsync(benefit)).Holds);
        (await phone.PostAsync($"/api/benefits/{benefit}/claim")).EnsureSuccessStatusCode();
        Assert.Single(await HoldersAsync(benefit), holder => holder == kept.Id);
    }

    /// <summary>A room that is told of no merging leaves rows that refer to nobody, or that stop every merging.</summary>
    [Fact]
    public async Task Every_column_that_refers_to_a_member_is_moved_by_one_room()
    {
        const string Columns = "SELECT m.name || '.' || p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'";
        const string OfMySql =
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns WHERE table_schema = DATABASE()";
        var referring = (await Database.ListAsync<string>(TestEngine.IsMySql ? OfMySql : Columns, ct: Ct)).Where(column =>
            Referring().IsMatch(column)
        );

        Assert.Equal(referring.Order(), app.Get<IEnumerable<IMemberData>>().SelectMany(room => room.Columns).Order());
    }

    private async Task<MergeResult> MergeAsync(TestStaff by, long kept, long gone)
    {
        var members = app.Get<MemberStore>();
        var pair = new MemberPair((await members.FindAsync(kept, Ct))!, (await members.FindAsync(gone, Ct))!);
        return await app.Get<MemberMerge>().MergeAsync(by.Actor, pair, app.Now, Ct);
    }

    private static Task<HttpResponseMessage> MergeAsync(TestStaff staff, long kept, string gone, string seen) =>
        staff.PostAsync(
            $"/staff/members/{kept}/merge",
            ("other", gone),
            ("Seen", Regex.Match(seen, "name=\"Seen\" value=\"([^\"]*)\"").Groups[1].Value)
        );

    private Task<IReadOnlyList<long>> HoldersAsync(long benefit) =>
        Database.ListAsync<long>("SELECT holder FROM claims WHERE benefit_id = @benefit ORDER BY serial", new { benefit }, Ct);

    private async Task<IReadOnlyList<AuditEvent>> TrailAsync(long memberId) =>
        await app.Get<AuditSearch>().ListAsync(new AuditFilter(null, null, "member", memberId, "", null, null), "seq DESC", 0, 50, Ct);

    [GeneratedRegex("\\.(member_id|holder|redeemer_id)$")]
    private static partial Regex Referring();
}
