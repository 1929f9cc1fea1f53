using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Home;

public static class HomeFeature
{
    public static IHostApplicationBuilder AddHome(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMenu(MenuGroup.Home, 10, Menu.Home, "工作台").AddShortcut(10, Menu.Home, "工作台", "home");
        return builder;
    }
}
