using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;

namespace CsrmeWeChat.Videos;

/// <summary>Where an entry stands. Every change of it is made in <see cref="EntryStates"/>.</summary>
public enum EntryState
{
    [Description("还没有提交。")]
    Draft,

    [Description("已提交，视频正在处理。")]
    Submitted,

    [Description("审核中。")]
    Reviewing,

    [Description("退回修改，reason 说明要改什么。")]
    Returned,

    [Description("审核通过，没有展示。")]
    Accepted,

    [Description("审核通过并公开展示。")]
    Shown,

    [Description("作者已撤回。")]
    Withdrawn,
}

/// <summary>How much of a video was made by programs. WeChat asks that it be said.</summary>
public enum AiUse
{
    [Description("没有使用。")]
    None,

    [Description("部分内容由 AI 生成或修改。")]
    Partly,

    [Description("主要由 AI 生成。")]
    Mostly,
}

public static class EntryLabels
{
    extension(EntryState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                EntryState.Draft => "草稿",
                EntryState.Submitted => "处理中",
                EntryState.Reviewing => "待审核",
                EntryState.Returned => "已退回",
                EntryState.Accepted => "已通过",
                EntryState.Shown => "展示中",
                EntryState.Withdrawn => "已撤回",
            };
    }

    extension(AiUse use)
    {
        public string Key => use.ToString().ToLowerInvariant();

        public string Label =>
            use switch
            {
                AiUse.None => "未使用 AI",
                AiUse.Partly => "部分使用 AI",
                AiUse.Mostly => "主要由 AI 生成",
            };
    }
}

public record Entry
{
    public required long Id { get; init; }
    public required long CallId { get; init; }

    /// <summary>Null once the author is forgotten.</summary>
    public long? PersonId { get; init; }
    public required EntryState State { get; init; }
    public required string Title { get; init; }
    public required string Statement { get; init; }
    public required string Author { get; init; }
    public required string Unit { get; init; }
    public required string Collaborators { get; init; }
    public required string Category { get; init; }
    public required AiUse AiUse { get; init; }
    public required string AiNote { get; init; }
    public DateTimeOffset? AgreedAt { get; init; }
    public long? VideoId { get; init; }

    /// <summary>How often it was handed in.</summary>
    public required int Version { get; init; }
    public required long Revision { get; init; }

    /// <summary>What to change, or why it is shown no longer.</summary>
    public required string Reason { get; init; }
    public DateTimeOffset? FixUntil { get; init; }
    public required int Likes { get; init; }
    public required string FeedId { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public required string DecidedBy { get; init; }
    public DateTimeOffset? ShownAt { get; init; }

    public const string Columns = """
        e.id, e.call_id, e.person_id, e.state, e.title, e.statement, e.author, e.unit, e.collaborators, e.category, e.ai_use, e.ai_note,
        e.agreed_at, e.video_id, e.version, e.revision, e.reason, e.fix_until, e.likes, e.feed_id, e.changed_at, e.submitted_at,
        e.decided_at, e.decided_by, e.shown_at
        """;

    public IReadOnlyList<Collaborator> CollaboratorList => JsonSerializer.Deserialize<Collaborator[]>(Collaborators, EntryText.Json)!;

    /// <summary>Until when it may be handed in, but for what was on its way by then.</summary>
    public DateTimeOffset DeadlineOf(VideoCall call) => FixUntil > call.ClosesAt ? FixUntil.Value : call.ClosesAt;

    public EntryText Text => new(Title, Statement, Author, Unit, CollaboratorList, Category, AiUse, AiNote);
}

public sealed record Collaborator([property: CleanText("合作者姓名", 30)] string Name, [property: CleanText("合作者单位", 60)] string Unit);

/// <summary>What the author writes. A draft may lack any of it.</summary>
public sealed record EntryText(
    [property: CleanText("作品名称", EntryText.MaxTitle)] string Title,
    [property: CleanText("创作说明", EntryText.MaxStatement)] string Statement,
    [property: CleanText("作者姓名", 30)] string Author,
    [property: CleanText("单位", 100)] string Unit,
    [property: MaxLength(10, ErrorMessage = "合作者最多 10 人。")] IReadOnlyList<Collaborator> Collaborators,
    [property: CleanText("分类", CallDraft.MaxCategory), Description("征集分类中的一个；征集没有分类则为空。")] string Category,
    AiUse AiUse,
    [property: CleanText("AI 使用说明", 200), Description("使用了 AI 的，说明用在哪里。")] string AiNote
)
{
    public const int MaxTitle = 30,
        MaxStatement = 1000;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static EntryText Empty { get; } = new("", "", "", "", [], "", AiUse.None, "");

    /// <summary>The statement keeps its lines; all else is one clean line.</summary>
    public EntryText Clean() =>
        this with
        {
            Title = PlainText.Clean(Title),
            Statement = PlainText.CleanLines(Statement),
            Author = PlainText.Clean(Author),
            Unit = PlainText.Clean(Unit),
            Category = PlainText.Clean(Category),
            AiNote = PlainText.Clean(AiNote),
            // Whoever leaves a field out sends nothing there.
            Collaborators =
            [
                .. (Collaborators ?? [])
                    .Select(one => new Collaborator(PlainText.Clean(one?.Name), PlainText.Clean(one?.Unit)))
                    .Where(one => one.Name is not "" || one.Unit is not ""),
            ],
        };

    /// <summary>What must still be written before it can be handed in.</summary>
    public IEnumerable<string> Missing(VideoCall call)
    {
        if (Title is "")
        {
            yield return "作品名称";
        }
        if (Statement is "")
        {
            yield return "创作说明";
        }
        if (Author is "")
        {
            yield return "作者姓名";
        }
        if (Unit is "")
        {
            yield return "单位";
        }
        if (call.CategoryList is { Count: > 0 } categories && !categories.Contains(Category))
        {
            yield return "分类";
        }
        if (AiUse is not AiUse.None && AiNote is "")
        {
            yield return "AI 使用说明";
        }
        if (Collaborators.Any(one => one.Name is ""))
        {
            yield return "合作者姓名";
        }
    }
}
