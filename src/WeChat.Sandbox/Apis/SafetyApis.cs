using System.Text;
using System.Text.Json;

namespace WeChat.Sandbox.Apis;

internal static class SafetyApis
{
    public static readonly WeChatApi[] All =
    [
        new("/wxa/msg_sec_check", IsGet: false, (_, request) => request.Text("openid"), CheckText),
        new("/wxa/getwxacodeunlimit", IsGet: false, (_, _) => null, CodeImage),
    ];

    private static readonly TimeSpan VisitLasts = TimeSpan.FromHours(2);

    /// <summary>A checkered square of 8 by 8 pixels.</summary>
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAE0lEQVR42mP4zwCBDAz/0SBJIgB8BB/hHeoAAQAAAABJRU5ErkJggg=="
    );

    /// <summary>A text with 违规 is risky, one with 可疑 needs a look, all else passes.</summary>
    private static ApiAnswer CheckText(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var content = request.Text("content");
        var errCode =
            string.IsNullOrEmpty(content)
            || content.EnumerateRunes().Count() > 2_500
            || request.Number("version") != 2
            || request.Number("scene") is not (>= 1 and <= 4)
                ? 40129
            : world.FindAccount(app, request.Text("openid")) is not { } author ? 40003
            : author.LastVisit is not { } visit || world.Now - visit > VisitLasts ? 61010
            : 0;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var (suggest, label) =
            content!.Contains("违规", StringComparison.Ordinal) ? ("risky", 20006)
            : content.Contains("可疑", StringComparison.Ordinal) ? ("review", 21000)
            : ("pass", 100);
        return ApiAnswer.Ok(
            new
            {
                errcode = 0,
                errmsg = "ok",
                result = new { suggest, label },
                detail = new[]
                {
                    new
                    {
                        strategy = "content_model",
                        errcode = 0,
                        suggest,
                        label,
                        prob = 90,
                    },
                },
                trace_id = RandomText.Of(24),
            }
        );
    }

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
            : checksPage && !app.Pages.ContainsKey(page) ? 41030
            : 0;
        return errCode == 0 ? ApiAnswer.Picture(Png) : ApiAnswer.Refuse(errCode);
    }
}
