using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>One story: its review, and how it goes out.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class StoryModel(
    StoryStore stories,
    MassSendStore sends,
    PushPlanner planner,
    Articles articles,
    IOfficialAccount account,
    AuditTrail trail,
    AuditSearch history,
    Soon soon
) : ConsolePage
{
    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The story's revision that was on the page.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    [Display(Name = "推出时间")]
    public DateTime? At { get; set; }

    /// <summary>None is chosen beforehand: a message to all followers is not to be sent by not looking.</summary>
    [BindProperty]
    public SendWay? Way { get; set; }

    [BindProperty]
    public long? TagId { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Story Story { get; private set; } = null!;

    public StoryVersion Last { get; private set; } = null!;

    public IReadOnlyList<MassSend> Sends { get; private set; } = [];

    /// <summary>Whom a send would reach today.</summary>
    public IReadOnlyList<AudienceLeft> Audiences { get; private set; } = [];

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public bool MayReview => Me.Is(Role.Admin, Role.Reviewer);

    /// <summary>Something is under way that will change by itself.</summary>
    public bool IsUnderWay =>
        Sends.Any(send =>
            send.State is SendState.Preparing or SendState.Sending or SendState.Awaiting or SendState.Unknown
            || (send.State is SendState.Planned && send.ScheduledAt <= Now)
        );

    protected override async Task<bool> FindAsync()
    {
        if (await stories.FindAsync(Id, Ct) is not { } story)
        {
            return false;
        }
        (Story, Last) = (story, (await stories.FindVersionAsync(Id, story.Version, Ct))!);
        return true;
    }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnGetSendsAsync()
    {
        Sends = await sends.ListAsync(Id, Ct);
        return Partial("_Sends", this);
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostSubmitAsync() =>
        Last.Text.Missing().ToList() is { Count: > 0 } missing
            ? await RefusedAsync(string.Join("", missing) + "请补上后再提交。")
            : await AnswerAsync(await stories.SubmitAsync(By, Id, Revision, Now, Ct), "已提交，等另一位同事审核。");

    [Allowed(Role.Admin, Role.Reviewer)]
    public async Task<IActionResult> OnPostApproveAsync() =>
        await AnswerAsync(await stories.ApproveAsync(By, Id, Revision, Now, Ct), "审核通过，可以安排推出。");

    [Allowed(Role.Admin, Role.Reviewer)]
    public async Task<IActionResult> OnPostReturnAsync() =>
        PlainText.Clean(Reason) is { Length: > 0 and <= 200 } reason
            ? await AnswerAsync(await stories.ReturnAsync(By, Id, Revision, reason, Now, Ct), "已退回修改。")
            : await RefusedAsync("请写明退回的原因，最长 200 字。");

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostPlanAsync()
    {
        if (!ModelState.IsValid || (At is not null && !LocalTimes.AreTimes(At)))
        {
            return await RefusedAsync("请核对推出时间。");
        }
        if (Way is not { } way)
        {
            return await RefusedAsync("请选择推出方式。");
        }
        if (way is SendWay.Tag && TagId is null)
        {
            return await RefusedAsync("请选择标签。");
        }
        var at = At is null ? Now : LocalTimes.At(At);
        var (outcome, reach) = await sends.PlanAsync(By, Id, Revision, way, way is SendWay.Tag ? TagId : null, at, Now, Ct);
        if (PlanWords.WhyNot(outcome, planner.Kind, way, reach) is { } why)
        {
            return await RefusedAsync(why);
        }
        soon.Run<MassSendWork>(job => job.RunAsync(CancellationToken.None));
        Done(way is SendWay.Publish ? "已安排发布。" : $"已安排，预计送达 {reach!.Reached} 人。");
        return RedirectToPage(new { Id });
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostCancelAsync(long send)
    {
        if (!await sends.CancelAsync(By, await OwnAsync(send), Now, Ct))
        {
            return await RefusedAsync("已经交给微信，不能取消。发出后可以撤回。");
        }
        Done("已取消安排。");
        return RedirectToPage(new { Id });
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostSettleAsync(long send, bool isOut)
    {
        switch (await sends.SettleAsync(By, await OwnAsync(send), isOut, Now, Ct))
        {
            case SettleOutcome.Known:
                return await RefusedAsync("这次推出的结果已经清楚，不用再核对。");
            case SettleOutcome.UnderWay:
                return await RefusedAsync("本系统正在向微信核对，请一两分钟后再试。");
        }
        Done(isOut ? "已记为发出。" : "已记为没有发出，可以重新安排。");
        return RedirectToPage(new { Id });
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostRecallAsync(long send)
    {
        if (await sends.FindAsync(await OwnAsync(send), Ct) is not { State: SendState.Sent } sent)
        {
            return await RefusedAsync("这次群发没有发出，不用撤回。");
        }
        var (isDeleted, why) = (false, "");
        try
        {
            if (sent.MessageId is { } messageId)
            {
                // Whoever asked may have gone: what is deleted there is recalled here.
                await account.DeleteMassAsync(messageId, CancellationToken.None);
                isDeleted = true;
            }
        }
        catch (WeChatException refusal) when (refusal.Failure is WeChatFailure.Unknown or WeChatFailure.Unavailable)
        {
            return await RefusedAsync(WeChatWords.For(refusal));
        }
        catch (WeChatException refusal)
        {
            // What WeChat will not delete is not to stay on the society's own page.
            (isDeleted, why) = (refusal.Code == ErrCode.UnknownMessage, WeChatWords.For(refusal));
        }
        await sends.RecallAsync(By, sent.Id, Now, CancellationToken.None);
        Done(
            isDeleted
                ? "已撤回：微信上的文章和公开网页都已打不开；聊天里的卡片还在，点开会提示已删除。"
                : $"公开网页已不再显示。{why}微信上的文章请到公众平台「发表记录」删除。"
        );
        return RedirectToPage(new { Id });
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
            return await RefusedAsync(PlanWords.LostPicture);
        }
        await trail.AddAsync(By, new Change("story.preview", "story", Id, Last.Title), Now, Ct);
        Done("预览已发到这个微信号，请在微信里查看。");
        return RedirectToPage(new { Id });
    }

    /// <summary>How many it would reach, or why none.</summary>
    public string Say(AudienceLeft audience) =>
        PlanWords.WhyNot(audience.Reach.Refused ?? PlanOutcome.Planned, planner.Kind, audience.Way, audience.Reach)
        ?? PlanWords.Say(audience.Reach);

    private async Task<long> OwnAsync(long send) => (await sends.ListAsync(Id, Ct)).Any(own => own.Id == send) ? send : 0;

    private async Task<IActionResult> AnswerAsync(StoryEdit outcome, string done)
    {
        switch (outcome)
        {
            case StoryEdit.NoSuchStory:
                return NotFound();
            case StoryEdit.OwnVersion:
                return await RefusedAsync("最后一版是您写的，须由另一位同事审核。");
            case StoryEdit.ChangedByOther or StoryEdit.OnItsWay:
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
        Audiences = Story.State is StoryState.Review or StoryState.Approved ? await planner.LeftAsync(Now, Now, Ct) : [];
        History = await history.ListAsync(new AuditFilter(null, null, "story", Id, "", null, null), "seq DESC", skip: 0, HistoryLength, Ct);
    }
}
