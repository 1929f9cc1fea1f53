using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Somebody at the console, without a browser: it knows pages, forms and cookies.</summary>
public sealed partial class TestStaff(HttpClient http, CookieContainer cookies, long id, string login)
{
    public long Id => id;

    public string Login => login;

    public HttpClient Http => http;

    public CookieContainer Cookies => cookies;

    /// <summary>The person behind the account, as the trail names them.</summary>
    public Actor Actor => new(id, login);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path, Ct);

    /// <summary>The HTML of a page that must be there.</summary>
    public async Task<string> GetPageAsync(string path) => await PageOf(await GetAsync(path));

    /// <summary>Sends a form with the antiforgery token that this session's pages carry.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        await http.PostAsync(path, await FormAsync(fields), Ct);

    /// <summary>Sends a form, and is gone before WeChat has answered what it needs.</summary>
    public async Task LeaveAsync(SandboxControl weChat, string api, string path, params (string Name, string Value)[] fields)
    {
        var form = await FormAsync(fields);
        var fault = weChat.AddFault(new SandboxFault { Api = api, DelayMs = 1_500 });
        using var gone = new CancellationTokenSource();
        var asked = http.PostAsync(path, form, gone.Token);
        while (weChat.Faults.Any(waiting => waiting.Id == fault.Id))
        {
            Assert.False(asked.IsCompleted);
            await Task.Delay(20, Ct);
        }
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    /// <summary>Sends a form with a file.</summary>
    public async Task<HttpResponseMessage> UploadAsync(
        string path,
        string field,
        string fileName,
        byte[] content,
        params (string Name, string Value)[] fields
    )
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(content), field, fileName },
            { new StringContent(await TokenAsync()), TokenField },
        };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }
        return await http.PostAsync(path, form, Ct);
    }

    /// <summary>The page shown after a form was done: it must have redirected.</summary>
    public async Task<string> FollowAsync(HttpResponseMessage answer)
    {
        Assert.True(
            answer.StatusCode is HttpStatusCode.Redirect,
            $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}"
        );
        var next = answer.Headers.Location!.OriginalString;
        // Signing in ends at one's own work, by one more step.
        return next is Menu.Begin ? await FollowAsync(await GetAsync(next)) : await GetPageAsync(next);
    }

    public static async Task<string> PageOf(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{(int)answer.StatusCode} {answer.Headers.Location}: {html}");
        return WebUtility.HtmlDecode(html);
    }

    private async Task<FormUrlEncodedContent> FormAsync((string Name, string Value)[] fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create(TokenField, await TokenAsync())]);

    public const string TokenField = "__RequestVerificationToken";

    public async Task<string> TokenAsync() => TokenIn(await http.GetStringAsync("/staff", Ct));

    public static string TokenIn(string html) =>
        Token().Match(html) is { Success: true } found
            ? found.Groups[1].Value
            : throw new InvalidOperationException($"No antiforgery token in: {html}");

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}

public static class StaffAtTheConsole
{
    extension(App app)
    {
        public Task<StaffMember> NewAccountAsync(params Role[] roles) => app.Services.NewAccountAsync(roles);

        /// <summary>Somebody at the console, signed in.</summary>
        public async Task<TestStaff> NewStaffAsync(params Role[] roles) => await app.SignedInAsync(await app.NewAccountAsync(roles));

        /// <summary>Another session of the same account.</summary>
        public async Task<TestStaff> SignedInAsync(StaffMember account)
        {
            var visitor = app.NewVisitor(account.Id, account.Login);
            var token = await app.Get<StaffSessions>().OpenAsync(account.Id, "127.0.0.1", "测试", app.Now, default);
            visitor.Cookies.Add(new Cookie(StaffArrange.Cookie, token, "/", "localhost"));
            return visitor;
        }

        /// <summary>A browser that has not signed in.</summary>
        public TestStaff NewVisitor(long id = 0, string login = "")
        {
            var cookies = new CookieContainer();
            var http = app.CreateDefaultClient(new CookieContainerHandler(cookies));
            http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            return new TestStaff(http, cookies, id, login);
        }
    }
}
