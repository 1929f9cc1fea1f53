using System.Net;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>What makes and ends certificates, and whose they are.</summary>
public sealed class CertificateTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CertificateStates States => app.Get<CertificateStates>();

    [Fact]
    public async Task Issuing_again_gives_the_one_that_stands()
    {
        var draft = CertificateArrange.Draft();

        var (first, again) = (await app.IssueAsync(draft), await app.IssueAsync(draft with { Name = "李四" }));
        var other = await app.IssueAsync(draft with { Subject = draft.Subject with { Key = "entry/2" } });

        Assert.Equal(first, again);
        Assert.Equal("张三", again.Name);
        Assert.NotEqual(first.Code, other.Code);
        Assert.Equal(first.Code, CertificateCode.Read(first.Code));
        Assert.Single(await HistoryAsync(first), change => change.Action == "certificate.issue");
    }

    [Fact]
    public async Task Of_many_who_issue_at_once_all_get_the_same_one()
    {
        var (draft, panel) = (CertificateArrange.Draft(), CertificateArrange.NewPanel());
        var drafts = Enumerable
            .Range(0, 8)
            .Select(_ => draft with { Subject = new CertificateSubject("contest", panel, "entry/1") })
            .ToList();

        var issued = await Task.WhenAll(drafts.Select(app.IssueAsync));

        Assert.Single(issued.Select(one => one.Code).Distinct());
        Assert.Single(await app.Get<CertificateStore>().ListIssuedAsync("contest", panel, Ct));
        Assert.Single(await HistoryAsync(issued[0]));
    }

    [Fact]
    public async Task What_is_undone_with_its_cause_was_never_issued()
    {
        var draft = CertificateArrange.Draft();

        var code = await app.Get<Database>()
            .TransactAsync(async tx => (false, (await States.IssueAsync(tx, Actor.Command, draft, app.Now, Ct)).Code), Ct);

        Assert.Null(await app.Get<CertificateStore>().FindAsync(code, Ct));
    }

    [Fact]
    public async Task A_revoked_one_does_not_come_back_by_being_issued_again()
    {
        var draft = CertificateArrange.Draft();
        var issued = await app.IssueAsync(draft);

        var done = await States.RevokeAsync(Actor.Command, issued, "重复获奖", app.Now, Ct);
        var twice = await States.RevokeAsync(Actor.Command, issued, "又一次", app.Now, Ct);
        var again = await app.IssueAsync(draft);

        Assert.Equal((CertificateOutcome.Done, CertificateOutcome.Moved), (done, twice));
        Assert.Equal((issued.Id, CertificateState.Revoked, "重复获奖"), (again.Id, again.State, again.Reason));
        Assert.Contains(await HistoryAsync(issued), change => change.AfterValues.Contains("重复获奖", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_name_is_put_right_by_a_new_one_with_a_code_of_its_own()
    {
        var draft = CertificateArrange.Draft(name: "张山");
        var wrong = await app.IssueAsync(draft);
        app.Clock.Advance(TimeSpan.FromDays(40));

        var right = await States.ReissueAsync(Actor.Command, wrong, "张三", "新单位", "姓名印错", app.Now, Ct);
        var late = await States.ReissueAsync(Actor.Command, wrong, "张五", "", "又一次", app.Now, Ct);

        var (old, issued) = (await app.CertificateAsync(wrong.Id), right.New!);
        Assert.Equal((CertificateOutcome.Done, CertificateOutcome.Moved), (right.Outcome, late.Outcome));
        Assert.Equal((CertificateState.Revoked, (long?)issued.Id, "姓名印错"), (old.State, old.ReplacedById, old.Reason));
        Assert.Equal(("张三", "新单位", wrong.Work, wrong.DatedOn), (issued.Name, issued.Unit, issued.Work, issued.DatedOn));
        Assert.Equal((CertificateState.Issued, (long?)wrong.Id), (issued.State, issued.ReplacesId));
        Assert.NotEqual(wrong.Code, issued.Code);
        Assert.Equal(issued.Id, (await app.IssueAsync(draft)).Id);
        Assert.Contains(await HistoryAsync(old), change => change.Action == "certificate.replace");
        Assert.Contains(await HistoryAsync(issued), change => change.Action == "certificate.reissue");
    }

    [Theory]
    [InlineData("张三", "张三、李四", "你们的作品《")]
    [InlineData("张三、李四", "张三", "您的作品《")]
    [InlineData("张三、李四", "张三、王五", "你们的作品《")]
    public async Task A_new_one_speaks_to_one_or_to_several_as_its_names_do(string before, string after, string expected)
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft(before, work: "山", award: "一等奖", occasion: "摄影大赛"));

        var again = (await States.ReissueAsync(Actor.Command, issued, after, "", "姓名有误", app.Now, Ct)).New!;

        Assert.Equal($"{expected}山》在摄影大赛中荣获一等奖。\n特发此证。", again.Words);
    }

    [Fact]
    public async Task A_revoked_one_can_be_followed_by_a_new_one_and_keeps_why_it_was_revoked()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft());
        await States.RevokeAsync(Actor.Command, issued, "先撤销", app.Now, Ct);
        var stale = await States.ReissueAsync(Actor.Command, issued, "张三", "", "用旧页面", app.Now, Ct);

        var again = await States.ReissueAsync(
            Actor.Command,
            await app.CertificateAsync(issued.Id),
            "张三丰",
            "",
            "核实后补发",
            app.Now,
            Ct
        );

        Assert.Equal((CertificateOutcome.Moved, CertificateOutcome.Done), (stale.Outcome, again.Outcome));
        Assert.Equal("先撤销", (await app.CertificateAsync(issued.Id)).Reason);
    }

    [Fact]
    public async Task A_person_finds_their_own_and_opens_the_files_without_a_token_for_a_while()
    {
        var phone = await app.NewPhoneAsync();
        var draft = CertificateArrange.Draft(person: await app.PersonOfAsync(phone));
        var (issued, others) = (await app.IssueAsync(draft), await app.IssueAsync(CertificateArrange.Draft()));

        var own = Assert.Single((await phone.GetAsync("/api/certificates/mine")).GetProperty("items").EnumerateArray());
        var anybody = app.CreateClient();
        var (pdf, picture) = (own.GetProperty("pdf").GetString()!, own.GetProperty("picture").GetString()!);
        using var opened = await anybody.GetAsync(pdf, Ct);
        using var shown = await anybody.GetAsync(picture, Ct);

        Assert.Equal(CertificateCode.Grouped(issued.Code), own.GetProperty("code").GetString());
        Assert.Equal("application/pdf", opened.Content.Headers.ContentType?.MediaType);
        Assert.Equal("%PDF"u8.ToArray(), (await opened.Content.ReadAsByteArrayAsync(Ct))[..4]);
        Assert.Equal("image/jpeg", shown.Content.Headers.ContentType?.MediaType);
        // Of another's, in another form, for longer, or later.
        string[] wrong =
        [
            pdf.Replace(issued.Code, others.Code, StringComparison.Ordinal),
            pdf.Replace(".pdf", ".jpg", StringComparison.Ordinal),
            pdf.Replace("until=1", "until=2", StringComparison.Ordinal),
        ];
        Assert.All(wrong, address => Assert.NotEqual(pdf, address));
        foreach (var address in wrong)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(address, Ct)).StatusCode);
        }
        app.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(pdf, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_revoked_one_has_no_files_and_one_that_was_replaced_is_not_listed()
    {
        var phone = await app.NewPhoneAsync();
        var issued = await app.IssueAsync(CertificateArrange.Draft(person: await app.PersonOfAsync(phone)));
        var pdf = (await OwnAsync(phone))[0].GetProperty("pdf").GetString();

        await States.RevokeAsync(Actor.Command, issued, "撤销", app.Now, Ct);
        var revoked = Assert.Single(await OwnAsync(phone));
        using var gone = await app.CreateClient().GetAsync(pdf, Ct);
        await States.ReissueAsync(Actor.Command, await app.CertificateAsync(issued.Id), "张三", "", "补发", app.Now, Ct);
        var replaced = Assert.Single(await OwnAsync(phone));

        Assert.Equal("revoked", revoked.GetProperty("state").GetString());
        Assert.Null(revoked.GetProperty("pdf").GetString());
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("issued", replaced.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Who_is_forgotten_keeps_the_award_and_nothing_leads_to_them()
    {
        var phone = await app.NewPhoneAsync();
        var issued = await app.IssueAsync(CertificateArrange.Draft(name: "王五", person: await app.PersonOfAsync(phone)));
        var export = await phone.GetAsync("/api/me/export");

        (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();

        var kept = await app.CertificateAsync(issued.Id);
        Assert.Equal("王五", export.GetProperty("certificates")[0].GetProperty("name").GetString());
        Assert.Equal(("王五", null, CertificateState.Issued), (kept.Name, kept.PersonId, kept.State));
    }

    [Fact]
    public async Task Two_who_turn_out_to_be_one_have_the_certificates_of_both()
    {
        var (kept, gone) = (await app.NewPhoneAsync(), await app.NewPhoneAsync());
        var (keptId, goneId) = (await app.PersonOfAsync(kept), await app.PersonOfAsync(gone));
        await app.IssueAsync(CertificateArrange.Draft(person: keptId));
        await app.IssueAsync(CertificateArrange.Draft(person: goneId));
        var people = (keptId, goneId);

        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    await CertificateStates.MergeAsync(tx, people.keptId, people.goneId, Ct);
                    return (true, true);
                },
                Ct
            );

        Assert.Equal(2, (await OwnAsync(kept)).Count);
        Assert.Empty(await OwnAsync(gone));
    }

    private static async Task<List<System.Text.Json.JsonElement>> OwnAsync(TestPhone phone) =>
        [.. (await phone.GetAsync("/api/certificates/mine")).GetProperty("items").EnumerateArray()];

    private Task<IReadOnlyList<AuditEvent>> HistoryAsync(Certificate one) =>
        app.Get<AuditSearch>().LastOfAsync("certificate", one.Id, 10, Ct);
}
