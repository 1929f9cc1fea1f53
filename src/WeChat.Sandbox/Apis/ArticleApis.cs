using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChat.Sandbox.Apis;

/// <summary>Pictures, drafts, mass sends and publications of an official account. Source: 草稿管理, 发布能力, 群发接口, openApi管理.</summary>
internal static partial class ArticleApis
{
    private const int Megabyte = 1 << 20;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/media/uploadimg", IsGet: false, (_, _) => null, UploadPicture) { TakesFile = true },
        new("/cgi-bin/material/add_material", IsGet: false, (_, _) => null, AddMaterial) { TakesFile = true },
        new("/cgi-bin/draft/add", IsGet: false, (_, _) => null, AddDraft),
        new(
            "/cgi-bin/draft/get",
            IsGet: false,
            (_, _) => null,
            (world, request) =>
                OnDraft(world, request, (_, draft) => new { news_item = new[] { new { title = draft.Title, content = draft.Content } } })
        ),
        new("/cgi-bin/draft/delete", IsGet: false, (_, _) => null, (world, request) => OnDraft(world, request, (app, _) =>
                {
                    app.Articles.Drafts.Remove(request.Text("media_id")!);
                    return new { errcode = 0, errmsg = "ok" };
                })),
        new("/cgi-bin/message/mass/sendall", IsGet: false, (_, _) => null, SendAll),
        new("/cgi-bin/message/mass/preview", IsGet: false, (_, _) => null, Preview),
        new("/cgi-bin/message/mass/get", IsGet: false, (_, _) => null, GetMass),
        new("/cgi-bin/message/mass/delete", IsGet: false, (_, _) => null, DeleteMass),
        new("/cgi-bin/freepublish/submit", IsGet: false, (_, _) => null, Publish),
        new("/cgi-bin/freepublish/get", IsGet: false, (_, _) => null, GetPublication),
        new("/cgi-bin/openapi/quota/get", IsGet: false, (_, _) => null, GetQuota),
    ];

    private static ApiAnswer UploadPicture(World world, ApiRequest request) =>
        !Account(world, request, out _, out var refusal) ? refusal
        : request.File is not { } file ? ApiAnswer.Refuse(41005)
        : Format(file) is not ("jpg" or "png") ? ApiAnswer.Refuse(40005)
        : file.Length >= Megabyte ? ApiAnswer.Refuse(40009)
        : ApiAnswer.Ok(new { url = $"http://mmbiz.qpic.cn/mmbiz_{Format(file)}/{RandomText.Hex(40)}/0" });

    private static ApiAnswer AddMaterial(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var errCode =
            request.Query("type") != "image" ? 40004
            : request.File is not { } file ? 41005
            : Format(file) is null ? 40005
            : file.Length > 10 * Megabyte ? 40009
            : 0;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var mediaId = RandomText.Of(64);
        lock (app.Articles)
        {
            app.Articles.Materials.Add(mediaId);
        }

        return ApiAnswer.Ok(
            new { media_id = mediaId, url = $"http://mmbiz.qpic.cn/mmbiz_{Format(request.File)}/{RandomText.Hex(40)}/0?wx_fmt=jpeg" }
        );
    }

    private static ApiAnswer AddDraft(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        if (request.Find("articles") is not { ValueKind: JsonValueKind.Array } articles || articles.GetArrayLength() != 1)
        {
            return ApiAnswer.Refuse(47001);
        }

        string Text(string name) =>
            articles[0].TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
        var (title, content) = (Text("title"), Text("content"));
        lock (app.Articles)
        {
            var errCode =
                title.Length == 0 || content.Length == 0 ? 44003
                : Length(title) > 32 ? 45003
                : Length(Text("author")) > 16 ? 45110
                : Length(Text("digest")) > 128 ? 45004
                : Length(content) >= 20_000 || Encoding.UTF8.GetByteCount(content) >= Megabyte ? 45002
                : !app.Articles.Materials.Contains(Text("thumb_media_id")) ? 40007
                : 0;
            if (errCode != 0)
            {
                return ApiAnswer.Refuse(errCode);
            }

            var mediaId = RandomText.Of(64);
            app.Articles.Drafts[mediaId] = new Articles.Draft(title, ForeignPictures().Replace(Scripts().Replace(content, ""), ""));
            return ApiAnswer.Ok(new { media_id = mediaId });
        }
    }

    private static ApiAnswer OnDraft(World world, ApiRequest request, Func<App, Articles.Draft, object> act)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return app.Articles.Drafts.TryGetValue(request.Text("media_id") ?? "", out var draft)
                ? ApiAnswer.Ok(act(app, draft))
                : ApiAnswer.Refuse(40007);
        }
    }

    /// <summary>An api that the account may not call is 76022 here, where the call itself is 48001.</summary>
    private static ApiAnswer GetQuota(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var api = request.Text("cgi_path") ?? "";
        if (!WeChatApis.IsKnown(api))
        {
            return ApiAnswer.Refuse(76021);
        }

        var (perDay, used) = app.QuotaOf(api).Today(world.Now);
        return !app.May(api)
            ? ApiAnswer.Refuse(76022)
            : ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    quota = new
                    {
                        daily_limit = perDay,
                        used,
                        remain = Math.Max(0, perDay - used),
                    },
                    rate_limit = new { call_count = 60, refresh_second = 60 },
                }
            );
    }

    /// <summary>The official account, of either kind, that a call's token speaks for; or the refusal.</summary>
    private static bool Account(World world, ApiRequest request, out App app, out ApiAnswer refusal)
    {
        var (owner, errCode) = world.Tokens.Check(request.Query("access_token"), world.Now);
        errCode =
            owner is null ? errCode
            : owner.Kind is SandboxAppKind.MiniProgram || !owner.May(request.Api) ? 48001
            : owner.QuotaOf(request.Api).Take(world.Now);
        (app, refusal) = (owner!, errCode == 0 ? null! : ApiAnswer.Refuse(errCode));
        return errCode == 0;
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string? Format(byte[]? file) =>
        file switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "jpg",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
            [(byte)'G', (byte)'I', (byte)'F', ..] => "gif",
            [(byte)'B', (byte)'M', ..] => "bmp",
            _ => null,
        };

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    /// <summary>WeChat takes pictures out that do not lie with it.</summary>
    [GeneratedRegex("<img(?![^>]*src=\"https?://mmbiz\\.qpic\\.cn/)[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignPictures();
}
