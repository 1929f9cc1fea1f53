using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace WeChat.Sandbox.Pushes;

/// <summary>
/// Pushes messages and events to the callback address of an account.
/// Unlike WeChat it delivers as often as it is told to, and reports each answer.
/// </summary>
internal sealed class PushDesk(TimeProvider time)
{
    private readonly ConcurrentDictionary<App, SandboxCallback> callbacks = [];

    // Another's redirects and proxies are no business of this machine's.
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    private long lastMessageId = 23_000_000_000_000_000;

    public long NextMessageId() => Interlocked.Increment(ref lastMessageId);

    /// <summary>Null takes it away.</summary>
    public void Set(App app, SandboxCallback? callback)
    {
        if (callback is null)
        {
            callbacks.TryRemove(app, out _);
            return;
        }

        callbacks[app] = new Uri(callback.Url) is { IsLoopback: true }
            ? callback
            : throw new ArgumentException("Messages are pushed to this machine only.");
    }

    public bool IsSet(App app) => callbacks.ContainsKey(app);

    /// <summary>A message of the app, complete but for what <paramref name="fields"/> say themselves.</summary>
    public static JsonObject Message(App app, string openId, JsonObject fields, DateTimeOffset now)
    {
        var message = new JsonObject
        {
            ["ToUserName"] = app.OriginalId,
            ["FromUserName"] = openId,
            ["CreateTime"] = now.ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in fields)
        {
            message[name] = value?.DeepClone();
        }

        return message;
    }

    public static SignedPush Sign(App app, SandboxCallback callback, JsonObject message, DateTimeOffset now) =>
        PushWriter.Write(callback, app.AppId, message, now);

    /// <summary>The answer to each delivery; empty where the app has no address.</summary>
    public async Task<IReadOnlyList<PushAnswer>> PushAsync(App app, string openId, JsonObject fields, int times)
    {
        if (!callbacks.TryGetValue(app, out var callback))
        {
            return [];
        }

        var (message, answers) = (Message(app, openId, fields, time.GetUtcNow()), new List<PushAnswer>());
        for (var delivery = 0; delivery < times; delivery++)
        {
            answers.Add(await DeliverAsync(app, callback, Sign(app, callback, message, time.GetUtcNow())));
        }

        return answers;
    }

    private async Task<PushAnswer> DeliverAsync(App app, SandboxCallback callback, SignedPush push)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var content = new StringContent(push.Body, Encoding.UTF8, push.ContentType);
            using var answer = await http.PostAsync($"{callback.Url}?{push.Query}", content);
            var body = await answer.Content.ReadAsStringAsync();
            return new PushAnswer(
                (int)answer.StatusCode,
                body,
                answer.IsSuccessStatusCode ? PushWriter.ReadReply(callback, app.AppId, body) : null,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds
            );
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new PushAnswer(0, "", null, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
}
