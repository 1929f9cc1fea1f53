namespace CsrmeWeChat.Foundation.Console;

/// <summary>The parts of the console's menu, in the order in which they stand. A part without a page for somebody is not shown.</summary>
public enum MenuGroup
{
    Home,
    Members,
    Benefits,
    Contests,
    Events,
    Account,
    Reports,
    System,
}

/// <summary>What a part of the menu is called, and the icon beside it.</summary>
public static class MenuGroups
{
    extension(MenuGroup group)
    {
        public string Key => group.ToString().ToLowerInvariant();

        public string Label =>
            group switch
            {
                MenuGroup.Home => "工作台",
                MenuGroup.Members => "会员",
                MenuGroup.Benefits => "530 福利",
                MenuGroup.Contests => "征集评选",
                MenuGroup.Events => "活动",
                MenuGroup.Account => "公众号",
                MenuGroup.Reports => "总结上报",
                MenuGroup.System => "系统",
            };

        /// <summary>Of Tabler's set, without its prefix.</summary>
        public string Icon =>
            group switch
            {
                MenuGroup.Home => "home",
                MenuGroup.Members => "users",
                MenuGroup.Benefits => "gift",
                MenuGroup.Contests => "trophy",
                MenuGroup.Events => "calendar-event",
                MenuGroup.Account => "brand-wechat",
                MenuGroup.Reports => "report",
                MenuGroup.System => "settings",
            };
    }
}

/// <summary>A page that the menu leads to.</summary>
/// <param name="Place">Where it stands in its group, the lowest first.</param>
/// <param name="Roles">Who sees it; nobody named means everybody who is signed in.</param>
public sealed record MenuItem(MenuGroup Group, int Place, string Path, string Label, params Role[] Roles)
{
    public bool IsFor(CurrentStaff staff) => Roles.Length == 0 || staff.Is(Roles);

    /// <summary>Whether this is where the path is: itself or something below it.</summary>
    public bool Holds(PathString path) => Path == Menu.Home ? path == Menu.Home : path.StartsWithSegments(Path);
}

/// <summary>Where somebody lands who signs in with this role and no other.</summary>
public sealed record Landing(Role Role, string Address);

/// <summary>A page that stands at the bottom of a phone, for those who see it in the menu.</summary>
/// <param name="Path">Of the entry of the menu.</param>
/// <param name="Icon">Of Tabler's set, without its prefix.</param>
public sealed record Shortcut(int Place, string Path, string Label, string Icon);

/// <summary>The console's menu. Each room adds its own pages, and says where they stand.</summary>
public sealed class Menu(IEnumerable<MenuItem> items, IEnumerable<Shortcut> shortcuts, IEnumerable<Landing> landings)
{
    public const string Home = "/staff";

    /// <summary>Leads whoever has just signed in to their work.</summary>
    public const string Begin = "/staff/begin";

    private readonly MenuItem[] all = [.. items.OrderBy(item => item.Group).ThenBy(item => item.Place)];

    public IReadOnlyList<Shortcut> Shortcuts { get; } = [.. shortcuts.OrderBy(shortcut => shortcut.Place)];

    public IEnumerable<IGrouping<MenuGroup, MenuItem>> For(CurrentStaff staff) =>
        all.Where(item => item.IsFor(staff)).GroupBy(item => item.Group);

    /// <summary>The page with which this person begins.</summary>
    public string LandingOf(CurrentStaff staff) =>
        staff.Roles is [var only] ? landings.FirstOrDefault(landing => landing.Role == only)?.Address ?? Home : Home;
}

public static class MenuServices
{
    public static IServiceCollection AddMenu(
        this IServiceCollection services,
        MenuGroup group,
        int place,
        string path,
        string label,
        params Role[] roles
    ) => services.AddSingleton(new MenuItem(group, place, path, label, roles));

    public static IServiceCollection AddLanding(this IServiceCollection services, Role role, string address) =>
        services.AddSingleton(new Landing(role, address));

    public static IServiceCollection AddShortcut(this IServiceCollection services, int place, string path, string label, string icon) =>
        services.AddSingleton(new Shortcut(place, path, label, icon));
}
