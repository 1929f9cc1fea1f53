namespace WeChat.Sandbox.Apis;

/// <summary>Pictures, sounds and films of an official account. Source: 素材管理.</summary>
internal static class MaterialApis
{
    private const int Megabyte = 1 << 20;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/media/uploadimg", IsGet: false, (_, _) => null, UploadPicture) { TakesFile = true },
        new("/cgi-bin/media/upload", IsGet: false, (_, _) => null, UploadForThreeDays) { TakesFile = true },
        new("/cgi-bin/material/add_material", IsGet: false, (_, _) => null, AddMaterial) { TakesFile = true },
        new("/cgi-bin/material/get_materialcount", IsGet: true, (_, _) => null, Count),
        new("/cgi-bin/material/del_material", IsGet: false, (_, _) => null, Delete),
    ];

    private static ApiAnswer UploadPicture(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out _, out var refusal) ? refusal
        : request.File is not { } file ? ApiAnswer.Refuse(41005)
        : Format(file) is not ("jpg" or "png") ? ApiAnswer.Refuse(40005)
        : file.Length >= Megabyte ? ApiAnswer.Refuse(40009)
        : ApiAnswer.Ok(new { url = AddressOf(file) });

    private static ApiAnswer AddMaterial(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var type = request.Query("type") ?? "";
        var errCode = FaultOf(type, request.File);
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var mediaId = RandomText.Of(64);
        lock (app.Articles)
        {
            app.Articles.Materials[mediaId] = type;
        }

        return type is "image" or "thumb"
            ? ApiAnswer.Ok(new { media_id = mediaId, url = $"{AddressOf(request.File!)}?wx_fmt=jpeg" })
            : ApiAnswer.Ok(new { media_id = mediaId });
    }

    /// <summary>What is uploaded for three days has an id that a draft does not take.</summary>
    private static ApiAnswer UploadForThreeDays(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, _ => true, out _, out var refusal))
        {
            return refusal;
        }

        var type = request.Query("type") ?? "";
        var errCode = FaultOf(type, request.File);
        return errCode == 0
            ? ApiAnswer.Ok(
                new
                {
                    type,
                    media_id = RandomText.Of(64),
                    created_at = world.Now.ToUnixTimeSeconds(),
                }
            )
            : ApiAnswer.Refuse(errCode);
    }

    private static ApiAnswer Count(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            int Of(string type) => app.Articles.Materials.Values.Count(value => value == type);
            return ApiAnswer.Ok(
                new
                {
                    voice_count = Of("voice"),
                    video_count = Of("video"),
                    image_count = Of("image"),
                    news_count = 0,
                }
            );
        }
    }

    private static ApiAnswer Delete(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return app.Articles.Materials.Remove(request.Text("media_id") ?? "") ? ApiAnswer.Done : ApiAnswer.Refuse(40007);
        }
    }

    private static int FaultOf(string type, byte[]? file)
    {
        var (most, isRight) = type switch
        {
            "image" => (10 * Megabyte, Format(file) is not null),
            "thumb" => (64 << 10, Format(file) is "jpg"),
            "voice" => (2 * Megabyte, Format(file) is null),
            "video" => (10 * Megabyte, file is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..]),
            _ => (0, false),
        };
        return most == 0 ? 40004
            : file is null ? 41005
            : !isRight ? 40005
            : file.Length > most ? 45001
            : 0;
    }

    private static string AddressOf(byte[] picture) => $"http://mmbiz.qpic.cn/mmbiz_{Format(picture)}/{RandomText.Hex(40)}/0";

    private static string? Format(byte[]? file) =>
        file switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "jpg",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
            [(byte)'G', (byte)'I', (byte)'F', ..] => "gif",
            [(byte)'B', (byte)'M', ..] => "bmp",
            _ => null,
        };
}
