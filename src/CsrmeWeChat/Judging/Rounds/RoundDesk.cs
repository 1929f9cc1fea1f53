using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Judging;

/// <summary>
/// Rounds as the secretariat runs them: what a round would judge, what stands against its opening, and the opening itself.
/// </summary>
public sealed class RoundDesk(
    Panels panels,
    RoundStore rounds,
    RankingStore rankings,
    RoundStates states,
    OpenRounds open,
    DeclarationStore declarations,
    StaffStore staff
)
{
    /// <summary>Null where no room is of this kind.</summary>
    public IPanelSource? SourceOf(string kind) => panels.SourceOf(kind);

    /// <summary>
    /// What the round is about: in the first one all that may be judged; in a later one those whose place in the fixed ranking of the round
    /// before is among the first so many of their group (whoever ties at the cut goes on), but for what has been withdrawn since. The
    /// conflicts are found anew. Null where the round before has no fixed ranking.
    /// </summary>
    public async Task<RoundItems?> ListItemsAsync(Round round, IReadOnlyCollection<long> jurors, CancellationToken ct)
    {
        var all = await SourceOf(round.Panel)!.ListItemsAsync(round.PanelId, jurors, ct);
        if (round.Number == 1)
        {
            return new RoundItems(all, [], 0);
        }
        var before = (await rounds.ListAsync(new Panel(round.Panel, round.PanelId), ct)).FirstOrDefault(one =>
            one.Number == round.Number - 1
        );
        if (before is null || await rankings.FindAsync(before.Id, ct) is not { } frozen)
        {
            return null;
        }
        var ranking = RoundRanking.Read(frozen.Text);
        var goOn = ranking
            .Groups.SelectMany(group => group.Standings)
            .Where(standing => standing.Place <= ranking.GoesOn)
            .Select(standing => standing.Item)
            .ToHashSet();
        var items = all.Where(item => goOn.Contains(item.Id)).ToList();
        var unscored = ranking.Groups.Sum(group => group.Items.Count - group.Standings.Count);
        return new RoundItems(items, [.. goOn.Except(items.Select(item => item.Id)).Order()], unscored);
    }

    public async Task<RoundCheck> CheckAsync(Round round, DateTimeOffset now, CancellationToken ct)
    {
        var jurors = await rounds.ListJurorsAsync(round.Id, ct);
        var panel = new Panel(round.Panel, round.PanelId);
        var source = SourceOf(round.Panel)!;
        var listed = await ListItemsAsync(round, jurors, ct);
        var items = listed?.Items ?? [];
        var flags = await source.ListFlagsAsync(round.PanelId, now, ct);
        var declared = (await declarations.ListAsync(panel, ct)).Select(one => one.StaffId).ToHashSet();
        var names = await source.NameAsync(
            [.. items.Select(item => item.Id).Concat(flags.SelectMany(flag => flag.Items)).Concat(listed?.Gone ?? []).Distinct()],
            ct
        );
        var accounts = await staff.ListAsync(jurors, ct);
        var info = (await source.FindAsync(round.PanelId, ct))!;
        return new RoundCheck
        {
            Round = round,
            HasBefore = listed is not null,
            Items = items,
            Names = names,
            Groups = [.. info.Groups.Select(group => (group.Name, items.Count(item => item.Group == group.Key)))],
            Jurors = [.. accounts.Select(account => new CheckedJuror(account, declared.Contains(account.Id)))],
            Flags = [.. FlagsOf(listed, accounts), .. flags],
            IsPast = round.ClosesAt <= now,
        };
    }

    /// <summary>The check is made again: nothing opens against what stands in its way.</summary>
    /// <param name="seen">As the page showed it.</param>
    public async Task<(RoundCheck Check, OpenResult? Result)> OpenAsync(Actor by, Round seen, DateTimeOffset now, CancellationToken ct)
    {
        var check = await CheckAsync(seen, now, ct);
        return check.Stops.Any() ? (check, null) : (check, await states.OpenAsync(by, seen, check.Items, now, ct));
    }

    public async Task<AddJurorResult> AddJurorAsync(Actor by, Round seen, StaffMember juror, DateTimeOffset now, CancellationToken ct) =>
        await open.AddJurorAsync(
            by,
            seen,
            (juror.Id, juror.Name),
            await SourceOf(seen.Panel)!.ListItemsAsync(seen.PanelId, [juror.Id], ct),
            now,
            ct
        );

    /// <summary>Whoever may be made a juror.</summary>
    public async Task<IReadOnlyList<StaffMember>> ListCandidatesAsync(CancellationToken ct) =>
        [
            .. (await staff.ListAsync("", Role.Juror, "f.name, f.id", 0, RoundDraft.MaxJurors * 5, ct)).Where(account =>
                account.DisabledAt is null
            ),
        ];

    private static IEnumerable<PanelFlag> FlagsOf(RoundItems? listed, IReadOnlyList<StaffMember> accounts)
    {
        if (listed is { Gone: { Count: > 0 } gone })
        {
            yield return new PanelFlag($"上一轮晋级的 {gone.Count} 件作品已经撤回或被退回，不进入这一轮。", gone);
        }
        if (listed is { Unscored: > 0 and var unscored })
        {
            yield return new PanelFlag($"上一轮有 {unscored} 件作品没有评分，没有名次，不进入这一轮。", []);
        }
        foreach (var account in accounts.Where(account => account.Roles.Any(role => role is not Role.Juror and not Role.Unit)))
        {
            var roles = string.Join("、", account.Roles.Where(role => role is not Role.Juror).Select(role => role.Label));
            yield return new PanelFlag($"评委{account.Name}的账号还有“{roles}”角色，可能看到作者是谁。请为其另建一个只做评委的账号。", []);
        }
    }
}

/// <summary>What a round judges.</summary>
/// <param name="Gone">What would have gone on from the round before, and is not there any more.</param>
/// <param name="Unscored">How many of the round before have no place, because nobody scored them.</param>
public sealed record RoundItems(IReadOnlyList<JudgedItem> Items, IReadOnlyList<long> Gone, int Unscored);

/// <param name="HasDeclared">Whether they said whom they should not judge, be it nobody.</param>
public sealed record CheckedJuror(StaffMember Account, bool HasDeclared);

/// <summary>How a draft would open.</summary>
public sealed record RoundCheck
{
    public required Round Round { get; init; }

    /// <summary>Whether the round before has its fixed ranking, or there is none before.</summary>
    public required bool HasBefore { get; init; }
    public required IReadOnlyList<JudgedItem> Items { get; init; }
    public required IReadOnlyDictionary<long, ItemName> Names { get; init; }
    public required IReadOnlyList<(string Name, int Items)> Groups { get; init; }
    public required IReadOnlyList<CheckedJuror> Jurors { get; init; }
    public required IReadOnlyList<PanelFlag> Flags { get; init; }
    public required bool IsPast { get; init; }

    /// <summary>What too few may judge.</summary>
    public IReadOnlyList<JudgedItem> Short =>
        [.. Items.Where(item => Jurors.Count(juror => !item.Conflicts.ContainsKey(juror.Account.Id)) < Round.PerItem)];

    public IEnumerable<(JudgedItem Item, StaffMember Juror, ConflictReason Reason)> Conflicts =>
        from juror in Jurors
        from item in Items
        where item.Conflicts.ContainsKey(juror.Account.Id)
        select (item, juror.Account, item.Conflicts[juror.Account.Id]);

    /// <summary>Why it cannot open, in words for staff.</summary>
    public IEnumerable<string> Stops
    {
        get
        {
            if (!HasBefore)
            {
                yield return "上一轮还没有定榜，不知道哪些作品晋级。";
            }
            else if (Items.Count == 0)
            {
                yield return "没有可评的作品。";
            }
            if (IsPast)
            {
                yield return "截止时间已过，请先改为以后的时间。";
            }
            foreach (var juror in Jurors.Select(juror => juror.Account))
            {
                if (juror.DisabledAt is not null || !juror.Roles.Contains(Role.Juror))
                {
                    yield return $"{juror.Name}的账号已停用，或不再是评委，请从名单中去掉。";
                }
            }
            if (Short is { Count: > 0 } lacking)
            {
                yield return $"{lacking.Count} 件作品在回避之后不足 {Round.PerItem} 位评委，请增加评委，或减少每件作品的评委人数。";
            }
        }
    }
}
