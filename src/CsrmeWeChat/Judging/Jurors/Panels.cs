namespace CsrmeWeChat.Judging;

/// <summary>The rooms whose things are judged, found by the word in a round.</summary>
public sealed class Panels(IEnumerable<IPanelSource> sources)
{
    private readonly Dictionary<string, IPanelSource> sources = sources.ToDictionary(source => source.Kind);

    /// <summary>Null where no room is of this kind.</summary>
    public IPanelSource? SourceOf(string kind) => sources.GetValueOrDefault(kind);

    /// <summary>What whoever judges knows the round by; empty where its room has it no more.</summary>
    public async Task<string> TitleAsync(Round round, CancellationToken ct) =>
        sources.TryGetValue(round.Panel, out var source) ? (await source.FindAsync(round.PanelId, ct))?.Title ?? "" : "";

    /// <summary>Those that are still there.</summary>
    public async Task<IReadOnlyDictionary<long, ItemView>> ShowAsync(
        Round round,
        IReadOnlyCollection<long> items,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        sources.TryGetValue(round.Panel, out var source) && items.Count > 0
            ? await source.ShowAsync(items, now, ct)
            : new Dictionary<long, ItemView>();
}
