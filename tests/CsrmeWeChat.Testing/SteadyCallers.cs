using System.Diagnostics;

namespace CsrmeWeChat.Testing;

/// <summary>
/// Callers who come at a steady rate, each once, whether those before them were answered or not: so one long wait is seen by
/// all who come meanwhile. Only to this machine.
/// </summary>
public sealed class SteadyCallers
{
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task<LoadAnswer>> calls = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Task coming;
    private volatile int come;

    private SteadyCallers(string baseUrl, string path, IEnumerable<string> tokens, int perSecond)
    {
        http.BaseAddress = new Uri(baseUrl) is { IsLoopback: true } loopback
            ? loopback
            : throw new ArgumentException("Load goes to this machine only.");
        coming = Task.Run(() => ComeAsync(path, tokens, perSecond));
    }

    /// <summary>How many have come so far.</summary>
    public int Come => come;

    /// <param name="path">What each posts to, without a body.</param>
    /// <param name="tokens">In the order of coming. When there are no more of them, nobody comes any more.</param>
    public static SteadyCallers Start(string baseUrl, string path, IEnumerable<string> tokens, int perSecond) =>
        new(baseUrl, path, tokens, perSecond);

    /// <summary>Nobody comes any more; the last are waited for. Their answers in the order of coming.</summary>
    public async Task<LoadRun> EndAsync()
    {
        await stop.CancelAsync();
        await coming;
        var answers = await Task.WhenAll(calls);
        var run = new LoadRun(clock.Elapsed, answers.Length, answers.Count(answer => answer.Status == 0), answers);
        http.Dispose();
        stop.Dispose();
        return run;
    }

    private async Task ComeAsync(string path, IEnumerable<string> tokens, int perSecond)
    {
        foreach (var token in tokens)
        {
            var due = TimeSpan.FromSeconds((double)calls.Count / perSecond);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            if (stop.IsCancellationRequested)
            {
                return;
            }
            calls.Add(CallAsync(path, token));
            come++;
        }
    }

    private async Task<LoadAnswer> CallAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", token);
        var sent = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsByteArrayAsync();
            return new LoadAnswer((int)answer.StatusCode, body, Stopwatch.GetElapsedTime(sent));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new LoadAnswer(0, [], Stopwatch.GetElapsedTime(sent));
        }
    }
}
