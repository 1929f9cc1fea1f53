namespace WeChat;

/// <summary>Calls of one account that carry its access token.</summary>
internal sealed class AuthorizedCalls(WeChatHttp http, AccessTokens tokens)
{
    /// <summary>
    /// Sends a JSON body with the access token. If WeChat turns the token away it has not looked at the request,
    /// so the request goes out once more with a new token, whatever <paramref name="repeatable"/> says.
    /// </summary>
    public Task<WeChatAnswer> PostAsync<T>(string api, T body, bool repeatable, CancellationToken ct) =>
        SendAsync(api, "", WeChatCall.Serialize(body), WeChatCall.JsonType, repeatable, ct);

    /// <summary>Sends a command whose answer holds nothing but its outcome, and requires the answer to say errcode 0.</summary>
    public async Task<WeChatAnswer> DoAsync<T>(string api, T body, bool repeatable, CancellationToken ct)
    {
        var answer = await PostAsync(api, body, repeatable, ct);
        _ = answer.Number("errcode");
        return answer;
    }

    /// <param name="query">The parameters besides the token, without a question mark.</param>
    public Task<WeChatAnswer> GetAsync(string api, string query, CancellationToken ct) =>
        SendAsync(api, query, body: null, WeChatCall.JsonType, repeatable: true, ct);

    /// <summary>Sends a picture in the form that WeChat requires for files, which has one part named media.</summary>
    /// <param name="query">The parameters besides the token, without a question mark.</param>
    public async Task<WeChatAnswer> PostFileAsync(string api, string query, PictureFile picture, bool repeatable, CancellationToken ct)
    {
        // WeChat reads no chunked bodies and wants the file's name in quotes, so the form is written whole before it goes out.
        var boundary = Guid.NewGuid().ToString("N");
        using var form = new MultipartFormDataContent(boundary);
        var part = new ByteArrayContent(picture.Content);
        part.Headers.ContentType = new(picture.Name.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg");
        part.Headers.ContentDisposition = new("form-data") { Name = "\"media\"", FileName = $"\"{picture.Name}\"" };
        form.Add(part);
        return await SendAsync(
            api,
            query,
            await form.ReadAsByteArrayAsync(ct),
            $"multipart/form-data; boundary={boundary}",
            repeatable,
            ct
        );
    }

    private async Task<WeChatAnswer> SendAsync(
        string api,
        string query,
        byte[]? body,
        string contentType,
        bool repeatable,
        CancellationToken ct
    )
    {
        var token = await TokenAsync(tokens.GetAsync(ct));
        try
        {
            return await SendOnceAsync(token);
        }
        catch (WeChatException refusal) when (Failures.IsTokenTurnedAway(refusal.Code))
        {
            token = await TokenAsync(tokens.ReplaceAsync(token, refusal.Code, ct));
            return await SendOnceAsync(token);
        }

        // Even if the outcome of the token's own call is unknown, the request itself did not leave.
        static async Task<string> TokenAsync(Task<string> asked)
        {
            try
            {
                return await asked;
            }
            catch (WeChatException e) when (e.Failure is WeChatFailure.Unknown)
            {
                throw new WeChatException(e.Api, e.Code, WeChatFailure.Unavailable, e);
            }
        }

        Task<WeChatAnswer> SendOnceAsync(string accessToken) =>
            http.SendAsync(
                new WeChatCall(
                    api,
                    $"access_token={Uri.EscapeDataString(accessToken)}{(query.Length == 0 ? "" : $"&{query}")}",
                    body,
                    repeatable
                )
                {
                    ContentType = contentType,
                },
                ct
            );
    }
}
