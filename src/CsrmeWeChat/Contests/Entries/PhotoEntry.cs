using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;

namespace CsrmeWeChat.Contests;

/// <summary>Where an entry stands. Every change of it is made in <see cref="PhotoEntryMoves"/>.</summary>
public enum PhotoEntryState
{
    [Description("还没有提交。")]
    Draft,

    [Description("已提交，照片正在处理。")]
    Submitted,

    [Description("审核中。")]
    Reviewing,

    [Description("退回修改，reason 说明要改什么。")]
    Returned,

    [Description("审核通过，参加评审。")]
    Accepted,

    [Description("作者已撤回。")]
    Withdrawn,
}

/// <summary>What was done to a photo after it was taken.</summary>
public enum PhotoEdit
{
    [Description("没有处理。")]
    None,

    [Description("只调整了裁剪、曝光、色彩等。")]
    Basic,

    [Description("有合成、添加或去除画面内容。")]
    Composite,
}

/// <summary>How much of a photo was made by programs. WeChat asks that it be said.</summary>
public enum PhotoAiUse
{
    [Description("没有使用。")]
    None,

    [Description("部分内容由 AI 生成或修改。")]
    Partly,

    [Description("主要由 AI 生成。")]
    Mostly,
}

public static class PhotoEntryLabels
{
    extension(PhotoEntryState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                PhotoEntryState.Draft => "草稿",
                PhotoEntryState.Submitted => "处理中",
                PhotoEntryState.Reviewing => "待审核",
                PhotoEntryState.Returned => "已退回",
                PhotoEntryState.Accepted => "已通过",
                PhotoEntryState.Withdrawn => "已撤回",
            };
    }

    extension(PhotoEdit edit)
    {
        public string Key => edit.ToString().ToLowerInvariant();

        public string Label =>
            edit switch
            {
                PhotoEdit.None => "未作后期处理",
                PhotoEdit.Basic => "仅作基本调整",
                PhotoEdit.Composite => "有合成或增删",
            };
    }

    extension(PhotoAiUse use)
    {
        public string Key => use.ToString().ToLowerInvariant();

        public string Label =>
            use switch
            {
                PhotoAiUse.None => "未使用 AI",
                PhotoAiUse.Partly => "部分使用 AI",
                PhotoAiUse.Mostly => "主要由 AI 生成",
            };
    }
}

public record PhotoEntry
{
    public required long Id { get; init; }
    public required long ContestId { get; init; }

    /// <summary>Null once the author is forgotten.</summary>
    public long? PersonId { get; init; }
    public required PhotoEntryState State { get; init; }
    public required string GroupKey { get; init; }
    public required string Subject { get; init; }
    public required string Title { get; init; }
    public required string Caption { get; init; }
    public required string Place { get; init; }

    /// <summary>2026, 2026-05 or 2026-05-28.</summary>
    public required string TakenOn { get; init; }
    public required string Author { get; init; }
    public required string Unit { get; init; }
    public required string Coauthors { get; init; }
    public required string Avoid { get; init; }
    public required PhotoEdit Edit { get; init; }
    public required string EditNote { get; init; }
    public required PhotoAiUse AiUse { get; init; }
    public required string AiNote { get; init; }
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>Which photo of a series stands for it. Null where none was chosen: the first one does.</summary>
    public long? CoverId { get; init; }

    /// <summary>How often it was handed in.</summary>
    public required int Version { get; init; }
    public required long Revision { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset? FixUntil { get; init; }

    /// <summary>What was counted when the voting closed.</summary>
    public required int Votes { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public required string DecidedBy { get; init; }

    public const string Columns = """
        e.id, e.contest_id, e.person_id, e.state, e.group_key, e.subject, e.title, e.caption, e.place, e.taken_on, e.author, e.unit,
        e.coauthors, e.avoid, e.edit, e.edit_note, e.ai_use, e.ai_note, e.agreed_at, e.cover_id, e.version, e.revision, e.reason,
        e.fix_until, e.votes, e.changed_at, e.submitted_at, e.decided_at, e.decided_by
        """;

    /// <summary>Whether its author may change it.</summary>
    public bool IsEditable => State is PhotoEntryState.Draft or PhotoEntryState.Returned;

    public IReadOnlyList<Coauthor> CoauthorList => JsonSerializer.Deserialize<Coauthor[]>(Coauthors, ContestJson.Options)!;

    public IReadOnlyList<string> AvoidList => JsonSerializer.Deserialize<string[]>(Avoid, ContestJson.Options)!;

    /// <summary>Until when it may be handed in, but for what was on its way by then.</summary>
    public DateTimeOffset DeadlineOf(Contest contest) => FixUntil > contest.ClosesAt ? FixUntil.Value : contest.ClosesAt;

    public PhotoEntryText Text =>
        new(GroupKey, Subject, Title, Caption, Place, TakenOn, Author, Unit, CoauthorList, AvoidList, Edit, EditNote, AiUse, AiNote);

    /// <summary>Whoever made it, the author first.</summary>
    public IEnumerable<(string Name, string Unit)> Makers => [(Author, Unit), .. CoauthorList.Select(one => (one.Name, one.Unit))];
}

public sealed record Coauthor([property: CleanText("合作者姓名", 30)] string Name, [property: CleanText("合作者单位", 60)] string Unit);

/// <summary>What the author writes. A draft may lack any of it.</summary>
public sealed record PhotoEntryText(
    [property: CleanText("组别", 20), Description("组别的 key。")] string Group,
    [property: CleanText("主题", ContestDraft.MaxSubject), Description("征集主题中的一个；没有主题则为空。")] string Subject,
    [property: CleanText("作品名称", PhotoEntryText.MaxTitle)] string Title,
    [property: CleanText("作品说明", PhotoEntryText.MostCaption)] string Caption,
    [property: CleanText("拍摄地点", 60)] string Place,
    [property: CleanText("拍摄时间", 10), Description("2026、2026-05 或 2026-05-28。")] string TakenOn,
    [property: CleanText("作者姓名", 30)] string Author,
    [property: CleanText("单位", 100)] string Unit,
    [property: MaxLength(10, ErrorMessage = "合作者最多 10 人。")] IReadOnlyList<Coauthor> Coauthors,
    [property: MaxLength(10, ErrorMessage = "回避人员最多 10 人。")]
    [property: Description("请求回避的评委姓名，例如导师、合作者；只有秘书处能看到。")]
        IReadOnlyList<string> Avoid,
    PhotoEdit Edit,
    [property: CleanText("后期处理说明", 200)] string EditNote,
    PhotoAiUse AiUse,
    [property: CleanText("AI 使用说明", 200)] string AiNote
)
{
    public const int MaxTitle = 30,
        MostCaption = 1000,
        MaxName = 30;

    /// <summary>The caption keeps its lines; all else is one clean line.</summary>
    public PhotoEntryText Clean() =>
        this with
        {
            Group = PlainText.Clean(Group),
            Subject = PlainText.Clean(Subject),
            Title = PlainText.Clean(Title),
            Caption = PlainText.CleanLines(Caption),
            Place = PlainText.Clean(Place),
            TakenOn = PlainText.Clean(TakenOn),
            Author = PlainText.Clean(Author),
            Unit = PlainText.Clean(Unit),
            EditNote = PlainText.Clean(EditNote),
            AiNote = PlainText.Clean(AiNote),
            // Whoever leaves a field out sends nothing there.
            Coauthors =
            [
                .. (Coauthors ?? [])
                    .Select(one => new Coauthor(PlainText.Clean(one?.Name), PlainText.Clean(one?.Unit)))
                    .Where(one => one.Name is not "" || one.Unit is not ""),
            ],
            Avoid =
            [
                .. (Avoid ?? []).Select(name => PlainText.Cut(PlainText.Clean(name), MaxName)).Where(name => name is not "").Distinct(),
            ],
        };

    /// <summary>What must still be written before it can be handed in, but for the photos.</summary>
    public IEnumerable<string> Missing(Contest contest)
    {
        if (contest.GroupOf(Group) is null)
        {
            yield return "组别";
        }
        if (contest.SubjectList is { Count: > 0 } subjects && !subjects.Contains(Subject))
        {
            yield return "主题";
        }
        if (Title is "")
        {
            yield return "作品名称";
        }
        if (Caption is "")
        {
            yield return "作品说明";
        }
        if (Caption.Length > contest.MaxCaption)
        {
            yield return $"作品说明（超过 {contest.MaxCaption} 字）";
        }
        foreach (var missing in MissingOfMaking(contest))
        {
            yield return missing;
        }
    }

    private IEnumerable<string> MissingOfMaking(Contest contest)
    {
        if (Place is "")
        {
            yield return "拍摄地点";
        }
        if (TakenTime.Parse(TakenOn) is not { } taken)
        {
            yield return "拍摄时间";
        }
        else if (contest.TakenSince is not "" && string.CompareOrdinal(taken.LastDay, contest.TakenSince) < 0)
        {
            yield return $"拍摄时间（须在 {contest.TakenSince} 以后）";
        }
        if (Author is "")
        {
            yield return "作者姓名";
        }
        if (Unit is "")
        {
            yield return "单位";
        }
        if (Coauthors.Any(one => one.Name is ""))
        {
            yield return "合作者姓名";
        }
        if (Edit is PhotoEdit.Composite && EditNote is "")
        {
            yield return "后期处理说明";
        }
        if (AiUse is not PhotoAiUse.None && AiNote is "")
        {
            yield return "AI 使用说明";
        }
    }
}
