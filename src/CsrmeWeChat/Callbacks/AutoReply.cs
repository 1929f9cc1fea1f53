using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

public enum AutoReplyKind
{
    /// <summary>Answers a text that has its keyword, and a menu entry whose key is the keyword.</summary>
    Keyword,

    /// <summary>Answers whoever begins to follow.</summary>
    Welcome,

    /// <summary>Answers a text that no keyword fits.</summary>
    Otherwise,
}

public static class AutoReplyLabels
{
    extension(AutoReplyKind kind)
    {
        public string Key =>
            kind switch
            {
                AutoReplyKind.Keyword => "keyword",
                AutoReplyKind.Welcome => "welcome",
                AutoReplyKind.Otherwise => "otherwise",
            };

        public string Label =>
            kind switch
            {
                AutoReplyKind.Keyword => "关键词",
                AutoReplyKind.Welcome => "关注时的回复",
                AutoReplyKind.Otherwise => "默认回复",
            };
    }

    extension(Matching matching)
    {
        public string Key => matching is Matching.Exact ? "exact" : "contains";

        public string Label => matching is Matching.Exact ? "完全一致" : "包含";
    }
}

public enum Matching
{
    Exact,
    Contains,
}

/// <summary>A reply that staff wrote; followers get it at once.</summary>
public sealed record AutoReply
{
    public const int MaxKeyword = 30;

    /// <summary>In characters: WeChat takes 2,048 bytes, and a Chinese character has three.</summary>
    public const int MaxReply = 600;

    public required long Id { get; init; }
    public required AutoReplyKind Kind { get; init; }

    /// <summary>Empty unless the kind is <see cref="AutoReplyKind.Keyword"/>.</summary>
    public required string Keyword { get; init; }
    public required Matching Matching { get; init; }
    public required string Reply { get; init; }
    public required bool Enabled { get; init; }

    public AutoReplyFields Fields => new(Kind, Keyword, Matching, Reply, Enabled);

    /// <summary>
    /// How keywords and texts are compared: without regard to width (５３０), case, spaces and punctuation. A text that is nothing but
    /// punctuation is compared as it stands.
    /// </summary>
    public static string ComparedAs(string text)
    {
        var folded = PlainText.Normal(text, NormalizationForm.FormKC).ToLowerInvariant();
        var compared = string.Concat(
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
        return compared.Length > 0 ? compared : folded.Trim();
    }
}

/// <summary>What staff fill in for a reply.</summary>
/// <param name="Keyword">One line.</param>
public sealed record AutoReplyFields(AutoReplyKind Kind, string Keyword, Matching Matching, string Reply, bool Enabled)
{
    /// <summary>The name in the audit trail.</summary>
    public string AuditName() => Kind is AutoReplyKind.Keyword ? Keyword : Kind.Label;

    public static AutoReplyFields Of(AutoReplyKind kind, string? keyword, Matching matching, string? reply, bool enabled) =>
        new(
            kind,
            kind is AutoReplyKind.Keyword ? PlainText.Clean(keyword) : "",
            kind is AutoReplyKind.Keyword ? matching : Matching.Exact,
            CleanLines(reply),
            enabled
        );

    public IEnumerable<(string Field, string Why)> Faults()
    {
        if (Kind is AutoReplyKind.Keyword && Keyword.Length is 0 or > AutoReply.MaxKeyword)
        {
            yield return (nameof(Keyword), Keyword.Length == 0 ? "请填写关键词。" : $"关键词请不超过 {AutoReply.MaxKeyword} 个字。");
        }
        if (Reply.Length is 0 or > AutoReply.MaxReply)
        {
            yield return (
                nameof(Reply),
                Reply.Length == 0 ? "请填写回复内容。" : $"回复内容请不超过 {AutoReply.MaxReply} 个字，现在有 {Reply.Length} 个字。"
            );
        }
    }

    /// <summary>A reply may have several lines; each is cleaned by itself.</summary>
    private static string CleanLines(string? text) =>
        string.Join('\n', (text ?? "").Split('\n').Select(line => PlainText.Clean(line))).Trim();
}
