using System.Globalization;
using CsrmeWeChat.Data;

namespace CsrmeWeChat.Pages.Shared;

/// <summary>Values as people at the console read them.</summary>
public static class Show
{
    /// <summary>2022-05-30 09:00, Beijing's.</summary>
    public static string Beijing(DateTimeOffset at) => China.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Beijing(DateTimeOffset? at) => at is { } instant ? Beijing(instant) : "";

    /// <summary>With seconds.</summary>
    public static string BeijingExact(DateTimeOffset at) => China.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Or(string? text, string otherwise = "无") => string.IsNullOrEmpty(text) ? otherwise : text;
}
