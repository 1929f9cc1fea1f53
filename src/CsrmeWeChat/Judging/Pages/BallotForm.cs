using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>What a juror typed into a ballot, and what of it is wrong in their words.</summary>
public sealed class BallotForm(IReadOnlyList<Criterion> criteria, IReadOnlyList<string?> typed, string? remark)
{
    /// <summary>What no score is: it stands for whatever cannot be read.</summary>
    private const int NoScore = -1;

    /// <summary>In the order of the criteria.</summary>
    public IReadOnlyList<int> Points { get; } = [.. typed.Select(Read)];

    public string Remark { get; } = PlainText.CleanLines(remark);

    /// <summary>Which scores are missing or out of range.</summary>
    public string BadPoints =>
        criteria
            .Select((criterion, at) => (criterion.Name, Typed: PlainText.Clean(typed.ElementAtOrDefault(at))))
            .Where(one => Read(one.Typed) is < 0 or > 100)
            .ToList() switch
        {
            [] => "评分项与本轮不符，请刷新页面后再评。",
            var bad when bad.All(one => one.Typed is "") => $"还没有给分：{string.Join("、", bad.Select(one => one.Name))}。",
            var bad => $"每项须为 0 到 100 的整数，请检查：{string.Join("、", bad.Select(one => one.Name))}。",
        };

    /// <summary>Digits of any width; nothing else is a score.</summary>
    private static int Read(string? text) =>
        int.TryParse(
            PlainText.Normal(text ?? "", NormalizationForm.FormKC).Trim(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var points
        )
            ? points
            : NoScore;
}
