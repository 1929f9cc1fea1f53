using System.ComponentModel;
using System.Globalization;

namespace CsrmeWeChat.Contests;

/// <summary>Whether a vote counts.</summary>
public enum VoteState
{
    Counted,

    /// <summary>Suspicious: it counts once staff say so.</summary>
    Held,

    /// <summary>Thrown out. It stays as a row.</summary>
    Void,
}

/// <summary>Why a vote does not simply count.</summary>
public enum VoteReason
{
    /// <summary>Far more came for its entry within the minute than before.</summary>
    Burst,

    /// <summary>Its voter was first seen shortly before.</summary>
    Fresh,

    /// <summary>Many for its entry came from one address.</summary>
    Address,

    /// <summary>Its voter was forgotten while the voting was open, and may have come back.</summary>
    Erased,

    /// <summary>Its voter turned out to be two, who together voted twice or had more votes than one may.</summary>
    Merged,

    /// <summary>Its voter turned out to be the entry's author.</summary>
    Own,
}

/// <summary>Where the voting of a contest stands.</summary>
public enum VotingStage
{
    [Description("本次大赛不设投票。")]
    None,

    [Description("投票还没有开始。")]
    Soon,

    [Description("正在投票，票数保密。")]
    Open,

    [Description("投票已截止，正在核对，票数保密。")]
    Closed,

    [Description("已计票，可以看到票数。")]
    Counted,
}

public static class VoteLabels
{
    extension(VoteState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                VoteState.Counted => "计入",
                VoteState.Held => "待判定",
                VoteState.Void => "不计",
            };
    }

    extension(VoteReason reason)
    {
        public string Key => reason.ToString().ToLowerInvariant();

        public string Label =>
            reason switch
            {
                VoteReason.Burst => "短时间内票数突增",
                VoteReason.Fresh => "投票人刚刚注册",
                VoteReason.Address => "同一网络地址投票过多",
                VoteReason.Erased => "投票人已注销，可能重复投票",
                VoteReason.Merged => "投票人的两个账号已合并",
                VoteReason.Own => "投票人是作者本人",
            };
    }

    extension(VotingStage stage)
    {
        public string Label =>
            stage switch
            {
                VotingStage.None => "不设投票",
                VotingStage.Soon => "投票未开始",
                VotingStage.Open => "投票中",
                VotingStage.Closed => "待计票",
                VotingStage.Counted => "已计票",
            };
    }

    extension(Contest contest)
    {
        public VotingStage VotingAt(DateTimeOffset now) =>
            contest.VotesClosedAt is not null ? VotingStage.Counted
            : !contest.HasVoting ? VotingStage.None
            : now < contest.VoteOpensAt ? VotingStage.Soon
            : now < contest.VoteClosesAt ? VotingStage.Open
            : VotingStage.Closed;
    }
}

/// <summary>Who a vote is of, within the unique key that gives each person one vote for an entry.</summary>
internal static class Voter
{
    public static string Of(long personId) => string.Create(CultureInfo.InvariantCulture, $"p:{personId}");

    /// <summary>The SQL of a voter whom nobody knows any more.</summary>
    public const string Gone = "CONCAT('gone:', id)";
}
