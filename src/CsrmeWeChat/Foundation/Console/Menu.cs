namespace CsrmeWeChat.Foundation.Console;

/// <summary>The parts of the console's menu, in the order in which they stand.</summary>
public enum MenuGroup
{
    Home,

    /// <summary>Benefits, their counters, and the other activities of a season.</summary>
    Activities,

    /// <summary>What is sent to people: messages and stories.</summary>
    Sending,

    /// <summary>The roster and its people.</summary>
    Members,

    /// <summary>The official account at WeChat.</summary>
    Account,

    /// <summary>The console's own: accounts, trail, rehearsal, jobs.</summary>
    House,
}

/// <summary>A page that the menu leads to.</summary>
/// <param name="Roles">Who sees it; nobody named means everybody who is signed in.</param>
public sealed record MenuItem(MenuGroup Group, string Path, string Label, params Role[] Roles)
{
    /// <summary>Whether this is where the path is: itself or something below it.</summary>
    public bool Holds(PathString path) => Path == Menu.Home ? path == Menu.Home : path.StartsWithSegments(Path);
}

/// <summary>The console's menu. Each room adds its own pages, which stand in the order of the rooms within a group.</summary>
public sealed class Menu(IEnumerable<MenuItem> items)
{
    public const string Home = "/staff";

    private readonly MenuItem[] all = [.. items.OrderBy(item => item.Group)];

    public IEnumerable<MenuItem> For(CurrentStaff staff) => all.Where(item => item.Roles.Length == 0 || staff.Is(item.Roles));
}

public static class MenuServices
{
    public static IServiceCollection AddMenu(
        this IServiceCollection services,
        MenuGroup group,
        string path,
        string label,
        params Role[] roles
    ) => services.AddSingleton(new MenuItem(group, path, label, roles));
}
