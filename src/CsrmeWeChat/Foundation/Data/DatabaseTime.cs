using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The system's time in the microseconds a database keeps: what is answered now and what is read back later are equal.</summary>
public sealed class DatabaseTime(IOptions<ClockOptions> clock) : TimeProvider
{
    private readonly TimeSpan ahead = clock.Value.Ahead;

    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow() + ahead;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
