using System.ComponentModel;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

public record ContestItem(
    long Id,
    string Title,
    ContestStage Stage,
    DateTimeOffset OpensAt,
    [property: Description("在这之前提交。")] DateTimeOffset ClosesAt
)
{
    public static ContestItem Of(Contest contest, DateTimeOffset now) =>
        new(contest.Id, contest.Title, contest.StageAt(now), contest.OpensAt, contest.ClosesAt);
}

public enum MayEnter
{
    [Description("可以开始一件作品。")]
    Yes,

    [Description("有一件草稿还没有提交，draft 是它的 id。")]
    Draft,

    [Description("征集还没有开始。")]
    NotOpen,

    [Description("征集已截止。")]
    Closed,

    [Description("只限会员参加，本人还没有绑定会员身份。")]
    MembersOnly,

    [Description("本人的作品已达上限。")]
    TooMany,
}

public sealed record ContestScreen(
    long Id,
    string Title,
    ContestStage Stage,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    [property: Description("征集说明，几段文字。")] string Rules,
    IReadOnlyList<ContestGroup> Groups,
    [property: Description("可选的主题；空表示不分主题。")] IReadOnlyList<string> Subjects,
    [property: Description("奖项，按组别从高到低。")] IReadOnlyList<Prize> Prizes,
    [property: Description("评分项和权重。")] IReadOnlyList<Criterion> Criteria,
    ContestLimits Limits,
    ContestDates Dates,
    [property: Description("谁可参赛。")] Crowd Entrants,
    [property: Description("每人最多几件。")] int MaxEntries,
    [property: Description("本人已有几件，含草稿。")] int MyEntries,
    [property: Description("本人现在能不能参赛。")] MayEnter MayEnter,
    [property: Description("本人的草稿；没有则为 null。")] long? Draft,
    [property: Description("服务器的时间。")] DateTimeOffset Now
) : ContestItem(Id, Title, Stage, OpensAt, ClosesAt)
{
    internal static ContestScreen Of(Contest contest, int mine, long? draft, PhotoEntryOutcome? whyNot, DateTimeOffset now) =>
        new(
            contest.Id,
            contest.Title,
            contest.StageAt(now),
            contest.OpensAt,
            contest.ClosesAt,
            contest.Rules,
            contest.Groups,
            contest.SubjectList,
            contest.PrizeList,
            contest.CriterionList,
            ContestLimits.Of(contest),
            ContestDates.Of(contest),
            contest.Entrants,
            contest.MaxEntries,
            mine,
            whyNot switch
            {
                null when draft is not null => MayEnter.Draft,
                null => MayEnter.Yes,
                PhotoEntryOutcome.NotOpenYet => MayEnter.NotOpen,
                PhotoEntryOutcome.MembersOnly => MayEnter.MembersOnly,
                PhotoEntryOutcome.TooMany => MayEnter.TooMany,
                _ => MayEnter.Closed,
            },
            draft,
            now
        );
}

/// <summary>What each photo and its caption must keep to.</summary>
public sealed record ContestLimits(
    [property: Description("每张不少于多少百万像素；0 则不限。")] int MinMegapixels,
    [property: Description("每张不超过多少 MB。")] int MaxMegabytes,
    [property: Description("在这一天以后拍摄，2025-01-01；空则不限。")] string TakenSince,
    [property: Description("须为带相机信息的原图：选择照片时请用户勾选“原图”。")] bool NeedsCamera,
    [property: Description("说明最多几个字。")] int MaxCaption
)
{
    public static ContestLimits Of(Contest contest) =>
        new(contest.MinMegapixels, contest.MaxMegabytes, contest.TakenSince, contest.NeedsCamera, contest.MaxCaption);
}

/// <summary>What comes after the close, as far as it is known.</summary>
public sealed record ContestDates(
    [property: Description("没有投票则为 null。")] DateTimeOffset? VoteOpensAt,
    DateTimeOffset? VoteClosesAt,
    [property: Description("公示的开始；还没有公示则为 null。")] DateTimeOffset? NoticeFrom,
    DateTimeOffset? NoticeUntil,
    [property: Description("结果公布的时间；还没有则为 null。")] DateTimeOffset? AnnouncedAt
)
{
    public static ContestDates Of(Contest contest) =>
        new(contest.VoteOpensAt, contest.VoteClosesAt, contest.NoticeFrom, contest.NoticeUntil, contest.AnnouncedAt);
}
