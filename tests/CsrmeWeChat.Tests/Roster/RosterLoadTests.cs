using System.Diagnostics;
using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>A whole society's roster through the pages of the real service, its jobs running.</summary>
public sealed class RosterLoadTests(TestEngine engine) : IAsyncLifetime
{
    private const int Lines = 20_000;

    private Backstage backstage = null!;
    private ServiceProcess service = null!;
    private TestStaff secretary = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        backstage = await Backstage.NewAsync(engine);
        service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" }
        );
        var account = await backstage.Services.NewAccountAsync(Role.Secretary);
        var cookies = new CookieContainer();
        cookies.Add(
            new Cookie(
                StaffArrange.Cookie,
                await backstage
                    .Services.GetRequiredService<StaffSessions>()
                    .OpenAsync(account.Id, "127.0.0.1", "测试", TimeProvider.System.GetUtcNow(), Ct),
                "/",
                "127.0.0.1"
            )
        );
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(service.BaseUrl),
        };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        // The refusal of a large request comes before its body is sent.
        http.DefaultRequestHeaders.ExpectContinue = true;
        secretary = new TestStaff(http, cookies, account.Id, account.Login);
    }

    public async ValueTask DisposeAsync()
    {
        secretary.Http.Dispose();
        await service.DisposeAsync();
        await backstage.DisposeAsync();
    }

    [Fact]
    public async Task Twenty_thousand_members_are_uploaded_imported_and_undone_in_little_memory()
    {
        var content = await File.ReadAllBytesAsync(RosterFile.NewMembers("W", Lines), Ct);
        await secretary.GetPageAsync("/staff/roster");

        var (uploaded, taken) = await TimeAsync(() => secretary.UploadAsync("/staff/roster", "Sheet", "名册.xlsx", content));
        var path = uploaded.Headers.Location!.OriginalString;
        var (_, mapping) = await TimeAsync(() => secretary.GetPageAsync(path));
        var (_, staged) = await TimeAsync(() =>
            DoAsync("Stage", [.. Enumerable.Range(0, 8).Select(i => ("Chosen", $"{i}"))], $"<strong>{Lines:N0}</strong><span>新增")
        );
        var (_, applied) = await TimeAsync(() => DoAsync("Apply", [], $"已应用 {Lines:N0} 行"));

        Assert.Equal(Lines, await CountAsync());
        // As a command, whose own memory shows.
        await using var command = ServiceCommand.Start(Backstage.ServiceDll, backstage.Configuration, "roster", "undo", "1");
        var undone = await command.EndAsync(Ct);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{(TestEngine.IsMySql ? "MySql" : "Sqlite")} {content.Length / 1024} KB, {Lines} lines: "
                + $"upload {taken.TotalSeconds:F1} s, columns {mapping.TotalSeconds:F1} s, staged {staged.TotalSeconds:F1} s, "
                + $"applied {applied.TotalSeconds:F1} s, VmHWM {service.PeakMemory()} MB; "
                + $"undone {undone.Taken.TotalSeconds:F1} s, VmHWM {undone.PeakMegabytes} MB"
        );
        Assert.True(undone.ExitCode == 0, undone.Output + undone.Error);
        Assert.Contains($"已撤销 {Lines} 行", undone.Output);
        Assert.Equal(0, await CountAsync());
        Assert.InRange(undone.PeakMegabytes, 1, 300);
        Assert.InRange(service.PeakMemory(), 1, 300);

        async Task<long> CountAsync() =>
            await backstage
                .Services.GetRequiredService<Database>()
                .FindAsync<long>("SELECT COUNT(*) FROM members WHERE revision = 1", ct: Ct);

        async Task<string> DoAsync(string handler, (string, string)[] fields, string end)
        {
            for (
                var page = await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler={handler}", fields));
                ;
                page = await secretary.GetPageAsync(path)
            )
            {
                if (page.Contains(end))
                {
                    return page;
                }
                await Task.Delay(200, Ct);
            }
        }
    }

    [Fact]
    public async Task A_file_of_20_MB_is_taken_a_larger_one_refused_and_no_other_page_takes_as_much()
    {
        var content = new byte[Workbook.MaxBytes];
        "会员号,姓名\nW1,张三\n"u8.CopyTo(content);
        content.AsSpan("会员号,姓名\nW1,张三\n"u8.Length).Fill((byte)'\n');

        var (uploaded, taken) = await TimeAsync(() => secretary.UploadAsync("/staff/roster", "Sheet", "名册.csv", content));
        Assert.Equal(HttpStatusCode.Redirect, uploaded.StatusCode);
        var larger = await secretary.UploadAsync("/staff/roster", "Sheet", "名册.csv", new byte[Workbook.MaxBytes + 100]);
        Assert.Contains("超过 20 MB", await TestStaff.PageOf(larger));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await secretary.UploadAsync("/staff/roster", "Sheet", "名册.csv", new byte[2 * Workbook.MaxBytes])).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (
                await secretary.UploadAsync(
                    $"{uploaded.Headers.Location!.OriginalString}?handler=Discard",
                    "Sheet",
                    "名册.csv",
                    new byte[100 * 1024]
                )
            ).StatusCode
        );

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{(TestEngine.IsMySql ? "MySql" : "Sqlite")} 20 MB: {taken.TotalSeconds:F1} s, VmHWM {service.PeakMemory()} MB"
        );
        Assert.InRange(service.PeakMemory(), 1, 300);
    }

    private static async Task<(T Answer, TimeSpan Taken)> TimeAsync<T>(Func<Task<T>> ask)
    {
        var clock = Stopwatch.StartNew();
        return (await ask(), clock.Elapsed);
    }
}
