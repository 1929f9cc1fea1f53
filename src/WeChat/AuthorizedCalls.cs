namespace WeChat;

/// <summary>Calls of one account that carry its access token.</summary>
internal sealed class AuthorizedCalls(WeChatHttp http, AccessTokens tokens)
{
    /// <summary>Where WeChat turns the token away, it has not looked at the request: it goes out once more, whatever <paramref name="repeatable"/> says.</summary>
    public Task<WeChatAnswer> PostAsync<T>(string api, T body, bool repeatable, CancellationToken ct) =>
        SendAsync(api, "", WeChatCall.Serialize(body), repeatable, ct);

    /// <param name="query">Beside the token, without question mark.</param>
    public Task<WeChatAnswer> GetAsync(string api, string query, CancellationToken ct) => SendAsync(api, query, body: null, repeatable: true, ct);

    private async Task<WeChatAnswer> SendAsync(string api, string query, byte[]? body, bool repeatable, CancellationToken ct)
    {
        var token = await tokens.GetAsync(ct);
        try
        {
            return await SendOnceAsync(token);
        }
        catch (WeChatException refusal) when (Failures.IsTokenTurnedAway(refusal.Code))
        {
            token = await tokens.ReplaceAsync(token, refusal.Code, ct);
            return await SendOnceAsync(token);
        }

        Task<WeChatAnswer> SendOnceAsync(string accessToken) =>
            http.SendAsync(new WeChatCall(api, $"access_token={Uri.EscapeDataString(accessToken)}{(query.Length == 0 ? "" : $"&{query}")}", body, repeatable), ct);
    }
}
