using System.Globalization;
using CsrmeWeChat.Judging.Ranking;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>What stands of rounds in words and colours.</summary>
public static class RoundReading
{
    public static string Badge(RoundState state) =>
        state switch
        {
            RoundState.Draft => "bg-secondary-lt",
            RoundState.Open => "bg-green-lt",
            RoundState.Closed => "bg-yellow-lt",
            RoundState.Frozen => "bg-blue-lt",
        };

    /// <summary>For the head of a column.</summary>
    public static string Short(RankRule rule) =>
        rule switch
        {
            RankRule.Mean => "平均分",
            RankRule.Trimmed => "去极值",
            RankRule.Normalised => "消除宽严",
        };

    public static string WhereFrom(StaffMember account) =>
        (account.Unit, account.Branch) switch
        {
            ("", null) => "未填单位",
            (var unit, null) => unit,
            ("", var branch) => branch,
            var (unit, branch) => $"{unit}　{branch}",
        };

    /// <summary>82.4; what decides ties has more, which the export shows.</summary>
    public static string Points(decimal points) => points.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    /// <summary>Krippendorff takes 0.8 as reliable and 0.667 as the least to draw conclusions from; taste rarely reaches either.</summary>
    public static string Agreement(double? alpha) =>
        alpha is not { } value
            ? "无法计算（没有两位评委评过同一件作品，或分数全都一样）"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{value:0.00}，{value switch
                {
                    >= 0.8 => "很好",
                    >= 0.667 => "较好",
                    >= 0.4 => "一般",
                    >= 0 => "较低",
                    _ => "评委的意见相反",
                }}"
            );

    /// <param name="points">What a juror gives above the average one.</param>
    public static string Severity(double points) =>
        points switch
        {
            > 0.05 => string.Create(CultureInfo.InvariantCulture, $"偏宽 {points:0.0} 分"),
            < -0.05 => string.Create(CultureInfo.InvariantCulture, $"偏严 {-points:0.0} 分"),
            _ => "与平均相当",
        };
}
