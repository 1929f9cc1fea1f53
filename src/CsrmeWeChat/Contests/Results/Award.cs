using System.Globalization;
using CsrmeWeChat.Certificates;

namespace CsrmeWeChat.Contests;

public enum AwardKind
{
    /// <summary>By the ranking of the jury.</summary>
    Jury,

    /// <summary>By the votes of the public.</summary>
    Popularity,
}

/// <summary>
/// How far an award is. Every change of it is made in <see cref="AwardProposals"/>, <see cref="AwardDesk"/> or <see cref="ResultStates"/>.
/// </summary>
public enum AwardState
{
    /// <summary>Only staff see it.</summary>
    Proposed,

    /// <summary>It stands in the public notice.</summary>
    Noticed,
    Given,

    /// <summary>Taken off, with a reason.</summary>
    Dropped,
}

/// <summary>What an entry is to get, or has got.</summary>
public sealed record Award
{
    public required long Id { get; init; }
    public required long ContestId { get; init; }
    public required long EntryId { get; init; }
    public required AwardKind Kind { get; init; }

    /// <summary>Empty where the public has voted: then entries of all groups stand together.</summary>
    public required string GroupKey { get; init; }
    public required string Prize { get; init; }

    /// <summary>From 0, the highest prize first.</summary>
    public required int PrizeOrder { get; init; }

    /// <summary>In the ranking, or by votes; 0 where staff gave it otherwise.</summary>
    public required int Place { get; init; }
    public required AwardState State { get; init; }
    public required string Reason { get; init; }
    public required long Revision { get; init; }
    public required string DecidedBy { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }

    public required string Title { get; init; }
    public required string Author { get; init; }
    public required string Unit { get; init; }
    public required string Coauthors { get; init; }
    public required string Caption { get; init; }
    public long? PersonId { get; init; }
    public long? CoverId { get; init; }
    public required PhotoAiUse AiUse { get; init; }
    public required PhotoEntryState EntryState { get; init; }

    public const string Columns = """
        a.id, a.contest_id, a.entry_id, a.kind, a.group_key, a.prize, a.prize_order, a.place, a.state, a.reason, a.revision, a.decided_by,
        a.decided_at, e.title, e.author, e.unit, e.coauthors, e.caption, e.person_id, e.cover_id, e.ai_use, e.state AS entry_state
        """;

    public const string From = "FROM contest_awards a JOIN contest_entries e ON e.id = a.entry_id";

    public const string Order = "ORDER BY a.kind, a.group_key, a.prize_order, a.place, a.id";

    /// <summary>As people say it: 单幅组一等奖.</summary>
    public string PrizeIn(Contest contest) => $"{contest.GroupOf(GroupKey)?.Name}{Prize}";

    public CertificateDraft CertificateIn(Contest contest, DateOnly datedOn) =>
        CertificateDraft.OfAward(
            new CertificateSubject(ContestsFeature.Subject, contest.Id, string.Create(CultureInfo.InvariantCulture, $"award/{Id}")),
            Makers,
            Unit,
            contest.Title,
            PrizeIn(contest),
            Title,
            datedOn,
            PersonId
        );

    /// <summary>All who made it, as a certificate names them.</summary>
    public string Makers =>
        string.Join(
            '、',
            new[] { Author }.Concat(ContestJson.Read<Coauthor>(Coauthors).Select(one => one.Name)).Where(name => name is not "")
        );
}

public static class AwardLabels
{
    extension(AwardKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();

        public string Label =>
            kind switch
            {
                AwardKind.Jury => "评审奖",
                AwardKind.Popularity => "人气奖",
            };
    }

    extension(AwardState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                AwardState.Proposed => "拟定",
                AwardState.Noticed => "公示",
                AwardState.Given => "已颁发",
                AwardState.Dropped => "已取消",
            };
    }
}
