using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Judging;

/// <summary>Rounds of judging: who judges what, what they give, and what it comes to. What is judged is another room's.</summary>
public static class JudgingFeature
{
    public static IHostApplicationBuilder AddJudging(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<RoundStore>()
            .AddSingleton<RoundStates>()
            .AddSingleton<BallotStore>()
            .AddSingleton<RankingStore>()
            .AddAuditKinds(AuditedRound);
        return builder;
    }

    private static AuditKind AuditedRound { get; } =
        new("round", "评审轮次")
        {
            Actions = new()
            {
                ["round.add"] = "新建轮次",
                ["round.edit"] = "修改轮次",
                ["round.open"] = "开始评审",
                ["round.close"] = "截止评审",
                ["round.freeze"] = "定榜",
            },
            Fields = new()
            {
                ["criteria"] = "评分项",
                ["closesAt"] = "截止时间",
                ["goesOn"] = "晋级件数",
                ["items"] = "作品数",
                ["jurors"] = "评委数",
                ["missing"] = "未评份数",
                ["perItem"] = "每件评委数",
                ["rankRule"] = "排名依据",
                ["seed"] = "随机种子",
                ["sha256"] = "榜单的 SHA-256",
                ["tieRule"] = "同分处理",
            },
        };
}
