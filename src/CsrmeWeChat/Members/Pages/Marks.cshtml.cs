using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

/// <summary>Branches, levels and tags: how many members have each, and what can be done with them.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class MarksModel(MarkEdits edits) : ConsolePage
{
    [BindProperty(Name = "kind")]
    public MarkKind Kind { get; set; }

    [BindProperty(Name = "id")]
    public long Id { get; set; }

    /// <summary>What it is called.</summary>
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    /// <summary>What it is to be called.</summary>
    [BindProperty(Name = "to")]
    public string? To { get; set; }

    /// <summary>The id of the one that it is merged into; of a tag its name.</summary>
    [BindProperty(Name = "into")]
    public string? Into { get; set; }

    public IReadOnlyDictionary<MarkKind, IReadOnlyList<ListedMark>> Lists { get; private set; } =
        new Dictionary<MarkKind, IReadOnlyList<ListedMark>>();

    public static string LabelOf(MarkKind kind) =>
        kind switch
        {
            MarkKind.Branch => "分支机构",
            MarkKind.Level => "会员级别",
            MarkKind.Tag => "标签",
        };

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAddAsync()
    {
        await LoadAsync();
        if (NameFrom(To) is not { } name || Kind is MarkKind.Tag)
        {
            return Page();
        }
        return await edits.AddAsync(By, Kind, name, Now, Ct) is MarkOutcome.Done
            ? Changed($"已新增{LabelOf(Kind)}“{name}”。")
            : Refuse($"已有{LabelOf(Kind)}“{name}”。");
    }

    public async Task<IActionResult> OnPostRenameAsync()
    {
        await LoadAsync();
        if (NameFrom(To) is not { } name || await MarkAsync() is not { } mark)
        {
            return Page();
        }
        if (mark.Kind is MarkKind.Tag && await ObstructAsync(mark))
        {
            return Page();
        }
        return await edits.RenameAsync(By, mark, name, Now, Ct) switch
        {
            MarkOutcome.Done => Changed($"已把{LabelOf(Kind)}“{mark.Name}”改名为“{name}”。"),
            MarkOutcome.NameTaken => Refuse($"已有{LabelOf(Kind)}“{name}”。要并成一个，请用“合并”。"),
            MarkOutcome.NoSuchMark => Refuse(Gone),
        };
    }

    public async Task<IActionResult> OnPostMergeAsync()
    {
        await LoadAsync();
        if (await MarkAsync() is not { } from)
        {
            return Page();
        }
        var into = long.TryParse(Into, out var id) && Kind is not MarkKind.Tag ? id : 0;
        if (await edits.FindAsync(Kind, into, Into ?? "", Ct) is not { } to || to == from)
        {
            return Refuse("请选择并入哪一个。");
        }
        if (await ObstructAsync(from))
        {
            return Page();
        }
        return await edits.MergeAsync(By, from, to, Now, Ct) is MarkOutcome.Done
            ? Changed($"已把{LabelOf(Kind)}“{from.Name}”并入“{to.Name}”。")
            : Refuse(Gone);
    }

    public async Task<IActionResult> OnPostRetireAsync()
    {
        await LoadAsync();
        if (await MarkAsync() is not { } mark || (mark.Kind is MarkKind.Tag && await ObstructAsync(mark)))
        {
            return Page();
        }
        await edits.RetireAsync(By, mark, Now, Ct);
        return Changed(
            mark.Kind is MarkKind.Tag
                ? $"已删除标签“{mark.Name}”。"
                : $"已停用{LabelOf(Kind)}“{mark.Name}”。已有的会员不变，表单里不再出现。"
        );
    }

    public async Task<IActionResult> OnPostRestoreAsync()
    {
        await LoadAsync();
        if (await MarkAsync() is not { } mark)
        {
            return Page();
        }
        await edits.RestoreAsync(By, mark, Now, Ct);
        return Changed($"已恢复{LabelOf(Kind)}“{mark.Name}”。");
    }

    private const string Gone = "它刚刚已被合并或删除。下面是现在的内容。";

    private async Task<Mark?> MarkAsync()
    {
        var mark = await edits.FindAsync(Kind, Id, Name ?? "", Ct);
        if (mark is null)
        {
            Refuse(Gone);
        }
        return mark;
    }

    private string? NameFrom(string? typed)
    {
        var name = PlainText.Clean(typed);
        if (name.Length > 0 && name.Length <= MarkEdits.MaxLength(Kind))
        {
            return name;
        }
        Refuse($"请填写名称，1 到 {MarkEdits.MaxLength(Kind)} 个字。");
        return null;
    }

    private async Task<bool> ObstructAsync(Mark mark)
    {
        foreach (var obstacle in await edits.ObstaclesAsync(mark, Ct))
        {
            Refuse(obstacle);
        }
        return !ModelState.IsValid;
    }

    private RedirectToPageResult Changed(string done)
    {
        Done(done);
        return RedirectToPage();
    }

    private async Task LoadAsync()
    {
        var lists = new Dictionary<MarkKind, IReadOnlyList<ListedMark>>();
        foreach (var kind in Enum.GetValues<MarkKind>())
        {
            lists[kind] = await edits.ListAsync(kind, Ct);
        }
        Lists = lists;
    }
}
