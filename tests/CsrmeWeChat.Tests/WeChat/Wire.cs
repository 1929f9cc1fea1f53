using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>Speaks to a sandbox without our client, so that neither hides the other's mistakes.</summary>
internal sealed partial class Wire(string baseUrl)
{
    private static readonly HttpClient Http = new();

    /// <summary>WeChat takes no character as \uXXXX.</summary>
    private static readonly JsonSerializerOptions Unescaped = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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

    /// <summary>Posts a body as it stands.</summary>
    public async Task<JsonElement> PostTextAsync(string path, string body) =>
        await ReadAsync(
            await Http.PostAsync(
                baseUrl + path,
                new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
                TestContext.Current.CancellationToken
            )
        );

    /// <summary>Posts a file in the part named media.</summary>
    public async Task<JsonElement> PostFileAsync(string path, byte[] file, string name)
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"media\"; filename=\"{name}\"");
        form.Add(part);
        await form.LoadIntoBufferAsync();
        return await ReadAsync(await Http.PostAsync(baseUrl + path, form, TestContext.Current.CancellationToken));
    }

    /// <summary>The bytes of an answer that is a picture, and what it is said to be.</summary>
    public async Task<(byte[] Bytes, string? Type)> PictureAsync<T>(string path, T body)
    {
        var answer = await SendAsync(path, body);
        return (
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            answer.Content.Headers.ContentType?.MediaType
        );
    }

    // WeChat does not read chunked bodies, so the length must be known.
    private async Task<HttpResponseMessage> SendAsync<T>(string path, T body)
    {
        // Even this encoder escapes what lies beyond U+FFFF.
        var json = Pair()
            .Replace(JsonSerializer.Serialize(body, Unescaped), pair =>
                string.Concat(pair.Groups[1].Captures.Select(half => (char)Convert.ToUInt16(half.Value, 16)))
            );
        var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await Http.PostAsync(baseUrl + path, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"(?:\\u(D[89A-F][0-9A-F]{2})){2}")]
    private static partial Regex Pair();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
