using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

public enum StoryState
{
    Draft,

    /// <summary>Waits for a second person.</summary>
    Review,

    Approved,

    /// <summary>A mass send or a publication is planned or under way.</summary>
    Scheduled,

    Out,

    /// <summary>Was out; its page at WeChat is dead and the web site shows it no longer.</summary>
    Recalled,
}

public static class StoryWords
{
    extension(StoryState state)
    {
        public string Word =>
            state switch
            {
                StoryState.Draft => "草稿",
                StoryState.Review => "待审核",
                StoryState.Approved => "已通过",
                StoryState.Scheduled => "已安排",
                StoryState.Out => "已推出",
                StoryState.Recalled => "已撤回",
            };

        public string Key => state.ToString().ToLowerInvariant();

        /// <summary>Nothing is on its way to readers or with them.</summary>
        public bool MayBeEdited => state is not (StoryState.Scheduled or StoryState.Out);
    }
}

public sealed record Story
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required StoryState State { get; init; }

    /// <summary>The number of its last version.</summary>
    public required int Version { get; init; }

    /// <summary>Counts every change: who changes something says which they have seen.</summary>
    public required long Revision { get; init; }
    public int? ApprovedVersion { get; init; }
    public required string ArticleUrl { get; init; }
    public DateTimeOffset? OutAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>One version as it was written; it never changes.</summary>
public sealed record StoryVersion
{
    public required int Number { get; init; }
    public required string Person { get; init; }
    public required string Unit { get; init; }
    public required int ProgrammeYear { get; init; }
    public required string Portrait { get; init; }
    public required string Cover { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required string Digest { get; init; }
    public required string Body { get; init; }
    public long? WrittenBy { get; init; }
    public required string Writer { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }

    public StoryText Text => new(Person, Unit, ProgrammeYear, Portrait, Cover, Title, Author, Digest, Body);
}

/// <summary>What people write. The limits of title, author, digest and body are WeChat's (draft/add), counted in characters.</summary>
public sealed record StoryText(
    string Person,
    string Unit,
    int ProgrammeYear,
    string Portrait,
    string Cover,
    string Title,
    string Author,
    string Digest,
    string Body
)
{
    public const int MostTitle = 32,
        MostAuthor = 16,
        MostDigest = 128,
        MostBody = 20_000,
        MostBodyBytes = 1 << 20;

    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>One line each; the body is cleaned elsewhere.</summary>
    public StoryText Clean() =>
        this with
        {
            Person = PlainText.Clean(Person),
            Unit = PlainText.Clean(Unit),
            Title = PlainText.Clean(Title),
            Author = PlainText.Clean(Author),
            Digest = PlainText.Clean(Digest),
        };

    public IEnumerable<string> Faults()
    {
        if (Person.Length is 0 or > 50)
        {
            yield return "请填写人物姓名，最长 50 字。";
        }
        if (Unit.Length > 100)
        {
            yield return "单位最长 100 字。";
        }
        if (ProgrammeYear is < 2000 or > 2100)
        {
            yield return "入选年份须为四位数，例如 2022。";
        }
        if (Title.Length == 0)
        {
            yield return "请填写标题。";
        }
        if (Length(Title) > MostTitle)
        {
            yield return $"标题有 {Length(Title)} 个字，微信最多收 {MostTitle} 个。请缩短。";
        }
        if (Length(Author) > MostAuthor)
        {
            yield return $"作者有 {Length(Author)} 个字，微信最多收 {MostAuthor} 个。请缩短。";
        }
        if (Length(Digest) > MostDigest)
        {
            yield return $"摘要有 {Length(Digest)} 个字，微信最多收 {MostDigest} 个。请缩短。";
        }
        if (Length(Body) >= MostBody || System.Text.Encoding.UTF8.GetByteCount(Body) >= MostBodyBytes)
        {
            yield return $"正文连同格式有 {Length(Body)} 个字符，微信只收 {MostBody} 个以内。请缩短，或清除格式后再粘贴。";
        }
    }

    /// <summary>What is still missing before anybody is asked to review it.</summary>
    public IEnumerable<string> Missing()
    {
        if (Cover is "")
        {
            yield return "还没有封面图片。";
        }
        if (StoryDifference.LinesOf(Body).Count == 0)
        {
            yield return "还没有正文。";
        }
    }
}
