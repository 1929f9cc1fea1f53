using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

[Allowed(Role.Juror)]
public sealed class JurorRoundsModel(JurorStore jurors, DeclarationStore declarations, ContactStore contacts, Panels panels) : ConsolePage
{
    public IReadOnlyList<OwnRound> Rounds { get; private set; } = [];

    public JurorContact? Contact { get; private set; }

    public string? Code => Contact?.CodeAt(Now);

    public async Task OnGetAsync()
    {
        var lines = new List<OwnRound>();
        foreach (var round in await jurors.ListAsync(Me.Id, Now, Ct))
        {
            var panel = new Panel(round.Round.Panel, round.Round.PanelId);
            var isDeclared = await declarations.FindAsync(panel, Me.Id, Ct) is not null;
            lines.Add(new OwnRound(round, await panels.TitleAsync(round.Round, Ct), isDeclared));
        }
        Rounds = lines;
        Contact = await contacts.FindAsync(Me.Id, Ct);
    }

    public async Task<IActionResult> OnPostCodeAsync()
    {
        await contacts.NewCodeAsync(Me.Id, Now, Ct);
        return Redirect($"{JurorPages.Home}#contact");
    }

    public async Task<IActionResult> OnPostUnlinkAsync()
    {
        await contacts.UnlinkAsync(Me.Id, Ct);
        Done("已解除绑定，微信不再收到评审提醒。");
        return RedirectToPage();
    }
}

/// <param name="Panel">The title of what the round is part of.</param>
/// <param name="IsDeclared">Whether the juror has said whom they must not judge.</param>
public sealed record OwnRound(JurorRound Round, string Panel, bool IsDeclared);
