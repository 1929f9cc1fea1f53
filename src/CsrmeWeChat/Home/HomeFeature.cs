using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Home;

/// <summary>工作台: what waits, and pictures of how things stand. It shows what the rooms bring, and knows none of them.</summary>
public static class HomeFeature
{
    public static IHostApplicationBuilder AddHome(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<FirstSteps>()
            .AddSingleton<HomeFigures>()
            .AddMenu(MenuGroup.Home, 10, Menu.Home, "工作台")
            .AddShortcut(10, Menu.Home, "工作台", "home")
            .AddHelp(MenuGroup.Home, 10, "/Home/_Help.cshtml");
        return builder;
    }
}
