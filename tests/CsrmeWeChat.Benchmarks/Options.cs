namespace CsrmeWeChat.Benchmarks;

internal static class Options
{
    /// <summary>What follows an option: lists are parted by commas.</summary>
    public static string[] List(this string[] args, string option, string otherwise) =>
        (Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise).Split(',');
}
