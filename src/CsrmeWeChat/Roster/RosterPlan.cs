using System.Text.Json;

namespace CsrmeWeChat.Roster;

/// <summary>How a file is to be read, as somebody at the console said.</summary>
/// <param name="TagAbsent">Members that the file does not name get <see cref="RosterTags.Absent"/>, and those it names again lose it.</param>
public sealed record RosterPlan(int Sheet, RosterHeader Header, bool TagAbsent)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static RosterPlan Read(string json) => JsonSerializer.Deserialize<RosterPlan>(json)!;

    /// <summary>What is wrong with it, in words; null where nothing is.</summary>
    public string? Fault(RosterPreview preview)
    {
        if (
            Sheet != preview.Sheet
            || Header.Line is < 0 or > RosterHeader.Within
            || Header.Columns.Any(column => column >= 0 && preview.Columns.All(found => found.Index != column))
        )
        {
            return "所选的工作表、表头行或列在文件中不存在，请重新选择。";
        }
        RosterColumn[] missing = [.. RosterHeader.Required.Where(column => Header.Columns[(int)column] < 0)];
        if (missing.Length > 0)
        {
            return $"请选定{string.Join("、", missing.Select(column => $"「{RosterHeader.Say(column)}」"))}在哪一列。";
        }
        return
            Header.Columns.Index().Where(column => column.Item >= 0).GroupBy(column => column.Item).FirstOrDefault(same => same.Count() > 1)
                is { } twice
            ? $"{RosterHeader.Letter(twice.Key)} 列选了不止一次：{string.Join("、", twice.Select(column => $"「{RosterHeader.Say((RosterColumn)column.Index)}」"))}。每列只能有一种含义。"
            : null;
    }
}
