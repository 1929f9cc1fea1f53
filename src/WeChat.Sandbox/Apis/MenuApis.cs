using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChat.Sandbox.Apis;

/// <summary>The menu of an official account. Source: 自定义菜单.</summary>
internal static class MenuApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/menu/create", IsGet: false, (_, _) => null, SetMenu),
        new("/cgi-bin/menu/get", IsGet: true, (_, _) => null, GetMenu),
        new("/cgi-bin/menu/delete", IsGet: true, (_, _) => null, DeleteMenu),
        new("/cgi-bin/get_current_selfmenu_info", IsGet: true, (_, _) => null, GetCurrent),
    ];

    private static ApiAnswer SetMenu(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var errCode =
            request.Find("button") is { ValueKind: JsonValueKind.Array } buttons && buttons.GetArrayLength() is >= 1 and <= 3
                ? buttons.EnumerateArray().Select(button => MenuFault(world, app, button, isTop: true)).FirstOrDefault(code => code != 0)
                : 40016;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        app.Menu = request.Find("button")!.Value.GetRawText();
        return ApiAnswer.Done;
    }

    private static ApiAnswer GetMenu(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out var app, out var refusal) ? refusal
        : app.Menu is { } menu ? ApiAnswer.Ok(new { menu = new { button = JsonNode.Parse(menu) } })
        : ApiAnswer.Refuse(46003);

    private static ApiAnswer GetCurrent(World world, ApiRequest request) =>
        WeChatApis.OfAccount(world, request, out var app, out var refusal)
            ? ApiAnswer.Ok(
                new { is_menu_open = app.Menu is null ? 0 : 1, selfmenu_info = new { button = JsonNode.Parse(app.Menu ?? "[]") } }
            )
            : refusal;

    private static ApiAnswer DeleteMenu(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        app.Menu = null;
        return ApiAnswer.Done;
    }

    private static int MenuFault(World world, App app, JsonElement button, bool isTop)
    {
        var (name, type) = (Text(button, "name"), Text(button, "type"));
        if (Bytes(name) == 0 || Bytes(name) > (isTop ? 16 : 60))
        {
            return isTop ? 40018 : 40025;
        }

        if (isTop && button.TryGetProperty("sub_button", out var children) && children.GetArrayLength() > 0)
        {
            return children.GetArrayLength() > 5
                ? 40023
                : children.EnumerateArray().Select(child => MenuFault(world, app, child, isTop: false)).FirstOrDefault(code => code != 0);
        }

        var (badKey, badAddress) = isTop ? (40019, 40055) : (40026, 40054);
        return type switch
        {
            "click"
            or "scancode_push"
            or "scancode_waitmsg"
            or "pic_sysphoto"
            or "pic_photo_or_album"
            or "pic_weixin"
            or "location_select" => Bytes(Text(button, "key")) is > 0 and <= 128 ? 0 : badKey,
            "view" => IsAddress(Text(button, "url")) ? 0 : badAddress,
            "miniprogram" => !IsAddress(Text(button, "url")) || Bytes(Text(button, "pagepath")) is 0 or > 1024 ? badAddress
            : world.Apps.GetValueOrDefault(Text(button, "appid")) is { Kind: SandboxAppKind.MiniProgram } ? 0
            : 40013,
            "media_id" or "view_limited" => app.Articles.HasMaterial(Text(button, "media_id")) ? 0 : 40007,
            "article_id" or "article_view_limited" => app.Articles.HasArticle(Text(button, "article_id")) ? 0 : 53600,
            _ => 40017,
        };
    }

    private static bool IsAddress(string url) => url.StartsWith("http", StringComparison.Ordinal) && Bytes(url) <= 1024;

    /// <summary>WeChat's limits of a menu are in bytes.</summary>
    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
}
