using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

public enum AutoReplyKind
{
    /// <summary>To a text with its keyword, and to a menu entry whose key is the keyword.</summary>
    Keyword,

    /// <summary>To whoever begins to follow.</summary>
    Welcome,

    /// <summary>To a text for which there is no other.</summary>
    Otherwise,
}

public enum Matching
{
    Exact,
    Contains,
}

/// <summary>What staff wrote, to be answered at once.</summary>
public sealed record AutoReply
{
    public const int LongestKeyword = 30;

    /// <summary>WeChat takes 2,048 bytes; a Chinese character is three.</summary>
    public const int LongestReply = 600;

    public required long Id { get; init; }
    public required AutoReplyKind Kind { get; init; }

    /// <summary>Empty for what answers no keyword.</summary>
    public required string Keyword { get; init; }
    public required Matching Matching { get; init; }
    public required string Reply { get; init; }
    public required bool Enabled { get; init; }

    /// <summary>How keywords and texts are compared: without regard to width (５３０), case, spaces and punctuation. What is nothing else stays as it is.</summary>
    public static string Key(string text)
    {
        var folded = PlainText.Normal(text, NormalizationForm.FormKC).ToLowerInvariant();
        var key = string.Concat(
            folded.Where(character =>
                char.GetUnicodeCategory(character)
                    is not (
                        UnicodeCategory.SpaceSeparator
                        or UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.OtherPunctuation
                        or UnicodeCategory.DashPunctuation
                        or UnicodeCategory.ConnectorPunctuation
                        or UnicodeCategory.OpenPunctuation
                        or UnicodeCategory.ClosePunctuation
                        or UnicodeCategory.InitialQuotePunctuation
                        or UnicodeCategory.FinalQuotePunctuation
                    )
            )
        );
        return key.Length > 0 ? key : folded.Trim();
    }
}

/// <param name="Keyword">One line.</param>
public sealed record AutoReplyFields(AutoReplyKind Kind, string Keyword, Matching Matching, string Reply, bool Enabled)
{
    public static AutoReplyFields Of(AutoReplyKind kind, string? keyword, Matching matching, string? reply, bool enabled) =>
        new(
            kind,
            kind is AutoReplyKind.Keyword ? PlainText.Clean(keyword) : "",
            kind is AutoReplyKind.Keyword ? matching : Matching.Exact,
            Lines(reply),
            enabled
        );

    public IEnumerable<(string Field, string Why)> Faults()
    {
        if (Kind is AutoReplyKind.Keyword && Keyword.Length is 0 or > AutoReply.LongestKeyword)
        {
            yield return (nameof(Keyword), Keyword.Length == 0 ? "请填写关键词。" : $"关键词请不超过 {AutoReply.LongestKeyword} 个字。");
        }
        if (Reply.Length is 0 or > AutoReply.LongestReply)
        {
            yield return (
                nameof(Reply),
                Reply.Length == 0 ? "请填写回复内容。" : $"回复内容请不超过 {AutoReply.LongestReply} 个字，现在有 {Reply.Length} 个字。"
            );
        }
    }

    /// <summary>A reply may have lines.</summary>
    private static string Lines(string? text) => string.Join('\n', (text ?? "").Split('\n').Select(line => PlainText.Clean(line))).Trim();
}
