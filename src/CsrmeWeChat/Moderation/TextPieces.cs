namespace CsrmeWeChat.Moderation;

/// <summary>Cuts a text into pieces that WeChat takes.</summary>
internal static class TextPieces
{
    public const int Max = 2_500;

    /// <summary>
    /// Where a piece ends within a sentence the next one begins this much earlier, so that no word escapes by lying across the cut.
    /// </summary>
    public const int Overlap = 50;

    private const string Ends = "\n。！？；…!?;",
        Closing = "”’』」）》)\"";

    public static IReadOnlyList<string> Of(string text)
    {
        var pieces = new List<string>();
        var from = 0;
        while (text.Length - from > Max)
        {
            var window = text.AsSpan(from, Max);
            var end = EndOfSentence(window);
            if (end > 0)
            {
                Add(window[..end]);
                from += end;
                continue;
            }
            end = char.IsHighSurrogate(window[^1]) ? Max - 1 : Max;
            Add(window[..end]);
            from += end - Overlap;
            from -= char.IsLowSurrogate(text[from]) ? 1 : 0;
        }
        Add(text.AsSpan(from));
        return pieces;

        void Add(ReadOnlySpan<char> piece)
        {
            if (!piece.IsWhiteSpace())
            {
                pieces.Add(piece.ToString());
            }
        }
    }

    /// <summary>Behind the last sentence or line that ends in it, with its quotation mark; 0 where none does.</summary>
    private static int EndOfSentence(ReadOnlySpan<char> window)
    {
        var end = window.LastIndexOfAny(Ends) + 1;
        while (end > 0 && end < window.Length && Closing.Contains(window[end]))
        {
            end++;
        }
        return end;
    }
}
