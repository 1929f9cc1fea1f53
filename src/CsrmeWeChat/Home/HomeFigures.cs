using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Home;

/// <summary>The pictures of all rooms, drawn once a minute at most however many look.</summary>
public sealed class HomeFigures(IEnumerable<IFigureSource> sources, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly IFigureSource[] sources = [.. sources.OrderBy(source => source.Place)];
    private readonly Fresh<IReadOnlyList<(IReadOnlyList<Role> Roles, Figure Figure)>> drawn = new(Age, time);

    public async Task<IReadOnlyList<Figure>> ForAsync(CurrentStaff staff, CancellationToken ct) =>
        [.. (await drawn.GetAsync(DrawAsync, ct)).Where(one => staff.Is([.. one.Roles])).Select(one => one.Figure)];

    private async Task<IReadOnlyList<(IReadOnlyList<Role>, Figure)>> DrawAsync(CancellationToken ct)
    {
        var figures = new List<(IReadOnlyList<Role>, Figure)>();
        foreach (var source in sources)
        {
            if (await source.DrawAsync(time.GetUtcNow(), ct) is { Labels.Count: > 0 } figure)
            {
                figures.Add((source.Roles, figure));
            }
        }
        return figures;
    }
}
