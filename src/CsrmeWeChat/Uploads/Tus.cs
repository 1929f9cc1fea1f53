using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Http;

namespace CsrmeWeChat.Uploads;

/// <summary>The headers of tus 1.0.0, read and written by hand: https://tus.io/protocols/resumable-upload.</summary>
public static class Tus
{
    public const string Version = "1.0.0",
        ChunkType = "application/offset+octet-stream",
        VersionHeader = "Tus-Resumable",
        Offset = "Upload-Offset",
        Length = "Upload-Length",
        MethodOverride = "X-HTTP-Method-Override";

    private const int MaxMetadata = 4000;

    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new()
    {
        ["sha1"] = HashAlgorithmName.SHA1,
        ["sha256"] = HashAlgorithmName.SHA256,
        ["md5"] = HashAlgorithmName.MD5,
    };

    /// <summary>Every answer says the version; a request that says another, or none, is refused.</summary>
    public static async ValueTask<object?> HoldVersionAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var (request, response) = (invocation.HttpContext.Request, invocation.HttpContext.Response);
        response.Headers[VersionHeader] = Version;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsOptions(request.Method) || request.Headers[VersionHeader] == Version)
        {
            return await next(invocation);
        }
        response.Headers["Tus-Version"] = Version;
        return TypedResults.Refused(
            StatusCodes.Status412PreconditionFailed,
            "uploads.version",
            "小程序的上传方式与服务器不符，请更新后再试。"
        );
    }

    public static void DescribeServer(HttpResponse response, long maxBytes)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,creation-with-upload,expiration,checksum,termination";
        response.Headers["Tus-Checksum-Algorithm"] = string.Join(',', Algorithms.Keys);
        response.Headers["Tus-Max-Size"] = Text(maxBytes);
    }

    public static void Describe(HttpResponse response, Upload upload)
    {
        response.Headers[Offset] = Text(upload.Received);
        response.Headers[Length] = Text(upload.Size);
        if (upload is { TakenAt: null, ExpiresAt: { } expires })
        {
            response.Headers["Upload-Expires"] = expires.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A number of bytes: digits alone. Null where it is something else; as many as there can be where it is more.</summary>
    public static long? Bytes(HttpRequest request, string header) =>
        request.Headers[header] is [{ Length: > 0 } text] && text.All(char.IsAsciiDigit)
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : long.MaxValue
            : null;

    /// <summary>Pairs of a key and a value in base64. Null where they are not that, or more than is kept.</summary>
    public static Dictionary<string, string>? Metadata(HttpRequest request)
    {
        var header = request.Headers["Upload-Metadata"].ToString();
        var metadata = new Dictionary<string, string>();
        if (header.Length > MaxMetadata || !Ascii.IsValid(header))
        {
            return null;
        }
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (key, value) = pair.Split(' ') switch
            {
                [var alone] => (alone, ""),
                [var first, var second] => (first, second),
                _ => ("", ""),
            };
            var bytes = new byte[value.Length];
            if (key is "" || !Convert.TryFromBase64String(value, bytes, out var length) || !IsText(bytes.AsSpan(0, length), out var text))
            {
                return null;
            }
            if (!metadata.TryAdd(key, text))
            {
                return null;
            }
        }
        return metadata;
    }

    /// <summary>The checksum that a chunk came with, if any. False where it is none, or of an algorithm that we do not have.</summary>
    public static bool TryChecksum(HttpRequest request, out Checksum? checksum)
    {
        checksum = null;
        if (request.Headers["Upload-Checksum"].ToString() is not { Length: > 0 } header)
        {
            return true;
        }
        var value = new byte[64];
        if (
            header.Split(' ') is not [var name, var base64]
            || !Algorithms.TryGetValue(name, out var algorithm)
            || !Convert.TryFromBase64String(base64, value, out var length)
        )
        {
            return false;
        }
        checksum = new Checksum(algorithm, value[..length]);
        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, out string text)
    {
        text = Encoding.UTF8.GetString(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
