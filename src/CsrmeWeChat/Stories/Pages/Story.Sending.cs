using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>How a story goes out: planned, moved, cancelled, settled and recalled.</summary>
public sealed partial class StoryModel
{
    [BindProperty]
    [Display(Name = "群发时间")]
    public DateTime? At { get; set; }

    /// <summary>None is selected at first, so that nobody sends a message to all followers by overlooking the choice.</summary>
    [BindProperty]
    public SendWay? Way { get; set; }

    [BindProperty]
    public long? TagId { get; set; }

    /// <summary>Whom it goes to, in one word: all, publish, or the id of a tag. The calendar asks so.</summary>
    [BindProperty]
    public string? To { get; set; }

    /// <summary>Whether the button for a time was pressed, or the one for at once; null means by whether there is a time.</summary>
    [BindProperty]
    public bool? Later { get; set; }

    /// <summary>A day for which the calendar wants a send planned.</summary>
    [BindProperty(SupportsGet = true, Name = "day")]
    public DateOnly? Day { get; set; }

    /// <summary>Whether a send will change by itself, so that the page must look again.</summary>
    public bool IsUnderWay =>
        Sends.Any(send =>
            send.State is SendState.Preparing or SendState.Sending or SendState.Awaiting or SendState.Unknown
            || (send.State is SendState.Planned && send.ScheduledAt <= Now)
        );

    public async Task<IActionResult> OnGetSendsAsync()
    {
        Sends = await sends.ListAsync(Id, Ct);
        return Partial("_Sends", this);
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostPlanAsync()
    {
        var (plan, wrong) = ReadPlan();
        if (plan is null)
        {
            return await RefusedAsync(wrong!);
        }
        var (outcome, reach) = await sends.PlanAsync(By, plan, Now, Ct);
        var when = Later is true || plan.At > Now ? $"已定于 {Show.Beijing(plan.At)} 发布" : "已开始发布";
        return await AnswerAsync(
            (outcome, reach),
            plan.Way,
            plan.Way is SendWay.Publish ? $"{when}。" : $"{when}，预计送达 {reach?.Reached} 人。"
        );
    }

    /// <summary>The question that the page asks before it plans or moves a send; empty where planning will be refused anyway.</summary>
    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostAskAsync(long send)
    {
        var moved = send == 0 ? null : (await sends.ListAsync(Id, Ct)).FirstOrDefault(own => own.Id == send);
        var plan = moved is null ? ReadPlan().Plan : new SendPlan(Id, 0, moved.Way, moved.TagId, LocalTimes.At(At));
        if (plan is null)
        {
            return Content("");
        }
        var reach = await planner.CountAsync(plan, Now, Ct, send);
        if (reach.Refused is not null)
        {
            return Content("");
        }
        Audiences = await planner.ListAudiencesAsync(Now, Now, Ct);
        var tag = Audiences.FirstOrDefault(audience => audience.TagId == plan.TagId)?.Name;
        var at = plan.At > Now ? $"于 {Show.Beijing(plan.At)} " : "立即";
        return Content(PlanAnswers.Question(at, plan.Way, tag, reach, planner.Kind));
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostMoveAsync(long send)
    {
        if (!LocalTimes.AreTimes(At))
        {
            return await RefusedAsync("请填写新的群发时间。");
        }
        var planned = (await sends.ListAsync(Id, Ct)).FirstOrDefault(own => own.Id == send);
        if (planned is null || await sends.RescheduleAsync(By, planned, LocalTimes.At(At), Now, Ct) is not { } answer)
        {
            return await RefusedAsync("这次安排已经开始发送或已取消，不能改时间。请看过现在的情况再操作。");
        }
        return await AnswerAsync(answer, planned.Way, $"已改到 {Show.Beijing(LocalTimes.At(At))}。");
    }

    /// <summary>What the form asks for, or in Chinese what it lacks.</summary>
    private (SendPlan? Plan, string? Wrong) ReadPlan()
    {
        if (To is "all" or "publish")
        {
            Way = To is "all" ? SendWay.All : SendWay.Publish;
        }
        else if (long.TryParse(To, out var tag))
        {
            (Way, TagId) = (SendWay.Tag, tag);
        }
        if (!ModelState.IsValid || (At is not null && !LocalTimes.AreTimes(At)))
        {
            return (null, "请核对群发时间。");
        }
        if (Later is true && At is null)
        {
            return (null, "请填写群发时间。");
        }
        var at = At is null || Later is false ? Now : LocalTimes.At(At);
        return Way switch
        {
            null => (null, "请选择发给谁。"),
            SendWay.Tag when TagId is null => (null, "请选择标签。"),
            { } way => (new SendPlan(Id, Revision, way, way is SendWay.Tag ? TagId : null, at), null),
        };
    }

    /// <summary>Lets a send go out now that waited for a person.</summary>
    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostGoAsync(long send)
    {
        var held = (await sends.ListAsync(Id, Ct)).FirstOrDefault(own => own.Id == send);
        if (held is null || await sends.GoAsync(By, held, Now, Ct) is not { } answer)
        {
            return await RefusedAsync("这次安排已不是“待决定”。请看过现在的情况再操作。");
        }
        return await AnswerAsync(answer, held.Way, "已开始发布。");
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
                return await RefusedAsync("这次发布的结果已经清楚，不用再核对。");
            case SettleOutcome.UnderWay:
                return await RefusedAsync("本系统正在向微信核对，请一两分钟后再试。");
        }
        Done(isOut ? "已记为发出。" : "已记为没有发出，可以重新安排。");
        return RedirectToPage(new { Id });
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostRecallAsync(long send)
    {
        var result = await recall.RunAsync(By, await OwnAsync(send), Now, Ct);
        switch (result.Outcome)
        {
            case RecallOutcome.NotSent:
                return await RefusedAsync("这次群发没有发出，不用撤回。");
            case RecallOutcome.NoAnswer:
                return await RefusedAsync(result.Why);
            case RecallOutcome.Everywhere:
                Done("已撤回：微信上的文章已删除，公开网页一分钟内打不开；聊天里的卡片还在，点开会提示已删除。");
                break;
            case RecallOutcome.OnlyOurPage:
                Done($"公开网页一分钟内不再显示。{result.Why}微信上的文章请到公众平台“发表记录”删除。");
                break;
        }
        return RedirectToPage(new { Id });
    }

    /// <summary>Why a send waits or how it ended.</summary>
    public static string Explain(PlannedSend send)
    {
        if (send.State is not SendState.Awaiting)
        {
            return send.Why;
        }
        var until = Show.Beijing(send.AskedAt?.AddMinutes(30));
        return $"微信已收下，还没有发完。如开启了 API 群发保护，请管理员在 {until} 前到微信里确认，过时作废。";
    }

    /// <summary>How many followers a send would reach, or why none.</summary>
    public string Describe(SendAudience audience) =>
        PlanAnswers.Refusal(audience.Reach.Refused ?? PlanOutcome.Planned, planner.Kind, audience.Way, audience.Reach)
        ?? PlanAnswers.Describe(audience.Reach);

    /// <summary>Says what came of planning, and has what is due looked after at once.</summary>
    private async Task<IActionResult> AnswerAsync((PlanOutcome Outcome, Reach? Reach) answer, SendWay way, string done)
    {
        if (PlanAnswers.Refusal(answer.Outcome, planner.Kind, way, answer.Reach) is { } why)
        {
            return await RefusedAsync(why);
        }
        jobs.RunNow<AdvanceSends>();
        Done(done);
        return RedirectToPage(new { Id });
    }

    /// <summary>0 where the send belongs to another story.</summary>
    private async Task<long> OwnAsync(long send) => (await sends.ListAsync(Id, Ct)).Any(own => own.Id == send) ? send : 0;
}
