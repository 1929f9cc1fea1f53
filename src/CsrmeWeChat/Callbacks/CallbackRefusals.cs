using System.Diagnostics.Metrics;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Counts what came to an address of WeChat's and was refused. A wrong Token, a wrong key or a clock that is ten minutes off refuses all
/// that WeChat sends, which WeChat then gives up; nobody would be told. Anybody can send rubbish, so the log has a line a minute at most.
/// </summary>
public sealed class CallbackRefusals
{
    public const string Meter = "CsrmeWeChat.Callbacks";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly ILogger<CallbackRefusals> log;
    private readonly Counter<long> refused;
    private readonly Lock gate = new();
    private DateTimeOffset toldAt = DateTimeOffset.MinValue;
    private long untold;

    public CallbackRefusals(IMeterFactory meters, TimeProvider time, ILogger<CallbackRefusals> log)
    {
        (this.time, this.log) = (time, log);
        refused = meters.Create(Meter).CreateCounter<long>("callbacks.refused", "{callback}", "Callbacks refused, by address");
    }

    public void Count(string path)
    {
        refused.Add(1, new KeyValuePair<string, object?>("path", path));
        long told;
        lock (gate)
        {
            untold++;
            if (time.GetUtcNow() - toldAt < Quiet)
            {
                return;
            }
            (told, untold, toldAt) = (untold, 0, time.GetUtcNow());
        }
        log.LogWarning(
            "{Count} callbacks were refused since the last such line, now at {Path}: another Token or key than ours, or the clock is off",
            told,
            path
        );
    }
}
