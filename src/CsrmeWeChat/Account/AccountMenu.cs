using System.Text;
using System.Text.Json;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>One version of the menu, as staff made it.</summary>
public sealed record AccountMenu
{
    public required long Id { get; init; }
    public required string Content { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When WeChat took it; null where it did not.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When WeChat was asked to show it and did not answer: it may be shown or not.</summary>
    public DateTimeOffset? DoubtAt { get; init; }

    public IReadOnlyList<MenuButton> Buttons => JsonSerializer.Deserialize<IReadOnlyList<MenuButton>>(Content) ?? [];

    public string Summary => Summarize(Buttons);

    /// <summary>The names of all entries on one line, each with those below it in brackets.</summary>
    public static string Summarize(IReadOnlyList<MenuButton> buttons)
    {
        return string.Join("、", buttons.Select(Entry));

        static string Entry(MenuButton button) =>
            button.Children.Count == 0 ? button.Name : $"{button.Name}（{string.Join("、", button.Children.Select(child => child.Name))}）";
    }
}

/// <summary>WeChat's rules for a menu: at most 3 entries, each with up to 5 entries below it. Source: 创建自定义菜单.</summary>
public static class MenuRules
{
    public const int MaxButtons = 3;

    public const int MaxChildren = 5;

    /// <summary>The limits of names in Chinese characters; two letters or digits count as one.</summary>
    private const int MaxTopName = 4;

    private const int MaxChildName = 8;

    private const int MaxKeyBytes = 128;

    private const int MaxAddressBytes = 1_024;

    public static IEnumerable<string> Faults(IReadOnlyList<MenuButton> buttons)
    {
        if (buttons.Count == 0)
        {
            yield return "请至少填写一个一级菜单。";
        }
        foreach (var button in buttons)
        {
            foreach (var fault in FaultsOf(button, MaxTopName).Concat(button.Children.SelectMany(child => FaultsOf(child, MaxChildName))))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> FaultsOf(MenuButton button, int maxName)
    {
        var what = button.Name.Length == 0 ? "未填名称的一项" : $"“{button.Name}”";
        if (button.Name.Length == 0)
        {
            yield return "有一项菜单填了内容，没有填名称。";
        }
        if (Width(button.Name) > 2 * maxName)
        {
            yield return $"{what}太长：{(maxName == MaxTopName ? "一级" : "二级")}菜单的名称最多 {maxName} 个汉字，或 {2 * maxName} 个字母。";
        }
        var fault = button.Action switch
        {
            MenuAction.Open => null,
            MenuAction.Click when button.Value.Length == 0 || Encoding.UTF8.GetByteCount(button.Value) > MaxKeyBytes =>
                "请填写关键词，最多 40 个汉字。",
            MenuAction.View when !IsAddress(button.Value) =>
                "请填写完整的网址，以 https:// 或 http:// 开头，最多 1,024 个字节（一个汉字算 3 个）。",
            MenuAction.MiniProgram
                when button.Value.Length == 0
                    || button.Value.StartsWith('/')
                    || Encoding.UTF8.GetByteCount(button.Value) > MaxAddressBytes =>
                "请填写小程序的页面，如 pages/home/home，开头不加斜线，最多 1,024 个字节（一个汉字算 3 个）。",
            _ => null,
        };
        if (fault is not null)
        {
            yield return $"{what}：{fault}";
        }
    }

    private static bool IsAddress(string text) =>
        Encoding.UTF8.GetByteCount(text) <= MaxAddressBytes
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http"
        && text.StartsWith("http", StringComparison.Ordinal);

    /// <summary>The width on the screen, in halves of a Chinese character.</summary>
    private static int Width(string text) => text.EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : 2);
}
