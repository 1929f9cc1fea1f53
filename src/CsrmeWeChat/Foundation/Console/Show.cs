using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>Values as people at the console read them.</summary>
public static class Show
{
    /// <summary>2022-05-30 09:00, Beijing's.</summary>
    public static string Beijing(DateTimeOffset at) => China.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Beijing(DateTimeOffset? at) => at is { } instant ? Beijing(instant) : "";

    /// <summary>With seconds.</summary>
    public static string BeijingExact(DateTimeOffset at) => China.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>2022-05-30, Beijing's.</summary>
    public static string Day(DateTimeOffset at) => Date(China.Date(at));

    /// <summary>A day; the last there is means that there is no end.</summary>
    public static string Date(DateOnly? date) =>
        date == DateOnly.MaxValue ? "长期" : date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>80 KB; 1.4 MB; 128 MB.</summary>
    public static string Size(long bytes) =>
        bytes < 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB");

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What of a User-Agent says something to people: 微信 · iPhone.</summary>
    public static string Device(string agent)
    {
        var program = First(
            ("MicroMessenger", "微信"),
            ("Edg", "Edge"),
            ("Firefox", "Firefox"),
            ("Chrome", "Chrome"),
            ("Safari", "Safari")
        );
        var system = First(
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("Mac OS", "Mac"),
            ("Linux", "Linux")
        );
        return (program, system) is (null, null) ? "未知设备" : string.Join(" · ", new[] { program, system }.OfType<string>());

        string? First(params ReadOnlySpan<(string Part, string Name)> known)
        {
            foreach (var (part, name) in known)
            {
                if (agent.Contains(part, StringComparison.Ordinal))
                {
                    return name;
                }
            }
            return null;
        }
    }

    public static string Or(string? text, string otherwise = "无") => string.IsNullOrEmpty(text) ? otherwise : text;
}
