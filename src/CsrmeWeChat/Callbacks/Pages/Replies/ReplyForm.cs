using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Callbacks.Pages;

/// <summary>The form in which staff write a reply.</summary>
public sealed class ReplyForm
{
    [Display(Name = "关键词")]
    public string? Keyword { get; set; }

    [Display(Name = "匹配方式")]
    public Matching Matching { get; set; }

    [Display(Name = "回复内容")]
    public string? Reply { get; set; }

    public bool Enabled { get; set; } = true;

    public AutoReplyFields Of(AutoReplyKind kind) => AutoReplyFields.Of(kind, Keyword, Matching, Reply, Enabled);
}
