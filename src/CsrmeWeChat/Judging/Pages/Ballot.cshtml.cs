using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>
/// One item as its juror judges it. Nothing here knows whose it is: it is called by its code, and what is shown of it comes from its room.
/// </summary>
[Allowed(Role.Juror)]
public sealed class BallotModel(BallotStore ballots, RoundStore rounds, Panels panels) : ConsolePage
{
    private const int MaxMore = 200;

    /// <summary>Why jurors step back, as they choose it.</summary>
    public static readonly string[] Whys = ["认出了作者，或参与过创作", "与作者有师生、合作等关系", "与作者同一单位", "其他原因"];

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Of the ballot as the page shows it.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>In the order of the criteria, as typed.</summary>
    [BindProperty]
    public string?[] Points { get; set; } = [];

    [BindProperty]
    public string? Remark { get; set; }

    public Ballot Ballot { get; private set; } = null!;

    public Round Round { get; private set; } = null!;

    public IReadOnlyList<Criterion> Criteria { get; private set; } = [];

    public BallotQueue Queue { get; private set; } = new([]);

    /// <summary>Null where it is not there any more.</summary>
    public ItemView? View { get; private set; }

    /// <summary>Of the next to be scored: the browser gets it while this one is judged.</summary>
    public string NextPreview { get; private set; } = "";

    /// <summary>Whether what is in the form waits for the juror's own word before it is saved over what another device saved.</summary>
    public bool IsHeld { get; private set; }

    public bool IsOpen => Round.TakesScoresAt(Now) && Ballot.State is not BallotState.Recused && View is not null;

    public string NameOf => $"作品 {Ballot.Code}";

    protected override async Task<bool> FindAsync()
    {
        if (await ballots.FindAsync(Me.Id, Id, Ct) is not { } ballot)
        {
            return false;
        }
        (Ballot, Round) = (ballot, (await rounds.FindAsync(ballot.RoundId, Ct))!);
        Criteria = Round.CriterionList;
        return true;
    }

    public async Task OnGetAsync()
    {
        await ShowAsync();
        Points = [.. Criteria.Select((_, at) => Ballot.State is BallotState.Scored ? $"{Ballot.PointList[at]}" : "")];
        (Revision, Remark) = (Ballot.Revision, Ballot.Remark);
    }

    /// <summary>Saves, and goes on with the next.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var form = new BallotForm(Criteria, Points, Remark);
        var outcome = await ballots.SaveAsync(Me.Id, Id, Revision, form.Points, form.Remark, Now, Ct);
        if (outcome is SaveOutcome.Saved)
        {
            return await GoOnAsync("");
        }
        await FindAsync();
        await ShowAsync();
        IsHeld = outcome is SaveOutcome.Moved;
        if (IsHeld)
        {
            // Saving again replaces what stands now.
            Revision = Ballot.Revision;
            ModelState.Remove(nameof(Revision));
        }
        return Refuse(WordsOf(outcome, form) + (IsHeld && IsOpen ? "再点“保存，下一件”，将以本页的分数为准。" : ""));
    }

    /// <summary>What was given until now, sent by the page itself.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync()
    {
        var form = new BallotForm(Criteria, Points, Remark);
        var outcome = await ballots.SaveAsync(Me.Id, Id, Revision, form.Points, form.Remark, Now, Ct);
        await FindAsync();
        return new JsonResult(
            new BallotAnswer(
                outcome is SaveOutcome.Saved,
                CodeOf(outcome),
                outcome is SaveOutcome.Saved ? $"已保存 {China.Local(Now):HH:mm}" : WordsOf(outcome, form),
                Ballot.Revision,
                Ballot.PointList,
                Ballot.Remark,
                IsFinal: outcome is SaveOutcome.Closed || Ballot.State is BallotState.Recused
            )
        );
    }

    public async Task<IActionResult> OnPostRecuseAsync(string? why, string? more)
    {
        var reason = PlainText.Clean(more);
        if (!Whys.Contains(why) || reason.Length > MaxMore)
        {
            await OnGetAsync();
            return Refuse(reason.Length > MaxMore ? $"补充说明最长 {MaxMore} 字。" : "请选择回避的原因。");
        }
        switch (await ballots.RecuseAsync(Me.Id, Id, reason is "" ? why! : $"{why}：{reason}", Now, Ct))
        {
            case RecuseOutcome.Replaced:
                return await GoOnAsync($"{NameOf} 已回避，由其他评委评。");
            case RecuseOutcome.NobodyElse:
                return await GoOnAsync($"{NameOf} 已回避。没有其他评委可以评它，秘书处会看到并处理。");
            case RecuseOutcome.Closed:
                await OnGetAsync();
                return Refuse(WordsOf(SaveOutcome.Closed, null));
            case RecuseOutcome.NotFound:
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> GoOnAsync(string done)
    {
        var queue = new BallotQueue(await ballots.ListAsync(Me.Id, Round, Ct));
        if (queue.OpenAfter(Id) is { } next)
        {
            if (done is not "")
            {
                Done(done);
            }
            return RedirectToPage("Ballot", new { next.Id });
        }
        Done($"{done}您的作品已全部评完，截止前都可以修改。");
        return RedirectToPage("JurorRound", new { Id = Round.Id });
    }

    private async Task ShowAsync()
    {
        Queue = new BallotQueue(await ballots.ListAsync(Me.Id, Round, Ct));
        var next = Queue.OpenAfter(Id) ?? Queue.After(Id);
        var views = await panels.ShowAsync(Round, next is null ? [Ballot.ItemId] : [Ballot.ItemId, next.ItemId], Now, Ct);
        View = views.GetValueOrDefault(Ballot.ItemId);
        NextPreview = next is not null && views.GetValueOrDefault(next.ItemId)?.Pictures is [var first, ..] ? first.Preview : "";
    }

    private static string CodeOf(SaveOutcome outcome) =>
        outcome switch
        {
            SaveOutcome.Saved => "",
            SaveOutcome.NotFound => "not_found",
            SaveOutcome.Closed => "judging.closed",
            SaveOutcome.Moved => "judging.moved",
            SaveOutcome.BadPoints => "judging.bad_points",
            SaveOutcome.RemarkTooLong => "judging.remark_too_long",
        };

    private string WordsOf(SaveOutcome outcome, BallotForm? form) =>
        outcome switch
        {
            SaveOutcome.Saved => "",
            SaveOutcome.NotFound => "没有找到这件作品。",
            SaveOutcome.Closed => $"本轮评审已于 {Show.Beijing(Round.ClosedAt ?? Round.ClosesAt)} 截止，分数不能再改。",
            SaveOutcome.Moved when Ballot.State is BallotState.Recused => "您已回避这件作品，不用再评。",
            SaveOutcome.Moved => $"另一台设备上刚保存了这件作品的分数：{JurorWords.Points(Criteria, Ballot)}。",
            SaveOutcome.BadPoints => form!.BadPoints,
            SaveOutcome.RemarkTooLong => $"评语最长 {BallotStore.MaxRemark} 字，现在是 {form!.Remark.Length} 字。",
        };
}

/// <summary>What became of scores that the page sent by itself, and what stands now.</summary>
/// <param name="Code">Why it was not saved; empty where it was.</param>
/// <param name="IsFinal">Whether nothing will be saved any more.</param>
public sealed record BallotAnswer(
    bool Saved,
    string Code,
    string Words,
    long Revision,
    IReadOnlyList<int> Points,
    string Remark,
    bool IsFinal
);
