namespace WeChat;

/// <summary>
/// One account's access token. Callers share one request for it, which goes on when a caller gives up.
/// Asks stable_token, which answers the same token to every node and has nothing to do with the older /cgi-bin/token.
/// </summary>
internal sealed class AccessTokens(WeChatAccount account, WeChatHttp http, IForcedRefreshLedger ledger, TimeProvider time)
{
    private const string Api = "/cgi-bin/stable_token";

    /// <summary>
    /// How long WeChat is not asked again after a failure.
    /// WeChat blocks an address that keeps asking with a wrong secret.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Token? held;
    private WeChatException? failure;
    private DateTimeOffset pausedUntil;
    private Task<string>? renewal;
    private Task<string>? replacement;

    public async Task<string> GetAsync(CancellationToken ct)
    {
        Task<string> flight;
        Token? current;
        lock (gate)
        {
            var now = time.GetUtcNow();
            current = held is not null && now < held.ExpiresAt ? held : null;
            var paused = now < pausedUntil;
            if (current is not null && (paused || now < current.RenewAt))
            {
                return current.Value;
            }

            if (paused && KnownRefusal() is { } known)
            {
                throw known;
            }

            flight = renewal ??= Task.Run(RenewAsync, CancellationToken.None);
        }

        try
        {
            return await flight.WaitAsync(ct);
        }
        catch (WeChatException) when (current is not null)
        {
            return current.Value;
        }
    }

    /// <summary>
    /// Replaces a token that WeChat turned away. It asks without force first,
    /// because another node may have renewed the token already.
    /// </summary>
    /// <exception cref="WeChatException">The failure is Unavailable if the token is still the same and may not be forced yet.</exception>
    public async Task<string> ReplaceAsync(string turnedAway, int code, CancellationToken ct)
    {
        Task<string> flight;
        lock (gate)
        {
            if (held is not null && held.Value != turnedAway)
            {
                return held.Value;
            }

            if (time.GetUtcNow() < pausedUntil && KnownRefusal() is { } known)
            {
                throw known;
            }

            flight = replacement ??= Task.Run(() => ReplaceAsync(turnedAway, code), CancellationToken.None);
        }

        return await flight.WaitAsync(ct);
    }

    private async Task<string> RenewAsync()
    {
        try
        {
            var token = await FetchAsync(force: false);
            lock (gate)
            {
                held = token;
            }

            return token.Value;
        }
        catch (WeChatException refusal)
        {
            Remember(refusal);
            throw;
        }
        finally
        {
            lock (gate)
            {
                renewal = null;
            }
        }
    }

    private async Task<string> ReplaceAsync(string turnedAway, int code)
    {
        try
        {
            var token = await FetchAsync(force: false);
            if (token.Value == turnedAway)
            {
                token = await ledger.TryTakeAsync(account.AppId, time.GetUtcNow(), CancellationToken.None)
                    ? await FetchAsync(force: true)
                    : throw new WeChatException(Api, code, WeChatFailure.Unavailable);
            }

            lock (gate)
            {
                held = token;
            }

            return token.Value;
        }
        catch (WeChatException refusal) when (refusal.Failure is WeChatFailure.Misconfigured or WeChatFailure.Throttled)
        {
            Remember(refusal);
            throw;
        }
        finally
        {
            lock (gate)
            {
                replacement = null;
            }
        }
    }

    private void Remember(WeChatException refusal)
    {
        lock (gate)
        {
            failure = refusal;
            pausedUntil = time.GetUtcNow() + Pause;
        }
    }

    /// <summary>What asking again at once would be answered.</summary>
    private WeChatException? KnownRefusal() =>
        failure is { Failure: WeChatFailure.Misconfigured or WeChatFailure.Throttled } known
            ? new WeChatException(known.Api, known.Code, known.Failure) { RequestId = known.RequestId, Address = known.Address }
            : null;

    private async Task<Token> FetchAsync(bool force)
    {
        var body = WeChatCall.Serialize(
            new
            {
                grant_type = "client_credential",
                appid = account.AppId,
                secret = account.Secret,
                force_refresh = force,
            }
        );
        var asked = time.GetUtcNow();
        var answer = await http.SendAsync(new WeChatCall(Api, "", body, Repeatable: !force), CancellationToken.None);
        var lifetime = TimeSpan.FromSeconds(Math.Max(1, answer.Number("expires_in")));

        // WeChat has the next token ready 5 minutes early, but what it calls remaining may be shorter than that.
        var renewAfter = lifetime > TimeSpan.FromMinutes(10) ? lifetime - TimeSpan.FromMinutes(5) : lifetime / 2;
        return new Token(answer.Text("access_token"), asked + renewAfter, asked + lifetime);
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt);
}
