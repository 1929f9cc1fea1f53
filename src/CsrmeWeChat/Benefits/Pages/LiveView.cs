using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>What live.js shows, already put into words: the script knows nothing of benefits.</summary>
/// <param name="OpensInMs">Milliseconds to the opening; negative once it is past.</param>
/// <param name="Rate">Claims per second, averaged over the last five.</param>
/// <param name="PerSecond">Claims in each second from <paramref name="From"/> on.</param>
/// <param name="Holds">Null where the claims could not be counted in time.</param>
public sealed record LiveView(
    string Phase,
    string PhaseLook,
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
        var (verdict, verdictLook) = rush.Reconciliation switch
        {
            { Holds: true } => ("账实相符", "bg-green-lt"),
            { Holds: false } => ("账实不符", "bg-red-lt"),
            null => ("未能核对", "bg-yellow-lt"),
        };
        return new LiveView(
            rush.Phase.Label,
            Badges.Of(rush.Phase),
            (long)(rush.Benefit.OpensAt - rush.Now).TotalMilliseconds,
            Math.Max(0, rush.Benefit.Remaining),
            rush.Benefit.Held,
            rush.Benefit.Stock,
            rush.IsOver ? 0 : Math.Round(rush.PerSecond.TakeLast(RateSeconds).Average(), 1),
            rush.Refusals.Sum(refusal => refusal.Amount),
            rush.From,
            rush.PerSecond,
            [.. rush.Refusals.Select(LineOf)],
            rush.Reconciliation?.Holds,
            verdict,
            verdictLook,
            $"{Clock(rush.ReconciledAt)} 由领取记录重新核对",
            ChecksOf(rush.Reconciliation),
            Summarise(rush)
        );
    }

    private static IReadOnlyList<LiveCheck> ChecksOf(Reconciliation? rows) =>
        rows is null
            ? []
            :
            [
                new(
                    $"领取记录 {Show.Number(rows.Claims)} 条，已发序号 {Show.Number(rows.Issued)}，末号 {Show.Number(rows.LastSerial)}：三者相同",
                    rows.Issued == rows.Claims && rows.Issued == rows.LastSerial
                ),
                new($"有效领取 {Show.Number(rows.Taking)} 份，领取计数 {Show.Number(rows.Held)}：两者相同", rows.Held == rows.Taking),
                new($"已领取 {Show.Number(rows.Held)} 份，不超过总量 {Show.Number(rows.Stock)}", rows.Held <= rows.Stock),
                new(rows.Twice == 0 ? "没有会员领到两份" : $"有 {Show.Number(rows.Twice)} 位会员领到不止一份", rows.Twice == 0),
            ];

    private static IReadOnlyList<LiveLine> Summarise(RushFigures rush) =>
        rush.Phase is not (BenefitPhase.SoldOut or BenefitPhase.Closed)
            ? []
            :
            [
                new("领到", $"{Show.Number(rush.Benefit.Held)} 份"),
                new("剩余", $"{Show.Number(Math.Max(0, rush.Benefit.Remaining))} 份"),
                new("未领到", $"{Show.Number(rush.Refusals.Sum(refusal => refusal.Amount))} 次"),
                .. rush is { FirstClaim: { } first, LastClaim: { } last }
                    ? (LiveLine[])
                        [
                            new("首次领取", Exact(first)),
                            new("最后领取", Exact(last)),
                            new("最快一秒", $"{Show.Number(rush.PerSecond.Max())} 份"),
                        ]
                    : [],
            ];

    private static LiveLine LineOf(Refusals refusals) => new(ClaimReasons.Of(refusals.Outcome), Show.Number(refusals.Amount));

    private static string Clock(DateTimeOffset at) => China.Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Exact(DateTimeOffset at) => China.Local(at).ToString("M月d日 HH:mm:ss.f", CultureInfo.InvariantCulture);
}

public sealed record LiveLine(string Name, string Value);

public sealed record LiveCheck(string Text, bool Holds);
