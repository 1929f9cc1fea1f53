using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>One story: its review here, and how it goes out beside it.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer), ShowsArticles]
public sealed partial class StoryModel(
    StoryStore stories,
    SendStore sends,
    SendPlanner planner,
    Articles articles,
    Recall recall,
    AuditTrail audit,
    AuditSearch history,
    JobRunner jobs
) : ConsolePage
{
    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Story Story { get; private set; } = null!;

    public StoryVersion Last { get; private set; } = null!;

    public IReadOnlyList<PlannedSend> Sends { get; private set; } = [];

    /// <summary>Whom a send would reach now.</summary>
    public IReadOnlyList<SendAudience> Audiences { get; private set; } = [];

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public bool MayReview => Me.Is(Role.Admin, Role.Reviewer);

    public bool MayRemove => MayWrite && Story.State is StoryState.Draft && Story.OutAt is null && Sends.Count == 0;

    /// <summary>Whether this person decides about the last version, and so has the article beside the decision.</summary>
    public bool Decides => Story.State is StoryState.Review && MayReview && Last.WrittenBy != Me.Id;

    protected override async Task<bool> FindAsync()
    {
        if (await stories.FindAsync(Id, Ct) is not { } story)
        {
            return false;
        }
        Story = story;
        Last = (await stories.FindVersionAsync(Id, story.Version, Ct))!;
        return true;
    }

    public Task OnGetAsync()
    {
        if (Day is { Year: >= 2000 and <= 2100 } day)
        {
            At = day.ToDateTime(SendCalendar.UsualHour);
        }
        return LoadAsync();
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostSubmitAsync() =>
        Last.Text.Missing().ToList() is { Count: > 0 } missing
            ? await RefusedAsync(string.Join("", missing) + "请补上后再提交。")
            : await AnswerAsync(await stories.SubmitAsync(By, Id, Revision, Now, Ct), "已提交，等另一位同事审核。");

    [Allowed(Role.Admin, Role.Reviewer)]
    public async Task<IActionResult> OnPostApproveAsync() =>
        await AnswerAsync(await stories.ApproveAsync(By, Id, Revision, Now, Ct), "审核通过，秘书可以安排群发了。");

    [Allowed(Role.Admin, Role.Reviewer)]
    public async Task<IActionResult> OnPostReturnAsync() =>
        PlainText.Clean(Reason) is { Length: > 0 and <= 200 } reason
            ? await AnswerAsync(await stories.ReturnAsync(By, Id, Revision, reason, Now, Ct), "已退回修改。")
            : await RefusedAsync("请写明退回的原因，最长 200 字。");

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (!await stories.RemoveAsync(By, Id, Revision, Now, Ct))
        {
            return await RefusedAsync("没有删除：只有从未安排过发布的草稿可以删除，或者您打开本页之后这篇故事有了变化。");
        }
        Done($"草稿“{Last.Title}”已删除。");
        return RedirectToPage("Stories");
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostPreviewAsync(string? weChatId)
    {
        if (PlainText.Clean(weChatId) is not { Length: > 0 and <= 40 } id)
        {
            return await RefusedAsync("请填写接收预览的微信号。");
        }
        if (Last.Text.Missing().ToList() is { Count: > 0 } missing)
        {
            return await RefusedAsync(string.Join("", missing));
        }
        try
        {
            if (!await articles.PreviewAsync(Last, id, Ct))
            {
                return await RefusedAsync("图片正在上传到微信，请几秒后再试。");
            }
        }
        catch (WeChatException refusal)
        {
            return await RefusedAsync(WeChatWords.For(refusal));
        }
        catch (FileNotFoundException)
        {
            return await RefusedAsync(PlanAnswers.LostPicture);
        }
        await audit.AddAsync(By, new Change("story.preview", "story", Id, Last.Title), Now, Ct);
        Done("预览已发到这个微信号，请在微信里查看。");
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> AnswerAsync(StoryEdit outcome, string done)
    {
        switch (outcome)
        {
            case StoryEdit.NoSuchStory:
                return NotFound();
            case StoryEdit.OwnVersion:
                return await RefusedAsync("最后一版是您写的，须由另一位同事审核。");
            case StoryEdit.EditedMeanwhile or StoryEdit.OnItsWay:
                return await RefusedAsync("您打开本页之后，这篇故事有了变化，您的操作没有执行。请看过现在的内容再决定。");
            default:
                Done(done);
                return RedirectToPage(new { Id });
        }
    }

    private async Task<IActionResult> RefusedAsync(string why)
    {
        await FindAsync();
        await LoadAsync();
        ModelState.Remove(nameof(Revision));
        return Refuse(why);
    }

    private async Task LoadAsync()
    {
        Revision = Story.Revision;
        Sends = await sends.ListAsync(Id, Ct);
        Audiences = Story.State is StoryState.Review or StoryState.Approved ? await planner.ListAudiencesAsync(Now, Now, Ct) : [];
        History = await history.LastOfAsync("story", Id, HistoryLength, Ct);
    }
}
