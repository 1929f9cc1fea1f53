using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

/// <summary>Where a story stands. Every change of it is made in <see cref="StoryTransitions"/>.</summary>
public enum StoryState
{
    Draft,

    /// <summary>Waits for the approval of a second person.</summary>
    Review,

    Approved,

    /// <summary>A send is planned or under way.</summary>
    Scheduled,

    Out,

    /// <summary>It was out. The web site no longer shows it, and WeChat's page is deleted as far as WeChat allows.</summary>
    Recalled,
}

public static class StoryLabels
{
    extension(StoryState state)
    {
        public string Label =>
            state switch
            {
                StoryState.Draft => "草稿",
                StoryState.Review => "待审核",
                StoryState.Approved => "已通过",
                StoryState.Scheduled => "已安排",
                StoryState.Out => "已发布",
                StoryState.Recalled => "已撤回",
            };

        public string Key => state.ToString().ToLowerInvariant();

        /// <summary>False while the story is on its way to readers or has reached them.</summary>
        public bool MayBeEdited => state is not (StoryState.Scheduled or StoryState.Out);
    }
}

public sealed record Story
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required StoryState State { get; init; }

    /// <summary>The number of the last version.</summary>
    public required int Version { get; init; }

    /// <summary>Counts every change. Whoever changes the story names the revision they have seen.</summary>
    public required long Revision { get; init; }

    /// <summary>The version that goes out; null before the approval.</summary>
    public int? ApprovedVersion { get; init; }

    /// <summary>The article at WeChat; empty where WeChat has not told the address.</summary>
    public required string ArticleUrl { get; init; }
    public DateTimeOffset? OutAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A writer at a form, from its opening to its end. All that is saved meanwhile is one version.</summary>
/// <param name="Form">Names the form; each opening has its own.</param>
/// <param name="Step">Counts what the form has sent: what is overtaken on its way does not undo what came later.</param>
public sealed record Sitting(string Form, int Step)
{
    public static Sitting New() => new(Guid.CreateVersion7().ToString("N"), 0);
}

/// <summary>One version, as it was written. It does not change once its sitting is over.</summary>
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

    /// <summary>Null where a command wrote it.</summary>
    public long? WrittenBy { get; init; }
    public required string Writer { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The form in which it was written; see <see cref="Stories.Sitting"/>.</summary>
    public required string Sitting { get; init; }
    public required int Step { get; init; }

    /// <summary>The story's when the form last wrote.</summary>
    public required long Revision { get; init; }

    public StoryText Text => new(Person, Unit, ProgrammeYear, Portrait, Cover, Title, Author, Digest, Body);
}

/// <summary>
/// What the writer of a story fills in. The limits of title, author, digest and body are WeChat's (draft/add), counted in characters.
/// </summary>
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
    public const int MaxTitle = 32;

    public const int MaxAuthor = 16;

    public const int MaxDigest = 128;

    public const int MaxBody = 20_000;

    private const int MaxBodyBytes = 1 << 20;

    /// <summary>In characters as WeChat counts them: one for each code point.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>
    /// Makes one clean line of each field. The body is cleaned by <see cref="StoryBody"/>. An article about nobody has no year.
    /// </summary>
    public StoryText Clean() =>
        this with
        {
            Person = PlainText.Clean(Person),
            ProgrammeYear = PlainText.Clean(Person) is "" ? 0 : ProgrammeYear,
            Unit = PlainText.Clean(Unit),
            Title = PlainText.Clean(Title),
            Author = PlainText.Clean(Author),
            Digest = PlainText.Clean(Digest),
        };

    /// <summary>Why the text is refused, in Chinese.</summary>
    public IEnumerable<string> Faults()
    {
        if (Person.Length > 50)
        {
            yield return "人物姓名最长 50 字。";
        }
        if (Unit.Length > 100)
        {
            yield return "单位最长 100 字。";
        }
        if (Person is not "" && ProgrammeYear is < 2000 or > 2100)
        {
            yield return "入选年份须为四位数，例如 2022。";
        }
        if (Title.Length == 0)
        {
            yield return "请填写标题。";
        }
        if (Length(Title) > MaxTitle)
        {
            yield return $"标题有 {Length(Title)} 个字，微信最多收 {MaxTitle} 个。请缩短。";
        }
        if (Length(Author) > MaxAuthor)
        {
            yield return $"作者有 {Length(Author)} 个字，微信最多收 {MaxAuthor} 个。请缩短。";
        }
        if (Length(Digest) > MaxDigest)
        {
            yield return $"摘要有 {Length(Digest)} 个字，微信最多收 {MaxDigest} 个。请缩短。";
        }
        if (Length(Body) >= MaxBody || System.Text.Encoding.UTF8.GetByteCount(Body) >= MaxBodyBytes)
        {
            yield return $"正文连同格式有 {Length(Body)} 个字符，微信只收 {MaxBody} 个以内。请缩短，或清除格式后再粘贴。";
        }
    }

    /// <summary>What must still be filled in before somebody is asked to review it.</summary>
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
        if (Body.Contains(StoryBody.LostMark, StringComparison.Ordinal))
        {
            yield return "正文里还有标明“请重新上传”的图片位置，请换上图片或删去。";
        }
    }
}
