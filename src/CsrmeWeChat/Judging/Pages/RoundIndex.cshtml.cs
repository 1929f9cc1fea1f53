using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>The rounds of all panels.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RoundIndexModel(RoundStore rounds, RoundDesk desk) : ConsolePage
{
    private const int Most = 100;

    public IReadOnlyList<(Round Round, PanelInfo Panel)> Items { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var panels = new Dictionary<Panel, PanelInfo?>();
        var items = new List<(Round, PanelInfo)>();
        foreach (var round in await rounds.ListAsync(Most, Ct))
        {
            var key = new Panel(round.Panel, round.PanelId);
            if (!panels.TryGetValue(key, out var panel))
            {
                panels[key] = panel = desk.SourceOf(key.Kind) is { } source ? await source.FindAsync(key.Id, Ct) : null;
            }
            if (panel is not null)
            {
                items.Add((round, panel));
            }
        }
        Items = items;
    }
}
