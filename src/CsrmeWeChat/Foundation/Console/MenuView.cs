namespace CsrmeWeChat.Foundation.Console;

/// <summary>The menu as one page shows it to one person.</summary>
public sealed record MenuView(Menu Menu, CurrentStaff Staff, IReadOnlyList<Work> Waiting, PathString Path)
{
    public IReadOnlyList<IGrouping<MenuGroup, MenuItem>> Groups { get; } = [.. Menu.For(Staff)];

    public long CountOf(params IEnumerable<MenuItem> items) =>
        items.Sum(item => Waiting.Where(work => work.Menu == item.Path).Sum(work => work.Count));

    /// <summary>What stands at the bottom of a phone, with the entry of the menu that each stands for.</summary>
    public IEnumerable<(Shortcut Shortcut, MenuItem Item)> Shortcuts =>
        from shortcut in Menu.Shortcuts
        from item in Groups.SelectMany(items => items)
        where item.Path == shortcut.Path
        select (shortcut, item);
}
