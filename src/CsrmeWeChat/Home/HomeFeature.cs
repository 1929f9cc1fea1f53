using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Home;

public static class HomeFeature
{
    public static IHostApplicationBuilder AddHome(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMenu(MenuGroup.Home, Menu.Home, "首页");
        return builder;
    }
}
