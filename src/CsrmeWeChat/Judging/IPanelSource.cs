using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>
/// A room whose things are judged. It says what there is to judge, and how a juror sees one: here nothing is known of photos or people.
/// </summary>
public interface IPanelSource
{
    /// <summary>The room's own word, such as <c>contest</c>.</summary>
    string Kind { get; }

    /// <summary>Null where there is none such.</summary>
    Task<PanelInfo?> FindAsync(long id, CancellationToken ct);

    /// <summary>All that may be judged in the first round, each with those of these jurors who may not judge it, and why.</summary>
    Task<IReadOnlyList<JudgedItem>> ListItemsAsync(long panelId, IReadOnlyCollection<long> jurors, CancellationToken ct);

    /// <summary>
    /// Of these, what may still be judged: asked while the round opens, under its lock. Whatever takes an item back from then on finds it
    /// in the round (<see cref="RoundStates.DropItemAsync"/>), so nothing is judged that was taken back between the two.
    /// </summary>
    Task<IReadOnlySet<long>> ListStandingAsync(Sql sql, IReadOnlyCollection<long> items, CancellationToken ct);

    /// <summary>
    /// What a juror sees of it: nothing that tells whose it is, in the addresses neither. Null where it is not there any more.
    /// </summary>
    Task<ItemView?> ShowAsync(long itemId, DateTimeOffset now, CancellationToken ct);

    /// <summary>Several at once, for a page of thumbnails: those that are there.</summary>
    async Task<IReadOnlyDictionary<long, ItemView>> ShowAsync(IReadOnlyCollection<long> items, DateTimeOffset now, CancellationToken ct)
    {
        var shown = new Dictionary<long, ItemView>();
        foreach (var item in items)
        {
            if (await ShowAsync(item, now, ct) is { } view)
            {
                shown[item] = view;
            }
        }
        return shown;
    }

    /// <summary>What staff should look at before jurors see anything.</summary>
    Task<IReadOnlyList<PanelFlag>> ListFlagsAsync(long panelId, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PanelFlag>>([]);

    /// <summary>For staff, who see whose each is.</summary>
    Task<IReadOnlyDictionary<long, ItemName>> NameAsync(IReadOnlyCollection<long> items, CancellationToken ct);
}

/// <summary>Whose round it is.</summary>
/// <param name="Address">Its page in the console, for staff.</param>
/// <param name="Criteria">What a round begins with.</param>
/// <param name="Groups">Within which items are ranked, with what people call them.</param>
public sealed record PanelInfo(
    string Title,
    string Address,
    IReadOnlyList<Criterion> Criteria,
    IReadOnlyList<(string Key, string Name)> Groups
);

/// <param name="Group">What people call it.</param>
public sealed record ItemView(string Title, string Group, IReadOnlyList<ItemText> Texts, IReadOnlyList<ItemPicture> Pictures);

/// <param name="Label">Such as 作品说明.</param>
public sealed record ItemText(string Label, string Text);

/// <summary>A picture in three sizes; addresses that are good for a while.</summary>
/// <param name="Width">Of the largest, in pixels; so the height.</param>
/// <param name="Note">Said beside it, such as 封面; empty for most.</param>
public sealed record ItemPicture(string Thumbnail, string Preview, string Large, int Width, int Height, string Note = "");

/// <param name="Words">A sentence for staff.</param>
/// <param name="Items">Those that it is about; none where it is about the whole.</param>
public sealed record PanelFlag(string Words, IReadOnlyList<long> Items);

/// <param name="Maker">Whoever made it.</param>
/// <param name="Address">Its page in the console.</param>
public sealed record ItemName(string Title, string Maker, string Unit, string Address);
