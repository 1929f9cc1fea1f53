using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChat.Sandbox.Apis;

internal sealed record ApiAnswer(int ErrCode, byte[] Body, string ContentType)
{
    /// <summary>What happens between acting and answering.</summary>
    public Task Before { get; init; } = Task.CompletedTask;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ApiAnswer Ok<T>(T body, string contentType = "application/json; encoding=utf-8") =>
        new(0, JsonSerializer.SerializeToUtf8Bytes(body, Json), contentType);

    public static ApiAnswer Picture(byte[] bytes, string type) => new(0, bytes, type);

    /// <summary>What most calls answer that have nothing to say.</summary>
    public static ApiAnswer Done => Ok(new { errcode = 0, errmsg = "ok" });

    public static ApiAnswer Refuse(int errCode, string? errMsg = null)
    {
        var rid = $"{RandomText.Hex(8)}-{RandomText.Hex(8)}-{RandomText.Hex(8)}";
        return Ok(new { errcode = errCode, errmsg = $"{errMsg ?? MessageOf(errCode)} rid: {rid}" }) with { ErrCode = errCode };
    }

    private static string MessageOf(int errCode) =>
        errCode switch
        {
            -1 => "system error",
            40001 => "invalid credential, access_token is invalid or not latest",
            40002 => "invalid grant_type",
            40003 => "invalid openid",
            40004 => "invalid media type",
            40005 => "invalid file type",
            40007 => "invalid media_id",
            40009 => "invalid image size",
            40033 => "invalid charset. please check your request, if include \\uxxxx will create fail!",
            40059 => "invalid msg id",
            40066 => "invalid url",
            40152 => "invalid group id",
            40013 => "invalid appid",
            40014 => "invalid access_token",
            40029 => "invalid code",
            40037 => "invalid template_id",
            40097 => "invalid args",
            40125 => "invalid appsecret",
            40129 => "invalid scene",
            40163 => "code been used",
            40164 => "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
            40169 => "invalid length for scene, or the data is not json string",
            40226 => "code blocked",
            41001 => "access_token missing",
            41002 => "appid missing",
            41004 => "appsecret missing",
            41008 => "missing code",
            41030 => "invalid page",
            42001 => "access_token expired",
            43001 => "require GET method",
            43002 => "require POST method",
            43004 => "require subscribe",
            40241 => "The message is duplicate in 60 seconds",
            40249 => "blocked for illegal content",
            42010 => "masssend fast, retry again",
            43104 => "this appid does not have permission",
            43107 => "subscribe message is banned",
            44002 => "empty post data",
            45001 => "media size out of limit",
            45015 => "response out of time limit or subscription is canceled",
            45047 => "out of response count limit",
            45067 => "clientmsgid too long",
            45168 => "content has sensitive words",
            46003 => "menu no exist",
            48006 => "forbid to clear quota because of reaching the limit",
            76003 => "cgi_path must begin with /",
            85096 => "scancode_time is reserved",
            268488001 => "system busy, please try later",
            43101 => "user refuse to accept the msg",
            43108 => "concurrent sends to one user",
            44991 => "reach max api minute quota limit",
            45009 => "reach max api daily quota limit",
            45002 => "content size out of limit",
            45003 => "title size out of limit",
            45004 => "description size out of limit",
            45028 => "has no masssend quota",
            45066 => "clientmsgid retry too fast",
            45011 => "api minute-quota reach limit, must slower, retry next minute",
            47001 => "data format error",
            48001 => "api unauthorized",
            76021 => "cgi_path not found",
            76022 => "could not use this cgi_path",
            87020 => "repeat media check",
            61010 => "user has not visited within 2 hours",
            _ => "refused",
        };
}
