using System.IO.Compression;
using System.Net;
using System.Text;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does with certificates.</summary>
public sealed class CertificatePageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_found_by_name_work_code_and_state()
    {
        var mark = $"{Guid.NewGuid():N}"[..8];
        var (one, other) = (
            await app.IssueAsync(CertificateArrange.Draft(name: $"甲{mark}")),
            await app.IssueAsync(CertificateArrange.Draft(name: $"乙{mark}", work: $"作品{mark}"))
        );
        await app.Get<CertificateStates>().RevokeAsync(Actor.Command, other, "撤销", app.Now, Ct);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        async Task<(bool One, bool Other)> FindAsync(string query)
        {
            var page = await secretary.GetPageAsync($"/staff/certificates?{query}");
            return (page.Contains($"甲{mark}</a>", StringComparison.Ordinal), page.Contains($"乙{mark}</a>", StringComparison.Ordinal));
        }

        Assert.Equal((true, true), await FindAsync($"q={mark}"));
        Assert.Equal((false, true), await FindAsync($"q=作品{mark}"));
        Assert.Equal((true, false), await FindAsync($"q={CertificateCode.Grouped(one.Code).ToLowerInvariant()}"));
        Assert.Equal((true, false), await FindAsync($"q={mark}&state=Issued"));
        Assert.Equal((false, true), await FindAsync($"panel=contest&of={other.PanelId}"));
        Assert.Equal((false, false), await FindAsync($"q={mark}&panel=event"));
    }

    [Fact]
    public async Task One_is_revoked_with_a_reason_and_only_as_it_was_seen()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft());
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/certificates/{issued.Id}";

        var silent = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Revoke", ("Revision", "1"), ("Reason", " ")));
        var page = await secretary.FollowAsync(
            await secretary.PostAsync($"{address}?handler=Revoke", ("Revision", "1"), ("Reason", "重复获奖"))
        );
        var stale = await TestStaff.PageOf(
            await secretary.PostAsync($"{address}?handler=Reissue", ("Revision", "1"), ("Name", "张三"), ("Reason", "换"))
        );

        Assert.Contains("请写明原因", silent, StringComparison.Ordinal);
        Assert.Contains("已撤销", page, StringComparison.Ordinal);
        Assert.Contains("重复获奖", page, StringComparison.Ordinal);
        Assert.DoesNotContain("下载 PDF", page, StringComparison.Ordinal);
        Assert.Contains("刚才另一位同事", stale, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_name_is_put_right_and_what_cannot_be_printed_is_told_before()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft(name: "张山"));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/certificates/{issued.Id}?handler=Reissue";

        var undrawn = await TestStaff.PageOf(
            await secretary.PostAsync(address, ("Revision", "1"), ("Name", "张ئ三"), ("Unit", "某所"), ("Reason", "印错"))
        );
        var nameless = await TestStaff.PageOf(await secretary.PostAsync(address, ("Revision", "1"), ("Name", ""), ("Reason", "印错")));
        var page = await secretary.FollowAsync(
            await secretary.PostAsync(address, ("Revision", "1"), ("Name", "张𠮷"), ("Unit", "某所"), ("Reason", "印错"))
        );

        Assert.Contains("没有这些字：ئ", undrawn, StringComparison.Ordinal);
        Assert.Contains("value=\"张ئ三\"", undrawn, StringComparison.Ordinal);
        Assert.Contains("请填写姓名", nameless, StringComparison.Ordinal);
        Assert.Contains("张𠮷", page, StringComparison.Ordinal);
        Assert.Contains($"/staff/certificates/{issued.Id}\">原证书", page, StringComparison.Ordinal);
        Assert.Contains("已换发", await secretary.GetPageAsync($"/staff/certificates/{issued.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_one_contest_come_as_an_archive_with_a_list()
    {
        var panel = CertificateArrange.NewPanel();
        for (var number = 1; number <= 3; number++)
        {
            await app.IssueAsync(CertificateArrange.Draft(name: $"得主/{number}", panel: panel, subject: $"entry/{number}"));
        }
        var revoked = await app.IssueAsync(CertificateArrange.Draft(panel: panel, subject: "entry/4"));
        await app.Get<CertificateStates>().RevokeAsync(Actor.Command, revoked, "撤销", app.Now, Ct);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        using var answer = await secretary.GetAsync($"/staff/certificates?handler=Pack&panel=contest&of={panel}");
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));
        var nowhere = await secretary.GetPageAsync("/staff/certificates?handler=Pack&panel=contest");

        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.Equal(["清单.xlsx", "00001-", "00002-", "00003-"], names.Select((name, at) => at == 0 ? name : name[..6]));
        Assert.All(names, name => Assert.DoesNotContain('/', name));
        foreach (var entry in archive.Entries.Skip(1))
        {
            await using var pdf = await entry.OpenAsync(Ct);
            var start = new byte[4];
            await pdf.ReadExactlyAsync(start, Ct);
            Assert.Equal("%PDF", Encoding.ASCII.GetString(start));
        }
        Assert.Contains("请先从一次评选的页面进入", nowhere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_exported_and_that_stands_in_the_trail()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft(name: "=1+1"));
        var secretary = await app.NewStaffAsync(Role.Secretary);

        using var answer = await secretary.GetAsync($"/staff/certificates?handler=Export&of={issued.PanelId}");
        using var book = Workbook.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Ct)));
        var rows = book.Rows(0).ToList();

        Assert.Equal(2, rows.Count);
        Assert.Equal(
            [CertificateCode.Grouped(issued.Code), "有效", "=1+1"],
            [.. Enumerable.Range(0, 3).Select(at => rows[1].Cells[at].Text)]
        );
        var exported = await app.Get<AuditSearch>().LastOfAsync("certificate", 0, 5, Ct, "certificate.export");
        Assert.Contains(exported, change => change.Actor == secretary.Login);
    }

    [Fact]
    public async Task Where_the_fonts_are_missing_staff_and_readers_are_told()
    {
        await using var bare = new App(app.Engine);
        bare.Settings["Certificates:Regular"] = "/nowhere/regular.ttf";
        await bare.InitializeAsync();
        var issued = await bare.IssueAsync(CertificateArrange.Draft());
        var secretary = await bare.NewStaffAsync(Role.Secretary);
        var pdf = bare.Get<CertificateAddresses>().File(issued.Code, CertificateAddresses.Pdf, bare.Now);

        var list = await secretary.GetPageAsync("/staff/certificates");
        var pack = await secretary.GetPageAsync($"/staff/certificates?handler=Pack&panel=contest&of={issued.PanelId}");
        var page = await secretary.GetPageAsync($"/staff/certificates/{issued.Id}");
        var refusal = await TestPhone.RefusalOf(await bare.CreateClient().GetAsync(pdf, Ct), HttpStatusCode.Conflict);

        Assert.All([list, pack, page], html => Assert.Contains("fonts-lxgw-wenkai", html, StringComparison.Ordinal));
        Assert.DoesNotContain("下载 PDF", page, StringComparison.Ordinal);
        Assert.Equal("certificates.not_ready", refusal);
        Assert.Contains("证书真实有效", await bare.NewVisitor().GetPageAsync($"/certificates/{issued.Code}"), StringComparison.Ordinal);
    }
}
