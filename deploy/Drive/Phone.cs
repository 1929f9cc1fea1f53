using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CsrmeWeChat.Drive;

/// <summary>Somebody's phone with the mini program: all it knows is the API's documentation and what WeChat hands it.</summary>
internal sealed class Phone(HttpClient api, SandboxWeChat wechat, string openId, RosterRow? member)
{
    private const int Patience = 5;

    private string? token;
    private int comeBacks;

    /// <summary>The roster row its user knows of themselves; null for somebody who is no member.</summary>
    public RosterRow? Member => member;

    /// <summary>How often it was told to come back later (429, 503), and did.</summary>
    public int ComeBacks => comeBacks;

    public async Task<Answer> SignInAsync()
    {
        // wx.login's code is good once: another try takes another code.
        var answer = await SendAsync(HttpMethod.Post, "/api/sessions", async () => new { code = await wechat.LoginCodeAsync(openId) });
        token = answer.IsOk ? answer.Text("token") : null;
        return answer;
    }

    public Task<Answer> BindAsync(string name) =>
        SendAsync(HttpMethod.Post, "/api/me/binding", async () => new { phoneCode = await wechat.PhoneCodeAsync(openId), name });

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : () => Task.FromResult(body));

    public Task<Answer> ClaimAsync(long benefit) => PostAsync($"/api/benefits/{benefit}/claim");

    private async Task<Answer> SendAsync(HttpMethod method, string path, Func<Task<object>>? body = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            if (body is not null)
            {
                request.Content = JsonContent.Create(await body());
                await request.Content.LoadIntoBufferAsync();
            }
            var started = Stopwatch.GetTimestamp();
            using var response = await api.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var took = Stopwatch.GetElapsedTime(started);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < Patience)
            {
                Interlocked.Increment(ref comeBacks);
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(2));
                continue;
            }
            return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", bytes, took);
        }
    }
}

internal sealed record Answer(int Status, string Media, byte[] Body, TimeSpan Took)
{
    private readonly JsonElement json = Media.EndsWith("json", StringComparison.Ordinal) ? JsonDocument.Parse(Body).RootElement : default;

    public bool IsOk => Status is >= 200 and < 300;

    public JsonElement Json => json;

    /// <summary>Why not: the code for programs; for a success "ok".</summary>
    public string Code =>
        IsOk ? "ok"
        : json.ValueKind is JsonValueKind.Object && json.TryGetProperty("code", out var code) ? code.GetString()!
        : $"HTTP {Status}";

    public string Detail =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";

    public string Text(string name) => json.GetProperty(name).GetString() ?? "";

    public long Number(string name) => json.GetProperty(name).GetInt64();
}

/// <summary>The control side of the sandbox: it makes users and plays what they do in WeChat itself.</summary>
internal sealed class SandboxWeChat(HttpClient http)
{
    /// <summary>Their openids in the mini program, in the order of the phones; made-up phones follow.</summary>
    public async Task<IReadOnlyList<string>> MakeUsersAsync(IReadOnlyList<string> phones, int count)
    {
        var users = (await PostAsync("/sandbox/users", new { count, phones })).GetProperty("users");
        return [.. users.EnumerateArray().Select(MiniOpenId)];
    }

    /// <summary>The mini program is the first app; a user has an openid in each.</summary>
    private static string MiniOpenId(JsonElement user) =>
        user.GetProperty("openIds").EnumerateObject().MinBy(app => app.Name, StringComparer.Ordinal).Value.GetString()!;

    /// <summary>Users in the order in which they were made, by their openids in the mini program.</summary>
    public async Task<IReadOnlyList<string>> ListUsersAsync(int limit)
    {
        var users = await http.GetFromJsonAsync<JsonElement>(new Uri($"/sandbox/users?limit={limit}", UriKind.Relative));
        return [.. users.GetProperty("users").EnumerateArray().Select(MiniOpenId)];
    }

    /// <summary>Tells the page what the phones are doing. How often its button was pressed.</summary>
    public async Task<long> TellCrowdAsync(string words) =>
        (await PostAsync("/sandbox/crowd/words", new { words })).GetProperty("ordered").GetInt64();

    public Task<string> LoginCodeAsync(string openId) => CodeAsync("/sandbox/login-codes", openId);

    public Task<string> PhoneCodeAsync(string openId) => CodeAsync("/sandbox/phone-codes", openId);

    private async Task<string> CodeAsync(string path, string openId) =>
        (await PostAsync(path, new { openIds = new[] { openId } })).GetProperty("codes")[0].GetString()!;

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        using var response = await http.PostAsync(path, content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
