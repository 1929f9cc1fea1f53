using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>The rounds of one panel.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RoundListModel(RoundStore rounds, RoundDesk desk) : ConsolePage
{
    [FromRoute]
    public string Panel { get; set; } = "";

    [FromRoute]
    public long Id { get; set; }

    public PanelInfo Info { get; private set; } = null!;

    public IReadOnlyList<Round> Rounds { get; private set; } = [];

    /// <summary>A round follows on the fixed ranking of the one before.</summary>
    public bool MayAdd => Rounds.Count == 0 || Rounds[^1].State is RoundState.Frozen;

    protected override async Task<bool> FindAsync()
    {
        if (desk.SourceOf(Panel) is not { } source || await source.FindAsync(Id, Ct) is not { } info)
        {
            return false;
        }
        (Info, Rounds) = (info, await rounds.ListAsync(new Panel(Panel, Id), Ct));
        return true;
    }

    public void OnGet() { }
}
