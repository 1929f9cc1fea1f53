using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>What live.js shows, in words: it knows nothing of benefits.</summary>
/// <param name="OpensInMs">To the opening; negative once it is past.</param>
/// <param name="PerSecond">Claims of each second from <paramref name="From"/> on.</param>
/// <param name="Holds">Null where the claims could not be counted in time.</param>
public sealed record LiveView(
    string Stage,
    string StageLook,
    long OpensInMs,
    int Remaining,
    int Held,
    int Stock,
    double Rate,
    long Refused,
    DateTimeOffset From,
    IReadOnlyList<int> PerSecond,
    IReadOnlyList<LiveLine> Refusals,
    bool? Holds,
    string Verdict,
    string VerdictLook,
    string Checked,
    IReadOnlyList<LiveCheck> Checks,
    IReadOnlyList<LiveLine> Summary
)
{
    private const int RateSeconds = 5;

    public static LiveView Of(RushFigures rush)
    {
        var (verdict, verdictLook) = rush.Audit switch
        {
            { Holds: true } => ("账实相符", "bg-green-lt"),
            { Holds: false } => ("账实不符", "bg-red-lt"),
            null => ("未能核对", "bg-yellow-lt"),
        };
        return new LiveView(
            rush.Stage.Word,
            Stages.Badge(rush.Stage),
            (long)(rush.Benefit.OpensAt - rush.Now).TotalMilliseconds,
            Math.Max(0, rush.Benefit.Remaining),
            rush.Benefit.Held,
            rush.Benefit.Stock,
            rush.IsOver ? 0 : Math.Round(rush.PerSecond.TakeLast(RateSeconds).Average(), 1),
            rush.Refusals.Sum(refusal => refusal.Amount),
            rush.From,
            rush.PerSecond,
            [.. rush.Refusals.Select(refusal => new LiveLine(Reason(refusal.Outcome), Text(refusal.Amount)))],
            rush.Audit?.Holds,
            verdict,
            verdictLook,
            $"{Clock(rush.AuditedAt)} 由领取记录重新核对",
            ChecksOf(rush.Audit),
            Summarise(rush)
        );
    }

    private static IReadOnlyList<LiveCheck> ChecksOf(BenefitAudit? audit) =>
        audit is null
            ? []
            :
            [
                new(
                    $"领取记录 {Text(audit.Claims)} 条，已发序号 {Text(audit.Issued)}，末号 {Text(audit.LastSerial)}：三者相同",
                    audit.Issued == audit.Claims && audit.Issued == audit.LastSerial
                ),
                new($"有效领取 {Text(audit.Taking)} 份，占用计数 {Text(audit.Held)}：两者相同", audit.Held == audit.Taking),
                new($"占用 {Text(audit.Held)} 份，不超过总量 {Text(audit.Stock)}", audit.Held <= audit.Stock),
                new(audit.Twice == 0 ? "没有会员领到两份" : $"有 {Text(audit.Twice)} 位会员领到不止一份", audit.Twice == 0),
            ];

    private static IReadOnlyList<LiveLine> Summarise(RushFigures rush) =>
        rush.Stage is not (BenefitStage.SoldOut or BenefitStage.Closed)
            ? []
            :
            [
                new("领到", $"{Text(rush.Benefit.Held)} 份"),
                new("未领", $"{Text(Math.Max(0, rush.Benefit.Remaining))} 份"),
                new("被拒", $"{Text(rush.Refusals.Sum(refusal => refusal.Amount))} 次"),
                .. rush is { FirstClaim: { } first, LastClaim: { } last }
                    ? (LiveLine[])
                        [new("首次领取", Exact(first)), new("最后领取", Exact(last)), new("最快一秒", $"{Text(rush.PerSecond.Max())} 份")]
                    : [],
            ];

    private static string Reason(string outcome) =>
        outcome switch
        {
            "soldout" => "已领完",
            "notyetopen" => "尚未开始",
            "closed" => "已结束或关闭",
            "nomember" => "未绑定会员",
            "wronglevel" => "会员级别不符",
            "wrongbranch" => "分支机构不符",
            "nottagged" => "不在受邀之列",
            "duesunpaid" => "会费未缴",
            "nosuchbenefit" => "福利已撤下",
            RefusalTally.Busy => "系统繁忙，请其重试",
            _ => outcome,
        };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => China.Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Exact(DateTimeOffset at) => China.Local(at).ToString("M月d日 HH:mm:ss.f", CultureInfo.InvariantCulture);
}

public sealed record LiveLine(string Name, string Value);

public sealed record LiveCheck(string Text, bool Holds);
