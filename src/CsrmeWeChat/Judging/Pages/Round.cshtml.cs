using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>One round: what stands against its opening, how far its jurors are, and what moves it on.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RoundModel(
    RoundStore rounds,
    RoundDesk desk,
    RoundStates states,
    OpenRounds open,
    BallotStore ballots,
    JurorReminders reminders,
    StaffStore staff,
    AuditSearch history
) : ConsolePage
{
    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>That ballots are missing is known.</summary>
    [BindProperty]
    public bool IsAware { get; set; }

    /// <summary>What the deadline shall be, in Beijing's time.</summary>
    [BindProperty]
    public DateTime? ClosesAt { get; set; }

    /// <summary>Who shall judge what lacks a juror.</summary>
    [BindProperty]
    public long? Juror { get; set; }

    public Round Round { get; private set; } = null!;

    public PanelInfo Info { get; private set; } = null!;

    /// <summary>Of a draft; else null.</summary>
    public RoundCheck? Check { get; private set; }

    public IReadOnlyList<ProgressLine> Jurors { get; private set; } = [];

    public IReadOnlyList<LackingItem> Lacking { get; private set; } = [];

    public IReadOnlyList<(Recusal Recusal, string Juror)> Recusals { get; private set; } = [];

    public IReadOnlyDictionary<long, ItemName> Names { get; private set; } = new Dictionary<long, ItemName>();

    /// <summary>Who may be added as a juror.</summary>
    public IReadOnlyList<StaffMember> Candidates { get; private set; } = [];

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    public bool IsDue => Round.State is RoundState.Open && !Round.TakesScoresAt(Now);

    public long Missing => Jurors.Sum(juror => juror.Progress.Open);

    public long Scored => Jurors.Sum(juror => juror.Progress.Scored);

    protected override Task<bool> FindAsync() => LoadAsync();

    public void OnGet() => ClosesAt = Foundation.Data.China.Local(Round.ClosesAt).DateTime;

    public async Task<IActionResult> OnPostOpenAsync()
    {
        var (check, result) = await desk.OpenAsync(By, Round with { Revision = Revision }, Now, Ct);
        if (result is null)
        {
            return await RefuseAsync(string.Concat(check.Stops));
        }
        switch (result.Outcome)
        {
            case OpenOutcome.Opened:
                Done("评审已经开始，评委登录后就能看到自己的作品。");
                return RedirectToPage(new { Id });
            case OpenOutcome.TooFewJurors:
                return await RefuseAsync($"{result.Short!.Count} 件作品在回避之后评委不足，请增加评委。");
            case OpenOutcome.NothingToJudge:
                return await RefuseAsync("没有可评的作品。");
            case OpenOutcome.Past:
                return await RefuseAsync("截止时间已过，请先改为以后的时间。");
            default:
                return await RefuseAsync("刚才另一位同事改过这一轮，或已经开始评审。请看现在的内容再决定。");
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (!await rounds.RemoveAsync(By, Round with { Revision = Revision }, Now, Ct))
        {
            return await RefuseAsync("刚才另一位同事改过这一轮，或已经开始评审。请看现在的内容再决定。");
        }
        Done("草稿已删除。");
        return RedirectToPage("RoundList", new { panel = Round.Panel, id = Round.PanelId });
    }

    public async Task<IActionResult> OnPostExtendAsync()
    {
        var closesAt = LocalTimes.At(ClosesAt);
        if (closesAt <= Round.ClosesAt || closesAt <= Now)
        {
            return await RefuseAsync("截止时间只能延后，并须在现在之后。");
        }
        if (!await open.ExtendAsync(By, Round, closesAt, Now, Ct))
        {
            return await RefuseAsync("刚才另一位同事改过这一轮。请看现在的内容再决定。");
        }
        Done($"截止时间已延长到 {Show.Beijing(closesAt)}。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostAddJurorAsync()
    {
        if (Candidates.FirstOrDefault(account => account.Id == Juror) is not { } juror)
        {
            return await RefuseAsync("请选择一位评委。");
        }
        switch (await desk.AddJurorAsync(By, Round, juror, Now, Ct))
        {
            case { Outcome: AddJurorOutcome.Added, Items: var items }:
                Done($"已增加评委{juror.Name}，分给其 {items} 件作品。");
                return RedirectToPage(new { Id });
            case { Outcome: AddJurorOutcome.NothingToJudge }:
                return await RefuseAsync($"{juror.Name}须回避所有缺少评委的作品，请另选一位。");
            case { Outcome: AddJurorOutcome.IsOne }:
                return await RefuseAsync($"{juror.Name}已经是这一轮的评委。");
            default:
                return await RefuseAsync("这一轮现在不能评分。要增加评委，请先延长截止时间。");
        }
    }

    public async Task<IActionResult> OnPostRemindAsync()
    {
        var (isOpen, late) = await reminders.RemindAsync(By, Round, Now, Ct);
        if (!isOpen)
        {
            return await RefuseAsync("这一轮现在不能评分，没有提醒。");
        }
        var names = Jurors.ToDictionary(juror => juror.Account.Id, juror => juror.Account.Name);
        var unlinked = late.Where(juror => juror.PersonId is null).Select(juror => names.GetValueOrDefault(juror.StaffId)).ToList();
        var told = late.Count - unlinked.Count;
        Done(
            $"{(told == 0 ? "" : $"已在微信提醒 {told} 位评委，每人每天至多一次。")}"
                + (unlinked.Count == 0 ? "" : $"没有绑定微信的请另行通知：{string.Join("、", unlinked)}。")
                + (late.Count == 0 ? "评委都已评完。" : "")
        );
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostCloseAsync()
    {
        switch (await states.CloseAsync(By, Round, IsAware, Now, Ct))
        {
            case { Outcome: CloseOutcome.Closed }:
                Done("评分已截止。请核对榜单，再定榜。");
                return RedirectToPage("Ranking", new { Id });
            case { Outcome: CloseOutcome.Unfinished, Missing: var missing }:
                return await RefuseAsync($"还有 {missing} 份没有评。请催促评委或延长截止时间；确认不再等待的，勾选后再截止。");
            default:
                return await RefuseAsync("这一轮已经截止。");
        }
    }

    private async Task<PageResult> RefuseAsync(string why)
    {
        await LoadAsync();
        return Refuse(why);
    }

    private async Task<bool> LoadAsync()
    {
        if (
            await rounds.FindAsync(Id, Ct) is not { } round
            || desk.SourceOf(round.Panel) is not { } source
            || await source.FindAsync(round.PanelId, Ct) is not { } info
        )
        {
            return false;
        }
        (Round, Info) = (round, info);
        History = await history.LastOfAsync("round", Id, HistoryLength, Ct);
        Check = round.State is RoundState.Draft ? await desk.CheckAsync(round, Now, Ct) : null;
        if (round.State is not RoundState.Draft)
        {
            await LoadProgressAsync(source);
        }
        return true;
    }

    private async Task LoadProgressAsync(IPanelSource source)
    {
        var progress = await ballots.ListProgressAsync(Id, Ct);
        var recusals = await open.ListRecusalsAsync(Id, Ct);
        var accounts = (await staff.ListAsync([.. progress.Select(one => one.StaffId)], Ct)).ToDictionary(account => account.Id);
        Jurors =
        [
            .. progress
                .Where(one => accounts.ContainsKey(one.StaffId))
                .Select(one => new ProgressLine(accounts[one.StaffId], one, IsBehind(one)))
                .OrderBy(line => line.Account.Name, StringComparer.Ordinal),
        ];
        Lacking = Round.State is RoundState.Open ? await open.ListLackingAsync(Round, Ct) : [];
        Recusals = [.. recusals.Select(one => (one, accounts.GetValueOrDefault(one.StaffId)?.Name ?? ""))];
        Names = await source.NameAsync([.. Lacking.Select(item => item.ItemId).Concat(recusals.Select(one => one.ItemId)).Distinct()], Ct);
        Candidates = Lacking.Count > 0 ? [.. (await desk.ListCandidatesAsync(Ct)).Where(account => !accounts.ContainsKey(account.Id))] : [];
    }

    /// <summary>Whoever has scored a smaller share than the time that has passed.</summary>
    private bool IsBehind(JurorProgress juror) =>
        Round.State is RoundState.Open
        && juror.Open > 0
        && juror.Scored / (double)(juror.Scored + juror.Open) < (Now - Round.OpenedAt!.Value) / (Round.ClosesAt - Round.OpenedAt.Value);
}

public sealed record ProgressLine(StaffMember Account, JurorProgress Progress, bool IsBehind);
