using System.Text;
using System.Text.Json;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>One menu that staff made.</summary>
public sealed record AccountMenu
{
    public required long Id { get; init; }
    public required string Content { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Null where WeChat did not take it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>WeChat did not answer: perhaps it is shown.</summary>
    public DateTimeOffset? DoubtAt { get; init; }

    public IReadOnlyList<MenuButton> Buttons => JsonSerializer.Deserialize<IReadOnlyList<MenuButton>>(Content) ?? [];
}

/// <summary>What WeChat asks of a menu: 3 entries, each alone or with up to 5 below it. Source: 创建自定义菜单.</summary>
public static class MenuRules
{
    public const int MostButtons = 3,
        MostChildren = 5;

    /// <summary>In Chinese characters; two letters or digits count as one.</summary>
    private const int TopName = 4,
        ChildName = 8;

    private const int MostKeyBytes = 128,
        MostAddress = 1_024;

    public static IEnumerable<string> Faults(IReadOnlyList<MenuButton> buttons)
    {
        if (buttons.Count == 0)
        {
            yield return "请至少填写一个一级菜单。";
        }
        foreach (var button in buttons)
        {
            foreach (var fault in FaultsOf(button, TopName).Concat(button.Children.SelectMany(child => FaultsOf(child, ChildName))))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> FaultsOf(MenuButton button, int most)
    {
        var what = button.Name.Length == 0 ? "未填名称的一项" : $"“{button.Name}”";
        if (button.Name.Length == 0)
        {
            yield return "有一项菜单填了内容，没有填名称。";
        }
        if (Width(button.Name) > 2 * most)
        {
            yield return $"{what}太长：{(most == TopName ? "一级" : "二级")}菜单的名称最多 {most} 个汉字，或 {2 * most} 个字母。";
        }
        var fault = button.Action switch
        {
            MenuAction.Open => null,
            MenuAction.Click when button.Value.Length == 0 || Encoding.UTF8.GetByteCount(button.Value) > MostKeyBytes =>
                "请填写关键词，最多 40 个汉字。",
            MenuAction.View when !IsAddress(button.Value) => "请填写完整的网址，以 https:// 或 http:// 开头，最多 1,024 个字符。",
            MenuAction.MiniProgram when button.Value.Length == 0 || button.Value.StartsWith('/') || button.Value.Length > MostAddress =>
                "请填写小程序的页面，如 pages/home/home，开头不加斜线。",
            _ => null,
        };
        if (fault is not null)
        {
            yield return $"{what}：{fault}";
        }
    }

    private static bool IsAddress(string text) =>
        text.Length <= MostAddress
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http"
        && text.StartsWith("http", StringComparison.Ordinal);

    /// <summary>Half widths of what it looks like.</summary>
    private static int Width(string text) => text.EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : 2);
}
