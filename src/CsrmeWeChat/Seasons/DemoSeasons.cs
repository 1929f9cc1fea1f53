using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Seasons;

/// <summary>Last year and this one.</summary>
public sealed class DemoSeasons(SeasonStore seasons) : IDemoPart
{
    public int Place => 10;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await seasons.AddAsync(Actor.Command, NewSeason.Of(demo.Year - 1, null, "弘扬科学家精神"), demo.LastSeason.AddDays(-40), ct);
        await seasons.AddAsync(Actor.Command, NewSeason.Of(demo.Year, null, "创新争先、自立自强"), demo.DaysAgo(60), ct);
    }
}
