using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewMessageModel(
    CampaignStore campaigns,
    TemplateStore templates,
    AudienceChoices choices,
    MemberStore members,
    MiniPages pages
) : MessageFormPage(templates, choices, members, pages)
{
    /// <summary>This form's own: sent twice, it makes one message.</summary>
    [BindProperty]
    public Guid Nonce { get; set; }

    /// <summary>The day that was chosen in the calendar.</summary>
    [BindProperty(SupportsGet = true, Name = "day")]
    public DateOnly? Day { get; set; }

    private static readonly TimeOnly UsualHour = new(10, 0);

    /// <summary>When it is meant to go out; proposed again where its recipients stand.</summary>
    private DateTimeOffset? Wanted => Day is { Year: >= 2000 and <= 2100 } day ? LocalTimes.At(day.ToDateTime(UsualHour)) : null;

    public async Task OnGetAsync()
    {
        Nonce = Guid.CreateVersion7();
        await LoadAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (await ReadAsync() is not { } draft)
        {
            return Page();
        }
        if (Nonce == Guid.Empty)
        {
            return Refuse("页面已过期，请重新打开“新建消息”。");
        }
        var dedupe = $"staff-{Nonce:N}";
        if (await campaigns.TryAddAsync(By, dedupe, draft, Now, Ct, Wanted) is { } id)
        {
            Done("草稿已建立。请核对预览，再生成收件人名单。");
            return RedirectToPage("Message", new { id });
        }
        Done("这份草稿刚才已经建立，没有再建一份。后来的改动请点“编辑”。");
        return RedirectToPage("Message", new { (await campaigns.FindMadeAsync(dedupe, Ct))!.Id });
    }
}
