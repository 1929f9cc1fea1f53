using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Home;

/// <summary>Help: how the console works, or what one part of the menu is for, in the words of the rooms.</summary>
[Allowed]
public sealed class HelpModel(IEnumerable<HelpPart> parts) : ConsolePage
{
    [FromRoute]
    public string? Group { get; set; }

    /// <summary>The part of the menu that is explained.</summary>
    public MenuGroup Chosen { get; private set; }

    public IReadOnlyList<string> Views { get; private set; } = [];

    /// <summary>Of which there is something to read for this person.</summary>
    public IReadOnlyList<MenuGroup> Groups { get; private set; } = [];

    public IActionResult OnGet()
    {
        var mine = parts
            .Where(part => part.Roles.Length == 0 || Me.Is(part.Roles))
            .OrderBy(part => part.Place)
            .ToLookup(part => part.Group);
        Groups = [.. mine.Select(group => group.Key).Order()];
        Chosen = Group is null ? MenuGroup.Home : Groups.FirstOrDefault(group => group != MenuGroup.Home && group.Key == Group);
        Views = [.. mine[Chosen].Select(part => part.View)];
        return Group is not null && Chosen is MenuGroup.Home ? NotFound() : Page();
    }

    public static string AddressOf(MenuGroup group) => group is MenuGroup.Home ? "/staff/help" : $"/staff/help/{group.Key}";
}
