using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

/// <summary>What adding and editing a member have in common.</summary>
public abstract class MemberFormPage(MemberStore members, MemberChoices choices) : ConsolePage
{
    protected MemberStore Store => members;

    [BindProperty]
    public MemberForm Form { get; set; } = new();

    public IReadOnlyList<NamedChoice> Branches { get; private set; } = [];

    public IReadOnlyList<NamedChoice> Levels { get; private set; } = [];

    protected async Task LoadChoicesAsync(MarkIds? now = null) =>
        (Branches, Levels) = (await choices.OfferedBranchesAsync(Ct, now?.BranchId), await choices.OfferedLevelsAsync(Ct, now?.LevelId));

    /// <summary>The row that was typed; null, with the reasons on the page, where something is wrong with it.</summary>
    protected MemberRow? Typed(string number)
    {
        var (branch, level) = (
            Branches.FirstOrDefault(branch => branch.Id == Form.BranchId)?.Name,
            Levels.FirstOrDefault(level => level.Id == Form.LevelId)?.Name
        );
        foreach (var fault in ModelState.IsValid ? Form.Faults() : [])
        {
            Refuse(fault);
        }
        if (ModelState.IsValid && ((Form.BranchId is not null && branch is null) || (Form.LevelId is not null && level is null)))
        {
            Refuse("选择的分支机构或级别刚刚被合并或停用了。请重新选择。");
        }
        return ModelState.IsValid ? new MemberRow(number, Form.Fields(branch, level), Form.BranchId, Form.LevelId) : null;
    }

    /// <summary>Families share phones, so this is told and not refused.</summary>
    protected async Task<string> OthersWithPhoneAsync(MemberRow row) =>
        row.Fields.Phone is { Length: > 0 } phone
        && (await members.ListByPhoneAsync(phone, Ct)).Where(other => other.Number != row.Number).Take(3).ToList() is { Count: > 0 } others
            ? $"手机号与会员 {string.Join("、", others.Select(other => other.Title))} 相同，请核对。"
            : "";
}
