using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What jurors read of an entry: what its author wrote, without who that is. Neither the name of a file nor what a camera noted, nor the
/// number of the entry is in it.
/// </summary>
internal static class BlindEntry
{
    public static ItemView Of(PhotoEntry entry, string group, IReadOnlyList<ItemPicture> pictures)
    {
        var blind = BlindOf(entry);
        return new ItemView(
            blind.Hide(entry.Title),
            group,
            [.. TextsOf(entry).Where(text => text.Text is not "").Select(text => text with { Text = blind.Hide(text.Text) })],
            pictures
        );
    }

    public static bool NamesSomebody(PhotoEntry entry)
    {
        var blind = BlindOf(entry);
        return blind.Finds(entry.Title) || TextsOf(entry).Any(text => blind.Finds(text.Text));
    }

    /// <summary>Whom the author asked to keep from judging it is often their adviser, who tells whose it is as well.</summary>
    internal static BlindText BlindOf(PhotoEntry entry) =>
        new([.. entry.Makers.Select(maker => maker.Name), .. entry.AvoidList], entry.Makers.Select(maker => maker.Unit));

    private static ItemText[] TextsOf(PhotoEntry entry) =>
        [
            new("主题", entry.Subject),
            new("作品说明", entry.Caption),
            new("拍摄地点", entry.Place),
            new("拍摄时间", entry.TakenOn),
            new("后期处理", $"{entry.Edit.Label}{After(entry.EditNote)}"),
            new("AI 使用", $"{entry.AiUse.Label}{After(entry.AiNote)}"),
        ];

    private static string After(string note) => note is "" ? "" : $"：{note}";
}
