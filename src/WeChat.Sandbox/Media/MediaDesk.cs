using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using WeChat.Sandbox.Pushes;

namespace WeChat.Sandbox.Media;

/// <summary>Fetches pictures and sounds, looks at them, and pushes what it found. Source: 多媒体内容安全识别.</summary>
internal sealed class MediaDesk(PushDesk pushes, TimeProvider time)
{
    private const int Kept = 2_000,
        MaxRedirects = 5,
        DownloadFailed = -1008;

    /// <summary>An address is not looked at twice within this time (87020). How long WeChat holds to it is documented nowhere.</summary>
    private static readonly TimeSpan Repeats = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(App, string Url), DateTimeOffset> asked = [];
    private readonly ConcurrentDictionary<string, SandboxVerdict> planned = [];
    private readonly Lock gate = new();
    private readonly List<(App App, SandboxMediaCheck Check)> checks = [];

    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public void Plan(string openId, SandboxVerdict? verdict)
    {
        if (verdict is null)
        {
            planned.TryRemove(openId, out _);
        }
        else
        {
            planned[openId] = verdict;
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SandboxMediaCheck> List(string? openId, int limit)
    {
        lock (gate)
        {
            return [.. checks.Select(item => item.Check).Where(check => openId is null || check.OpenId == openId).Reverse().Take(limit)];
        }
    }

    public bool IsRepeat(App app, string url)
    {
        var now = time.GetUtcNow();
        foreach (var (old, at) in asked.Where(item => now - item.Value >= Repeats))
        {
            asked.TryRemove(KeyValuePair.Create(old, at));
        }

        return !asked.TryAdd((app, url), now);
    }

    /// <returns>The id, and what is to be waited for before it is answered.</returns>
    public (string TraceId, Task BeforeAnswering) Take(App app, string openId, Uri url, int mediaType)
    {
        var check = new SandboxMediaCheck(RandomText.Of(24), app.AppId, openId, url.OriginalString, mediaType, time.GetUtcNow());
        lock (gate)
        {
            checks.Add((app, check));
            if (checks.Count > Kept)
            {
                checks.RemoveAt(0);
            }
        }

        var plan = planned.GetValueOrDefault(openId) ?? new SandboxVerdict();
        var answering = Task.Delay(plan.AnswerDelayMs);
        // As at WeChat, nothing orders the two where nobody asks for it.
        var looking = Task.Run(async () =>
        {
            var found = await LookAsync(check, plan);
            if (plan.Timing is not VerdictTiming.Never)
            {
                await Task.Delay(plan.DelayMs);
                await pushes.PushAsync(app, openId, found, plan.Times);
            }
        });
        return (check.TraceId, plan.Timing is VerdictTiming.BeforeTheAnswer ? Task.WhenAll(looking, answering) : answering);
    }

    /// <summary>Pushes what was found, now, whether or not it was pushed before.</summary>
    public async Task<IReadOnlyList<PushAnswer>> PushAsync(string traceId, int times)
    {
        (App App, SandboxMediaCheck Check) item;
        lock (gate)
        {
            item = checks.Find(item => item.Check.TraceId == traceId);
        }

        return item is { App: { } app, Check: { Fields: { } fields } check }
            ? await pushes.PushAsync(app, check.OpenId, fields, times)
            : throw new KeyNotFoundException("No such check, or its file is still being fetched.");
    }

    private async Task<JsonObject> LookAsync(SandboxMediaCheck check, SandboxVerdict plan)
    {
        var file = await FetchAsync(check.Url);
        var verdict =
            file is null || !MediaFile.IsOfKind(check.MediaType, file) ? null
            : plan.Suggest is { } suggest ? (suggest, plan.Label)
            : MediaFile.Judge(check.MediaType, file);
        var errCode = plan.ErrCode ?? (verdict is null ? DownloadFailed : 0);
        var fields = plan.OldForm ? OldForm(check, verdict, errCode) : NewForm(check, verdict, errCode);
        foreach (var (name, value) in plan.Fields ?? [])
        {
            fields[name] = value?.DeepClone();
        }

        lock (gate)
        {
            var place = checks.FindIndex(item => item.Check.TraceId == check.TraceId);
            if (place >= 0)
            {
                checks[place] = (checks[place].App, check with { Bytes = file?.Length, Fields = fields });
            }
        }

        return fields;
    }

    /// <summary>Null where it cannot be had, is no file of this machine's, or is larger than WeChat takes.</summary>
    private async Task<byte[]?> FetchAsync(string address)
    {
        try
        {
            var url = new Uri(address);
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                if (!url.IsLoopback)
                {
                    return null;
                }

                using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location)
                {
                    url = new Uri(url, location);
                    continue;
                }

                return answer.IsSuccessStatusCode ? await ReadAsync(answer.Content) : null;
            }

            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content)
    {
        await using var body = await content.ReadAsStreamAsync();
        var file = new byte[MediaFile.MaxBytes + 1];
        var read = await body.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false);
        return read > MediaFile.MaxBytes ? null : file[..read];
    }

    private static JsonObject NewForm(SandboxMediaCheck check, (string Suggest, int Label)? verdict, int errCode)
    {
        var message = PushControl.Event(
            "wxa_media_check",
            ("appid", check.AppId),
            ("trace_id", check.TraceId),
            ("version", 2),
            ("detail", new JsonArray()),
            ("errcode", errCode),
            ("errmsg", errCode == 0 ? "ok" : "check failed")
        );
        if (errCode == 0 && verdict is var (suggest, label))
        {
            message["detail"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["strategy"] = "content_model",
                        ["errcode"] = 0,
                        ["suggest"] = suggest,
                        ["label"] = label,
                        ["prob"] = 90,
                    }
                );
            message["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label };
        }

        return message;
    }

    /// <summary>Source: WeChat community 000aac212e8ea82b9b4ef92f856000.</summary>
    private static JsonObject OldForm(SandboxMediaCheck check, (string Suggest, int Label)? verdict, int errCode) =>
        PushControl.Event(
            "wxa_media_check",
            ("appid", check.AppId),
            ("trace_id", check.TraceId),
            ("isrisky", verdict?.Suggest is "risky" ? 1 : 0),
            ("extra_info_json", ""),
            ("status_code", unchecked((uint)errCode)),
            ("detail", new JsonArray())
        );
}
