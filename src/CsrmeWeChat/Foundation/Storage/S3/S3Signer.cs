using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>
/// Signatures of AWS, version 4, for what others send to the store or fetch from it. The SDK signs with the second of its own clock: an
/// address would be another each second, and a phone would fetch again what it has.
/// </summary>
internal sealed class S3Signer(S3Options options)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private readonly Uri bucket = BucketOf(options);

    /// <summary>An address at which one method may be used on one key, from an instant for so long.</summary>
    /// <param name="length">How long the body must be, where it has one.</param>
    public string AddressOf(
        HttpMethod method,
        string key,
        IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset from,
        TimeSpan lasts,
        long? length = null
    )
    {
        var path = $"{bucket.AbsolutePath.TrimEnd('/')}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        var signed = length is null ? "host" : "content-length;host";
        var query = string.Join(
            '&',
            parameters
                .Concat(
                    new Dictionary<string, string>
                    {
                        ["X-Amz-Algorithm"] = Algorithm,
                        ["X-Amz-Credential"] = Credential(from),
                        ["X-Amz-Date"] = Stamp(from),
                        ["X-Amz-Expires"] = ((long)lasts.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                        ["X-Amz-SignedHeaders"] = signed,
                    }
                )
                .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .Select(pair => $"{pair.Name}={pair.Value}")
        );
        var lengthLine = length is null ? "" : string.Create(CultureInfo.InvariantCulture, $"content-length:{length}\n");
        var request = $"{method}\n{path}\n{query}\n{lengthLine}host:{bucket.Authority}\n\n{signed}\nUNSIGNED-PAYLOAD";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var signature = Sign(from, $"{Algorithm}\n{Stamp(from)}\n{Scope(from)}\n{hash}");
        return $"{bucket.Scheme}://{bucket.Authority}{path}?{query}&X-Amz-Signature={signature}";
    }

    /// <summary>A form by which a file of exactly this size may be posted to one key.</summary>
    public PostForm FormOf(string key, long size, DateTimeOffset from, TimeSpan lasts)
    {
        var fields = new Dictionary<string, string>
        {
            ["key"] = key,
            ["x-amz-algorithm"] = Algorithm,
            ["x-amz-credential"] = Credential(from),
            ["x-amz-date"] = Stamp(from),
        };
        object[] conditions =
        [
            new Dictionary<string, string> { ["bucket"] = options.Bucket! },
            .. fields.Select(field => new Dictionary<string, string> { [field.Key] = field.Value }),
            (object[])["content-length-range", size, size],
        ];
        var expiration = (from + lasts).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var policy = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { expiration, conditions }));
        fields["policy"] = policy;
        fields["x-amz-signature"] = Sign(from, policy);
        return new PostForm(bucket.AbsoluteUri, fields);
    }

    private static Uri BucketOf(S3Options options) =>
        options.PathStyle
            ? new Uri(options.Outside, options.Bucket)
            : new UriBuilder(options.Outside) { Host = $"{options.Bucket}.{options.Outside.Host}" }.Uri;

    private string Credential(DateTimeOffset from) => $"{options.AccessKey}/{Scope(from)}";

    private string Scope(DateTimeOffset from) => $"{Day(from)}/{options.Region}/s3/aws4_request";

    private string Sign(DateTimeOffset from, string text)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{options.SecretKey}");
        foreach (var part in (string[])[Day(from), options.Region, "s3", "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture);
}

/// <summary>Where a form with a file is posted to, and the fields that stand before the file.</summary>
public sealed record PostForm(string Url, IReadOnlyDictionary<string, string> Fields);
