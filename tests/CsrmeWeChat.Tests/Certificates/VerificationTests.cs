using System.Net;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Tests;

/// <summary>The page that tells whether a certificate is genuine. Each test has a service of its own, which counts addresses.</summary>
public sealed class VerificationTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_genuine_one_is_shown_with_what_stands_on_the_paper_and_nothing_else()
    {
        var phone = await app.NewPhoneAsync();
        var issued = await app.IssueAsync(
            CertificateArrange.Draft(name: "𠮷㛃·买买提、李四", unit: "武汉<岩土>所", person: await app.PersonOfAsync(phone))
        );

        using var answer = await app.NewVisitor().GetAsync($"/certificates/{issued.Code}");
        var page = await TestStaff.PageOf(answer);

        Assert.Contains("证书真实有效", page, StringComparison.Ordinal);
        string[] facts =
        [
            CertificateCode.Grouped(issued.Code),
            "𠮷㛃·买买提、李四",
            "武汉<岩土>所",
            "第二届科普摄影大赛",
            "单幅组一等奖",
            "《掌子面上的晨光》",
            "2026-05-30",
        ];
        Assert.All(facts, fact => Assert.Contains(fact, page, StringComparison.Ordinal));
        Assert.DoesNotContain(phone.User.Phone, page, StringComparison.Ordinal);
        Assert.DoesNotContain("人才", page, StringComparison.Ordinal);
        Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Contains("form-action 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_the_code_is_typed_it_is_found()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft());
        var wide = string.Concat(issued.Code.Select(letter => (char)(letter + 0xFEE0)));
        string[] typed =
        [
            issued.Code.ToLowerInvariant(),
            CertificateCode.Grouped(issued.Code),
            $" {string.Join(' ', issued.Code.Chunk(3).Select(part => new string(part)))} ",
            wide,
            CertificateCode.Grouped(wide).Replace('-', '—'),
            $"{issued.Code}\u200b",
        ];

        foreach (var code in typed)
        {
            var page = await app.NewVisitor().GetPageAsync($"/certificates?code={Uri.EscapeDataString(code)}");
            Assert.Contains("证书真实有效", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_revoked_one_names_nobody_and_says_whether_there_is_a_newer_one()
    {
        var (one, other) = (
            await app.IssueAsync(CertificateArrange.Draft(name: "张山")),
            await app.IssueAsync(CertificateArrange.Draft(name: "赵六"))
        );
        var states = app.Get<CertificateStates>();
        var issued = await states.ReissueAsync(Actor.Command, one, "张三", "", "姓名印错", app.Now, Ct);
        await states.RevokeAsync(Actor.Command, other, "抄袭", app.Now, Ct);

        var replaced = await app.NewVisitor().GetPageAsync($"/certificates/{one.Code}");
        var revoked = await app.NewVisitor().GetPageAsync($"/certificates/{other.Code}");

        Assert.Contains("已撤销", replaced, StringComparison.Ordinal);
        Assert.Contains("已换发新证书", replaced, StringComparison.Ordinal);
        Assert.Contains("已撤销", revoked, StringComparison.Ordinal);
        Assert.DoesNotContain("换发", revoked, StringComparison.Ordinal);
        string[] silent = ["张山", "张三", "姓名印错", issued.New!.Code, CertificateCode.Grouped(issued.New.Code)];
        Assert.All(silent, word => Assert.DoesNotContain(word, replaced, StringComparison.Ordinal));
        Assert.DoesNotContain("抄袭", revoked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_code_and_what_is_nobody_s_are_told_in_the_same_words()
    {
        string[] codes = ["222222222222", "abc", "%00", "0OI1", new string('A', 300), "..%2f..", "'%20OR%201=1", "𠮷𠮷𠮷𠮷𠮷𠮷"];
        var pages = new List<string>();
        foreach (var code in codes)
        {
            using var answer = await app.NewVisitor().GetAsync($"/certificates?code={code}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            pages.Add(await answer.Content.ReadAsStringAsync(Ct));
        }

        Assert.Contains("查无此证书", WebUtility.HtmlDecode(pages[0]), StringComparison.Ordinal);
        Assert.Single(pages.Distinct());
        Assert.Contains("或输入证书编号", await app.NewVisitor().GetPageAsync("/certificates"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_tries_codes_is_stopped_for_a_while_also_before_a_right_one()
    {
        var issued = await app.IssueAsync(CertificateArrange.Draft());
        var visitor = app.NewVisitor();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/certificates/{CertificateCode.New()}")).StatusCode);
        }

        using var stopped = await visitor.GetAsync($"/certificates/{issued.Code}");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var later = await visitor.GetPageAsync($"/certificates/{issued.Code}");

        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.InRange(stopped.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        Assert.DoesNotContain("张三", WebUtility.HtmlDecode(await stopped.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains("证书真实有效", later, StringComparison.Ordinal);
    }
}
