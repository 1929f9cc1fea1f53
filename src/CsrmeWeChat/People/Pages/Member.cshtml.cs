using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.People.Pages;

/// <summary>A member with the person bound to it; so it stands here and not with the members, who know no persons.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class MemberModel(
    MemberStore members,
    MarkStore marks,
    BindingStore bindings,
    SessionStore sessions,
    Timeline timeline,
    IEnumerable<MemberPart> parts
) : ConsolePage
{
    private const int FirstLines = 30,
        MaxLines = 500;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The whole timeline, as far as it is shown at all.</summary>
    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    [BindProperty(Name = "tag")]
    public string? Tag { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public Member Member { get; private set; } = null!;

    public MemberCard Card { get; private set; } = null!;

    public MemberMarks Marks { get; private set; } = null!;

    public Binding? Binding { get; private set; }

    /// <summary>What other rooms show of the member.</summary>
    public IEnumerable<MemberPart> Parts => parts.Where(part => part.IsFor(Me)).OrderBy(part => part.Place);

    public IReadOnlyList<TimelineLine> Lines { get; private set; } = [];

    /// <summary>The members who were merged into this one.</summary>
    public string FormerNumbers { get; private set; } = "";

    public bool HasMoreLines { get; private set; }

    /// <summary>In full, once it was asked for.</summary>
    public string? RevealedPhone { get; private set; }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostRevealAsync()
    {
        RevealedPhone = await members.RevealPhoneAsync(By, Member, Now, Ct);
        await LoadAsync();
        return Page();
    }

    public Task<IActionResult> OnPostGrantAsync() => ChangeRightAsync(marks.GrantAsync, "已给予核销权限。该会员重新打开小程序后即可核销。");

    public Task<IActionResult> OnPostRevokeAsync() => ChangeRightAsync(marks.RevokeAsync, "已收回核销权限。");

    public async Task<IActionResult> OnPostTagAsync()
    {
        await LoadAsync();
        var tag = PlainText.Clean(Tag);
        if (tag.Length is 0 or > MarkStore.TagLength)
        {
            return Refuse($"标签要有 1 到 {MarkStore.TagLength} 个字。");
        }
        if (!await marks.TagAsync(By, Id, tag, Now, Ct))
        {
            return Refuse($"该会员已有标签“{tag}”。");
        }
        return Changed($"已加标签“{tag}”。");
    }

    public async Task<IActionResult> OnPostUntagAsync()
    {
        await marks.UntagAsync(By, Id, Tag ?? "", Now, Ct);
        return Changed($"已去掉标签“{Tag}”。");
    }

    public async Task<IActionResult> OnPostUnbindAsync()
    {
        await LoadAsync();
        var reason = PlainText.Clean(Reason);
        if (reason.Length is 0 or > BindingStore.ReasonLength)
        {
            return Refuse($"请填写解除绑定的原因，1 到 {BindingStore.ReasonLength} 个字。");
        }
        return await bindings.UnbindAsync(By, Id, reason, Now, Ct)
            ? Changed("已解除绑定。本人可以重新绑定。")
            : Refuse("该会员现在没有绑定微信，可能刚刚已由他人解除。");
    }

    private async Task<IActionResult> ChangeRightAsync(
        Func<Actor, long, string, DateTimeOffset, CancellationToken, Task<bool>> change,
        string done
    )
    {
        await change(By, Id, Rights.Redeem, Now, Ct);
        if (await bindings.FindPersonAsync(Id, Ct) is { } binding)
        {
            sessions.Forget(binding.PersonId);
        }
        return Changed(done);
    }

    private RedirectToPageResult Changed(string done)
    {
        Done(done);
        return RedirectToPage(new { Id });
    }

    protected override async Task<bool> FindAsync()
    {
        if (await members.FindAsync(Id, Ct) is not { IsSynthetic: false } member)
        {
            return false;
        }
        Member = member;
        return true;
    }

    private async Task LoadAsync()
    {
        (Card, Marks, Binding) = (members.Card(Member), await members.ListMarksAsync(Id, Ct), await bindings.FindPersonAsync(Id, Ct));
        FormerNumbers = string.Join("、", (await members.ListMergedIntoAsync(Id, Ct)).Select(merged => $"{merged.Number} {merged.Name}"));
        (Lines, HasMoreLines) = await timeline.ListAsync(Member, All ? MaxLines : FirstLines, Now, Ct);
    }
}
