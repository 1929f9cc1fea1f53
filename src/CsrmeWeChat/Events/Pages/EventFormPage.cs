using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>What the pages share on which an event is written.</summary>
public abstract class EventFormPage(MemberChoices choices) : ConsolePage
{
    [BindProperty]
    public EventForm Form { get; set; } = new();

    /// <summary>What members are chosen by: the field, its name, and the values with their words.</summary>
    public IReadOnlyList<(string Field, string Legend, IReadOnlyList<(string Value, string Text, bool IsChosen)> Choices)> Rules
    {
        get;
        private set;
    } = [];

    protected async Task LoadAsync()
    {
        var (levels, branches, tags) = (await choices.LevelsAsync(Ct), await choices.BranchesAsync(Ct), await choices.TagsAsync(Ct));
        Rules =
        [
            ("Levels", "会员级别", Choices(levels, Form.Levels)),
            ("Branches", "分支机构", Choices(branches, Form.Branches)),
            // A tag that nobody has any more stays chosen: without it the event would be for everybody.
            ("Tags", "受邀（有其中一个标签）", [.. tags.Union(Form.Tags).Select(tag => (tag, tag, Form.Tags.Contains(tag)))]),
        ];
    }

    /// <summary>What is there, and what is chosen though it is gone.</summary>
    private static IReadOnlyList<(string, string, bool)> Choices(IReadOnlyList<NamedChoice> there, List<long> chosen) =>
        [
            .. there.Select(one => ($"{one.Id}", one.Name, chosen.Contains(one.Id))),
            .. chosen.Except(there.Select(one => one.Id)).Select(id => ($"{id}", $"第 {id} 号（已不存在）", true)),
        ];

    /// <summary>Whether what was filled in can be an event; else the page says why not.</summary>
    protected bool IsGood()
    {
        foreach (var why in ModelState.IsValid ? Form.WhyRefused() : [])
        {
            Refuse(why);
        }
        return ModelState.IsValid;
    }
}
