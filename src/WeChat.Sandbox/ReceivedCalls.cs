namespace WeChat.Sandbox;

/// <summary>A call as it came in, and what was answered.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Body">As received, or the query of a GET; secrets are masked.</param>
/// <param name="ErrCode">What was answered; where the connection was dropped after acting, what would have been.</param>
/// <param name="Acted">Whether the call had its effect.</param>
public sealed record ReceivedCall(
    long Sequence,
    DateTimeOffset At,
    string Api,
    string? AppId,
    string? OpenId,
    string Body,
    int ErrCode,
    int HttpStatus,
    bool Dropped,
    bool Acted
);

public sealed record ReceivedCount(string Api, int ErrCode, long Count);

/// <summary>The newest calls, and counts of all there ever were.</summary>
internal sealed class ReceivedCalls(int kept)
{
    private readonly Lock gate = new();
    private readonly ReceivedCall?[] ring = new ReceivedCall?[Math.Max(1, kept)];
    private readonly Dictionary<(string Api, int ErrCode), long> counts = [];
    private long last;

    public void Add(Func<long, ReceivedCall> make)
    {
        lock (gate)
        {
            var call = make(++last);
            ring[last % ring.Length] = call;
            counts[(call.Api, call.ErrCode)] = counts.GetValueOrDefault((call.Api, call.ErrCode)) + 1;
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceivedCall> List(string? api, string? openId, long after, int limit)
    {
        lock (gate)
        {
            var found = new List<ReceivedCall>();
            for (var sequence = last; sequence > Math.Max(after, last - ring.Length) && found.Count < limit; sequence--)
            {
                if (ring[sequence % ring.Length] is { } call && (api ?? call.Api) == call.Api && (openId is null || openId == call.OpenId))
                {
                    found.Add(call);
                }
            }

            return found;
        }
    }

    public IReadOnlyList<ReceivedCount> Counts()
    {
        lock (gate)
        {
            return
            [
                .. counts
                    .Select(count => new ReceivedCount(count.Key.Api, count.Key.ErrCode, count.Value))
                    .OrderBy(count => count.Api, StringComparer.Ordinal)
                    .ThenBy(count => count.ErrCode),
            ];
        }
    }
}
