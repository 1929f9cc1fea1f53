using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>Speaks to a sandbox without our client, so that neither hides the other's mistakes.</summary>
internal sealed class Wire(string baseUrl)
{
    private static readonly HttpClient Http = new();

    public async Task<JsonElement> GetAsync(string path) =>
        await ReadAsync(await Http.GetAsync(baseUrl + path, TestContext.Current.CancellationToken));

    public async Task<JsonElement> PostAsync<T>(string path, T body) => await ReadAsync(await SendAsync(path, body));

    public async Task<int> RefusalAsync<T>(string path, T body) => CodeOf(await PostAsync(path, body));

    public async Task<HttpStatusCode> StatusAsync<T>(string path, T body) => (await SendAsync(path, body)).StatusCode;

    public async Task<string> TextAsync(string path) => await Http.GetStringAsync(baseUrl + path, TestContext.Current.CancellationToken);

    public async Task<string> TokenAsync(string appId, string secret) => (
            await PostAsync(
                "/cgi-bin/stable_token",
                new
                {
                    grant_type = "client_credential",
                    appid = appId,
                    secret,
                }
            )
        ).GetProperty("access_token").GetString()!;

    /// <summary>0 where there is no errcode.</summary>
    public static int CodeOf(JsonElement answer) => answer.TryGetProperty("errcode", out var errCode) ? errCode.GetInt32() : 0;

    // WeChat does not read chunked bodies, so the length must be known.
    private async Task<HttpResponseMessage> SendAsync<T>(string path, T body)
    {
        var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        return await Http.PostAsync(baseUrl + path, content, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
