using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A mini program on somebody's phone: it knows HTTP and what WeChat gives it, nothing of the service's insides.</summary>
public sealed class TestPhone(HttpClient http, SandboxControl wechat, SandboxUser user)
{
    public SandboxUser User => user;

    public HttpClient Http => http;

    /// <summary>The openid in the mini program.</summary>
    public string OpenId => user.OpenIds[SandboxOptions.DefaultApps[0].AppId];

    /// <summary>The roster record the test bound this phone to.</summary>
    public RosterMember Member { get; set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task SignInAsync()
    {
        var session = await JsonOf(await PostAsync("/api/sessions", new { code = wechat.MintLoginCode(OpenId) }));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
    }

    public Task<HttpResponseMessage> BindAsync(string name) =>
        PostAsync("/api/me/binding", new { phoneCode = wechat.MintPhoneCode(OpenId), name });

    public Task<HttpResponseMessage> ClaimAsync(long benefit) => PostAsync($"/api/benefits/{benefit}/claim");

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        body is null ? http.PostAsync(path, null, Ct) : http.PostAsJsonAsync(path, body, Ct);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => http.PutAsJsonAsync(path, body, Ct);

    public async Task<JsonElement> GetAsync(string path) => await JsonOf(await http.GetAsync(path, Ct));

    /// <summary>The body of a success.</summary>
    public static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    /// <summary>Checks that the answer is a refusal made for programs and people alike, and gives its code.</summary>
    public static async Task<string> RefusalOf(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.Conflict)
    {
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Contains(problem.GetProperty("detail").GetString()!, character => character >= 0x4E00);
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
        return problem.GetProperty("code").GetString()!;
    }
}
