using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Contests;

/// <summary>A contest as rounds of judging know it: its accepted entries.</summary>
public sealed class ContestPanel(Database database, ContestStore contests, KnownJurors jurors, EntryPictures pictures) : IPanelSource
{
    public string Kind => ContestsFeature.Subject;

    public async Task<PanelInfo?> FindAsync(long id, CancellationToken ct) =>
        await contests.FindAsync(id, ct) is { } contest
            ? new PanelInfo(
                contest.Title,
                string.Create(CultureInfo.InvariantCulture, $"/staff/contests/{id}"),
                contest.CriterionList,
                [.. contest.Groups.Select(group => (group.Key, group.Name))]
            )
            : null;

    public async Task<IReadOnlyList<JudgedItem>> ListItemsAsync(long panelId, IReadOnlyCollection<long> staff, CancellationToken ct)
    {
        var known = await jurors.ListAsync(new Panel(Kind, panelId), staff, ct);
        return [.. (await ListEnteredAsync(panelId, ct)).Select(entry => ItemOf(entry, known))];
    }

    public Task<IReadOnlySet<long>> ListStandingAsync(Sql sql, IReadOnlyCollection<long> items, CancellationToken ct) =>
        PhotoEntryMoves.ListStandingAsync(sql, items, ct);

    public async Task<ItemView?> ShowAsync(long itemId, DateTimeOffset now, CancellationToken ct) =>
        (await ShowAsync([itemId], now, ct)).GetValueOrDefault(itemId);

    public async Task<IReadOnlyDictionary<long, ItemView>> ShowAsync(
        IReadOnlyCollection<long> items,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (items.Count == 0)
        {
            return new Dictionary<long, ItemView>();
        }
        var entries = await database.ListAsync<PhotoEntry>(
            $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.id IN {{=items}} AND e.state = 'accepted'",
            new { items },
            ct
        );
        var photos = await database.ListAsync<EntryPhoto>(
            $"SELECT {EntryPhoto.Columns} FROM contest_photos p WHERE p.entry_id IN {{=items}} AND p.state = 'ready' ORDER BY p.place",
            new { items },
            ct
        );
        var own = photos.ToLookup(photo => photo.EntryId);
        var found = (await contests.ListAsync(entries.Select(entry => entry.ContestId).Distinct(), ct)).ToDictionary(contest => contest.Id);
        return entries.ToDictionary(
            entry => entry.Id,
            entry => ViewOf(entry, found[entry.ContestId].GroupOf(entry.GroupKey), [.. own[entry.Id]], now)
        );
    }

    public async Task<IReadOnlyList<PanelFlag>> ListFlagsAsync(long panelId, DateTimeOffset now, CancellationToken ct)
    {
        var contest = (await contests.FindAsync(panelId, ct))!;
        var naming = (await ListEnteredAsync(panelId, ct)).Where(BlindEntry.NamesSomebody).Select(entry => entry.Id).ToList();
        var undecided = await database.ListAsync<long>(
            """
            SELECT id FROM contest_entries
             WHERE contest_id = @panelId AND (state IN ('submitted', 'reviewing') OR (state = 'returned' AND fix_until > @now))
             ORDER BY id
            """,
            new { panelId, now },
            ct
        );
        return
        [
            .. new PanelFlag[]
            {
                new(
                    $"{naming.Count} 件作品的名称或说明里写有作者、合作者或单位，评委看到的是“{BlindText.Mask}”。请核对是否还有能认出作者的话。",
                    naming
                ),
                new($"{undecided.Count} 件作品还没有审完，或退回后还可以修改。开始评审之后才通过的，不会加入这一轮。", undecided),
            }.Where(flag => flag.Items.Count > 0),
            .. contest.ClosesAt > now ? (PanelFlag[])[new("征集还没有截止。", [])] : [],
        ];
    }

    public async Task<IReadOnlyDictionary<long, ItemName>> NameAsync(IReadOnlyCollection<long> items, CancellationToken ct)
    {
        if (items.Count == 0)
        {
            return new Dictionary<long, ItemName>();
        }
        var entries = await database.ListAsync<PhotoEntry>(
            $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.id IN {{=items}}",
            new { items },
            ct
        );
        return entries.ToDictionary(
            entry => entry.Id,
            entry => new ItemName(
                entry.Title,
                string.Join("、", entry.Makers.Select(maker => maker.Name)),
                entry.Unit,
                string.Create(CultureInfo.InvariantCulture, $"/staff/contests/entries/{entry.Id}")
            )
        );
    }

    private ItemView ViewOf(PhotoEntry entry, ContestGroup? group, IReadOnlyList<EntryPhoto> photos, DateTimeOffset now)
    {
        var cover = photos.FirstOrDefault(photo => photo.Id == entry.CoverId) ?? photos.FirstOrDefault();
        var isSeries = group?.Shape is GroupShape.Series;
        return BlindEntry.Of(entry, group?.Name ?? "", [.. photos.Select(photo => PictureOf(photo, isSeries && photo == cover, now))]);
    }

    private static JudgedItem ItemOf(EnteredPhoto entry, IEnumerable<KnownJuror> jurors)
    {
        var makers = new Makers([.. entry.Makers], entry.AvoidList, entry.PersonId, entry.BranchId);
        var conflicts = new Dictionary<long, ConflictReason>();
        foreach (var juror in jurors)
        {
            if (ConflictRules.Between(makers, juror) is { } reason)
            {
                conflicts.Add(juror.Id, reason);
            }
        }
        return new JudgedItem(entry.Id, entry.GroupKey, conflicts);
    }

    private ItemPicture PictureOf(EntryPhoto photo, bool isCover, DateTimeOffset now) =>
        new(
            pictures.Thumbnail(photo, now).Address,
            pictures.Preview(photo, now).Address,
            pictures.Large(photo, now).Address,
            photo.CopyWidth,
            photo.CopyHeight,
            isCover ? "封面" : ""
        );

    private Task<IReadOnlyList<EnteredPhoto>> ListEnteredAsync(long contestId, CancellationToken ct) =>
        database.ListAsync<EnteredPhoto>(
            $"""
            SELECT {PhotoEntry.Columns}, m.branch_id
              FROM contest_entries e
              LEFT JOIN bindings b ON b.person_id = e.person_id
              LEFT JOIN members m ON m.id = b.member_id
             WHERE e.contest_id = @contestId AND e.state = 'accepted'
             ORDER BY e.id
            """,
            new { contestId },
            ct
        );

    private sealed record EnteredPhoto : PhotoEntry
    {
        /// <summary>Of the member whose phone handed it in; null where that is none, or the author is forgotten.</summary>
        public long? BranchId { get; init; }
    }
}
