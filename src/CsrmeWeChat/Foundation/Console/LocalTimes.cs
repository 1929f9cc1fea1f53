using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>Times as people type them, in Beijing, into a datetime-local field.</summary>
public static class LocalTimes
{
    private const int FirstYear = 2000,
        LastYear = 2100;

    public static bool AreTimes(params ReadOnlySpan<DateTime?> times)
    {
        foreach (var time in times)
        {
            if (time is not { Year: >= FirstYear and <= LastYear })
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The default instant where it is none.</summary>
    public static DateTimeOffset At(DateTime? local) =>
        AreTimes(local) ? China.At(DateTime.SpecifyKind(local!.Value, DateTimeKind.Unspecified)) : default;

    /// <summary>For the field; seconds only where there are some.</summary>
    public static string Input(DateTime? local) =>
        local?.ToString(local.Value.Second == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
