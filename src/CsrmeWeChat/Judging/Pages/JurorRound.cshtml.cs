using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>A round as one of its jurors sees it: whom they must not judge while it is a draft, then their queue.</summary>
[Allowed(Role.Juror)]
public sealed class JurorRoundModel(JurorStore jurors, BallotStore ballots, DeclarationStore declarations, Panels panels) : ConsolePage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Which of the queue are shown; all where it is null.</summary>
    [BindProperty(SupportsGet = true)]
    public BallotState? State { get; set; }

    /// <summary>One in each line.</summary>
    [BindProperty]
    public string? Names { get; set; }

    /// <summary>Whether the juror says that there is nobody.</summary>
    [BindProperty]
    public bool HasNobody { get; set; }

    public JurorRound Found { get; private set; } = null!;

    public Round Round => Found.Round;

    public string PanelTitle { get; private set; } = "";

    public BallotQueue Queue { get; private set; } = new([]);

    public IReadOnlyDictionary<long, ItemView> Views { get; private set; } = new Dictionary<long, ItemView>();

    public Declaration? Declared { get; private set; }

    public bool IsOpen => Round.TakesScoresAt(Now);

    public IReadOnlyList<Ballot> Shown => [.. Queue.All.Concat(Queue.Recused).Where(ballot => State is null || ballot.State == State)];

    /// <summary>Where the work goes on. Null where nothing is left.</summary>
    public Ballot? Next => IsOpen ? Queue.All.FirstOrDefault(ballot => ballot.State is BallotState.Open) : null;

    private Panel Panel => new(Round.Panel, Round.PanelId);

    protected override async Task<bool> FindAsync()
    {
        if (await jurors.FindAsync(Me.Id, Id, Ct) is not { } found)
        {
            return false;
        }
        Found = found;
        PanelTitle = await panels.TitleAsync(Round, Ct);
        Queue = new BallotQueue(await ballots.ListAsync(Me.Id, Round, Ct));
        Declared = await declarations.FindAsync(Panel, Me.Id, Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        Names = string.Join('\n', Declared?.NameList ?? []);
        HasNobody = Declared is { NameList.Count: 0 };
        Views = await panels.ShowAsync(Round, [.. Shown.Select(ballot => ballot.ItemId)], Now, Ct);
    }

    public async Task<IActionResult> OnPostDeclareAsync()
    {
        var names = PlainText.CleanLines(Names).Split('\n').Where(name => name is not "").Distinct().ToList();
        if (Round.State is not RoundState.Draft)
        {
            return Refuse("这一轮已经开始，申报不能再改。看到需要回避的作品时，请在评分页申请回避。");
        }
        if (names.Count == 0 && !HasNobody)
        {
            return Refuse("请填写需要回避的人，每行一个；没有的话请勾选“没有需要回避的人”。");
        }
        if (names.Count > 0 && HasNobody)
        {
            return Refuse("您填了姓名，又勾选了“没有需要回避的人”，请改一处。");
        }
        if (names.Count > DeclarationStore.MaxNames || names.Any(name => name.Length > DeclarationStore.MaxName))
        {
            return Refuse($"最多填 {DeclarationStore.MaxNames} 人，每行一个姓名，最长 {DeclarationStore.MaxName} 字。");
        }
        await declarations.SaveAsync(Panel, Me.Id, names, Now, Ct);
        Done(names.Count == 0 ? "已申报：没有需要回避的人。" : $"已申报 {names.Count} 人。这些人的作品不会分给您。");
        return RedirectToPage(new { Id });
    }
}
