using System.Text;
using System.Text.Json;

namespace WeChat.Sandbox.Apis;

/// <summary>Codes and links that open the mini program. Source: 小程序码与小程序链接.</summary>
internal static class LinkApis
{
    public static readonly WeChatApi[] All =
    [
        new("/wxa/getwxacodeunlimit", IsGet: false, (_, _) => null, CodeImage),
        new("/wxa/generate_urllink", IsGet: false, (_, _) => null, UrlLink),
        new("/wxa/generatescheme", IsGet: false, (_, _) => null, Scheme),
        new("/cgi-bin/qrcode/create", IsGet: false, (_, _) => null, Ticket),
    ];

    /// <summary>A checkered square of 8 by 8 pixels, for a transparent code.</summary>
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAE0lEQVR42mP4zwCBDAz/0SBJIgB8BB/hHeoAAQAAAABJRU5ErkJggg=="
    );

    /// <summary>The same, for an ordinary code.</summary>
    private static readonly byte[] Jpeg = Convert.FromBase64String(
        "/9j/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAIAAgBAR"
            + "EA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABsQAAIBBQAAAAAAAAAAAAAAABExYSJBUYGx/9oACAEBAAA/ACgaHMQrCj//2Q=="
    );

    /// <summary>Without a page the code opens the first one.</summary>
    private static ApiAnswer CodeImage(World world, ApiRequest request)
    {
        const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~";
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var page = request.Text("page") ?? "";
        var checksPage = request.Find("check_path") is not { ValueKind: JsonValueKind.False };
        var errCode =
            request.Text("scene") is not { Length: > 0 } scene ? 40129
            : Encoding.UTF8.GetByteCount(scene) > 32 ? 40169
            : !scene.All(Alphabet.Contains) ? 40129
            : request.Number("width") is < 280 or > 1280 ? 40097
            : page.StartsWith('/') || page.Contains('?') ? 41030
            : scene.Contains("scancode_time", StringComparison.Ordinal) ? 85096
            : page.Length > 0 && checksPage && !app.Pages.ContainsKey(page) ? 41030
            : 0;
        return errCode != 0 ? ApiAnswer.Refuse(errCode)
            : request.Flag("is_hyaline") ? ApiAnswer.Picture(Png, "image/png")
            : ApiAnswer.Picture(Jpeg, "image/jpeg");
    }

    private static ApiAnswer UrlLink(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var errCode = LinkFault(world, app, request, request.Text("path") ?? "", request.Text("query") ?? "");
        return errCode == 0
            ? ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    url_link = $"https://wxaurl.cn/{RandomText.Hex(11)}",
                }
            )
            : ApiAnswer.Refuse(errCode);
    }

    private static ApiAnswer Scheme(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var errCode = LinkFault(world, app, request, request.Text("jump_wxa", "path") ?? "", request.Text("jump_wxa", "query") ?? "");
        return errCode == 0
            ? ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    openlink = $"weixin://dl/business/?t={RandomText.Hex(11)}",
                }
            )
            : ApiAnswer.Refuse(errCode);
    }

    /// <summary>A link leads to a released page, or to the first one, and lasts from a minute to 30 days.</summary>
    private static int LinkFault(World world, App app, ApiRequest request, string page, string query)
    {
        const int LongestQuery = 1024;
        var lasts =
            request.Number("expire_type") == 1 ? TimeSpan.FromDays(request.Number("expire_interval") ?? 0)
            : request.Long("expire_time") is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) - world.Now
            : TimeSpan.FromDays(30);
        return page.Contains('?') ? 40165
            : query.Length > LongestQuery ? 40212
            : page.Length > 0 && !app.Pages.ContainsKey(page.TrimStart('/')) ? 40165
            : lasts < TimeSpan.FromMinutes(1) || lasts > TimeSpan.FromDays(30) ? 85401
            : request.Text("env_version") is not (null or "release" or "trial" or "develop") ? 85402
            : 0;
    }

    private static ApiAnswer Ticket(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out _, out var refusal))
        {
            return refusal;
        }

        var ticket = RandomText.Of(96);
        return request.Text("action_name") is "QR_SCENE" or "QR_STR_SCENE" or "QR_LIMIT_SCENE" or "QR_LIMIT_STR_SCENE"
            ? ApiAnswer.Ok(
                new
                {
                    ticket,
                    expire_seconds = request.Number("expire_seconds") ?? 60,
                    url = $"http://weixin.qq.com/q/{RandomText.Of(22)}",
                }
            )
            : ApiAnswer.Refuse(40053);
    }
}
