using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.People.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class BindRequestModel(BindRequestStore requests, BindCandidates candidates, MemberStore members) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The number of the candidate chosen; empty for the one typed.</summary>
    [BindProperty(Name = "candidate")]
    public string? Candidate { get; set; }

    [BindProperty(Name = "number")]
    public string? Number { get; set; }

    [BindProperty(Name = "release")]
    public bool Release { get; set; }

    /// <summary>The phone that WeChat confirmed goes into the roster.</summary>
    [BindProperty(Name = "takePhone")]
    public bool TakePhone { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary>One of <see cref="Reasons"/>, before what was typed.</summary>
    [BindProperty(Name = "preset")]
    public string? Preset { get; set; }

    public BindRequest Asked { get; private set; } = null!;

    /// <summary>Masked; empty where the person gave none.</summary>
    public string MaskedPhone { get; private set; } = "";

    public IReadOnlyList<BindCandidate> Candidates { get; private set; } = [];

    /// <summary>The candidate who is surely the person, and is chosen already.</summary>
    public BindCandidate? Certain { get; private set; }

    /// <summary>What is said most often to those who are rejected.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        "名册中没有您的会员信息，请先联系秘书处入会。",
        "您填写的姓名与名册不一致，请核对后重新提交。",
        "您填写的会员号有误，请核对后重新提交。",
        "请在说明中写明工作单位和入会时间，再重新提交。",
        "您已用另一个微信绑定，请用原来的微信登录，或先联系秘书处解除。",
    ];

    /// <summary>Whom the person was bound to.</summary>
    public Member? Member { get; private set; }

    public bool IsOpen => Asked.State == "open";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        Candidate = Certain?.Member.Number;
        return Page();
    }

    public async Task<IActionResult> OnPostAcceptAsync()
    {
        if (!await LoadAsync())
        {
            return Withdrawn();
        }
        var number = MemberNumber.Of(string.IsNullOrEmpty(Candidate) ? Number ?? "" : Candidate);
        if (number is "")
        {
            return Refuse("请选择一位会员，或填写会员号。");
        }
        if (await members.FindByNumberAsync(number, Ct) is not { } member)
        {
            return Refuse($"名册中没有会员号 {number}。");
        }
        return await requests.AcceptAsync(By, Id, member.Id, Release, TakePhone, Now, Ct) switch
        {
            DecideOutcome.Decided => Decided(
                $"已核准：{Asked.Name} 绑定到 {member.Title}。{(TakePhone && MaskedPhone is not "" ? $"名册手机已改为 {MaskedPhone}。" : "")}"
            ),
            DecideOutcome.NotOpen => await DecidedMeanwhileAsync(),
            DecideOutcome.NoSuchMember => Refuse($"名册中没有会员号 {number}。"),
            DecideOutcome.MemberChanged => Refuse($"{member.Title} 的资料正在变动，请稍后再核准。"),
            DecideOutcome.MemberTaken => Refuse($"{member.Title} 已绑定另一个微信。确认是本人更换微信后，勾选“解除原来的绑定”再核准。"),
            DecideOutcome.PersonTaken => Refuse("申请人的微信已绑定另一位会员。请先到那位会员的页面解除绑定，或驳回此申请。"),
        };
    }

    public async Task<IActionResult> OnPostRejectAsync()
    {
        if (!await LoadAsync())
        {
            return Withdrawn();
        }
        var reason = PlainText.Clean((Reasons.Contains(Preset) ? Preset : "") + Reason);
        if (reason.Length is 0 or > BindingStore.ReasonLength)
        {
            return Refuse($"请选择或填写驳回的原因，1 到 {BindingStore.ReasonLength} 个字，申请人会看到。");
        }
        return await requests.RejectAsync(By, Id, reason, Now, Ct) is DecideOutcome.Decided
            ? Decided($"已驳回 {Asked.Name} 的申请。")
            : await DecidedMeanwhileAsync();
    }

    private RedirectToPageResult Decided(string done)
    {
        Done(done);
        return RedirectToPage("BindRequests");
    }

    private RedirectToPageResult Withdrawn() => Decided("这份申请已由申请人撤回，无需处理。");

    private async Task<IActionResult> DecidedMeanwhileAsync()
    {
        if (!await LoadAsync())
        {
            return Withdrawn();
        }
        var decision = Asked.State == "accepted" ? $"核准，绑定到 {Member?.Title}" : $"驳回，原因：{Asked.Reason}";
        return Refuse($"这份申请已由 {Asked.DecidedBy} 于 {Show.Beijing(Asked.DecidedAt)} {decision}。您的操作没有生效。");
    }

    private async Task<bool> LoadAsync()
    {
        if (await requests.FindAsync(Id, Ct) is not { } request)
        {
            return false;
        }
        (Asked, MaskedPhone) = (request, requests.OpenPhone(request) is { } phone ? Phone.Mask(phone) : "");
        Candidates = IsOpen ? await candidates.ListAsync(request, Ct) : [];
        Certain = BindCandidates.Certain(Candidates);
        Member = request is { State: "accepted", MemberId: { } member } ? await members.FindAsync(member, Ct) : null;
        return true;
    }
}
