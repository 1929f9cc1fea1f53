namespace WeChat;

/// <summary>
/// Counts forced renewals of an account's access token: WeChat allows 20 a day, 30 seconds apart, over all nodes together.
/// Source: 获取稳定版接口调用凭据. Where several nodes run, it must count in storage they share.
/// </summary>
public interface IForcedRefreshLedger
{
    /// <summary>Takes one of today's, or answers false where none may be taken yet.</summary>
    Task<bool> TryTakeAsync(string appId, DateTimeOffset now, CancellationToken ct);
}

/// <summary>For one process. The day is China's.</summary>
public sealed class InMemoryForcedRefreshLedger : IForcedRefreshLedger
{
    public const int PerDay = 20;

    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (DateTimeOffset Last, DateTime Day, int Taken)> taken = [];
    private readonly Lock gate = new();

    public Task<bool> TryTakeAsync(string appId, DateTimeOffset now, CancellationToken ct)
    {
        var day = now.ToOffset(TimeSpan.FromHours(8)).Date;
        lock (gate)
        {
            var known = taken.TryGetValue(appId, out var before);
            var today = known && before.Day == day ? before.Taken : 0;
            if (today >= PerDay || (known && now - before.Last < Apart))
            {
                return Task.FromResult(false);
            }

            taken[appId] = (now, day, today + 1);
            return Task.FromResult(true);
        }
    }
}
