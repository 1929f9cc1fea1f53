using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditMessageModel(
    CampaignStore campaigns,
    TemplateStore templates,
    AudienceChoices choices,
    MemberStore members,
    MiniPages pages,
    AuditSearch audit
) : MessageFormPage(templates, choices, members, pages)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public Campaign Campaign { get; private set; } = null!;

    public EditConflict? Conflict { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        Campaign = (await campaigns.FindAsync(Id, Ct))!;
        return Campaign is not null;
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Campaign.State is not CampaignState.Draft)
        {
            return RedirectToPage("Message", new { Id });
        }
        Form = MessageForm.Of(Campaign);
        Revision = Campaign.Revision;
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (await ReadAsync() is not { } draft)
        {
            return Page();
        }
        if (
            Revision == Campaign.Revision
            && JsonSerializer.Serialize(draft, MessageJson.Options) == JsonSerializer.Serialize(Campaign.Draft, MessageJson.Options)
        )
        {
            Done("没有改动。");
            return RedirectToPage("Message", new { Id });
        }
        switch (await campaigns.EditAsync(By, Campaign with { Revision = Revision }, draft, Now, Ct))
        {
            case CampaignEdit.Edited:
                Done("已保存。");
                return RedirectToPage("Message", new { Id });
            case CampaignEdit.EditedMeanwhile:
                return await EditedMeanwhileAsync(draft);
            default:
                Campaign = (await campaigns.FindAsync(Id, Ct))!;
                return Refuse($"这条消息现在是“{Campaign.State.Label}”，不能再改，您的修改没有保存。要改，请先把它退回草稿。");
        }
    }

    private async Task<IActionResult> EditedMeanwhileAsync(CampaignDraft typed)
    {
        Campaign = (await campaigns.FindAsync(Id, Ct))!;
        // The next save overwrites what is there now.
        Revision = Campaign.Revision;
        ModelState.Remove(nameof(Revision));
        var edits = await audit.LastOfAsync("campaign", Id, 1, Ct, action: "campaign.edit");
        Conflict = new EditConflict("这条消息", $"/staff/messages/{Id}/edit", edits.FirstOrDefault(), Between(Campaign, typed));
        return Page();
    }

    private IReadOnlyList<AuditDifference> Between(Campaign now, CampaignDraft typed) =>
        [
            .. from pair in (IEnumerable<(string Field, string Now, string Typed)>)
                [
                    ("标题", now.Name, typed.Name),
                    ("消息类别", now.Topic.Label, typed.Topic.Label),
                    ("消息模板", now.TemplateName, Template!.Name),
                    .. now
                        .FieldList.UnionBy(Template.FieldList, field => field.Key)
                        .Select(field =>
                            (field.Label, now.Values.GetValueOrDefault(field.Key, ""), typed.Values.GetValueOrDefault(field.Key, ""))
                        ),
                    ("打开的页面", now.Page, typed.Page),
                    ("发给谁", Names.Describe(now.To), Names.Describe(typed.To)),
                ]
            where pair.Now != pair.Typed
            select new AuditDifference(pair.Field, pair.Now, pair.Typed),
        ];
}
