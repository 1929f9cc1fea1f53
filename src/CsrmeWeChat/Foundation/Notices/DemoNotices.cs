using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>What staff were told on the days before, by the robot of the settings.</summary>
public sealed class DemoNotices(TellTheDay day, SendNotices send) : IDemoPart
{
    public int Place => 98;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        foreach (var ago in (int[])[2, 1])
        {
            demo.Clock.GoTo(demo.DaysAgo(ago).AddHours(9.1));
            await day.RunAsync(ct);
            await send.RunAsync(ct);
        }
    }
}
