namespace WeChat;

/// <summary>Calls of one account that carry its access token.</summary>
internal sealed class AuthorizedCalls(WeChatHttp http, AccessTokens tokens)
{
    /// <summary>Where WeChat turns the token away, it has not looked at the request: it goes out once more, whatever <paramref name="repeatable"/> says.</summary>
    public async Task<WeChatAnswer> PostAsync<T>(string api, T body, bool repeatable, CancellationToken ct)
    {
        var json = WeChatCall.Serialize(body);
        var token = await tokens.GetAsync(ct);
        try
        {
            return await SendAsync(token);
        }
        catch (WeChatException refusal) when (Failures.IsTokenTurnedAway(refusal.Code))
        {
            token = await tokens.ReplaceAsync(token, refusal.Code, ct);
            return await SendAsync(token);
        }

        Task<WeChatAnswer> SendAsync(string accessToken) =>
            http.SendAsync(new WeChatCall(api, $"access_token={Uri.EscapeDataString(accessToken)}", json, repeatable), ct);
    }
}
