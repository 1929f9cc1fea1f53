using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>
/// The robot of a group chat. Its address holds its key, so it stands in no log and in no error: the client is made here, for one of the
/// factory's would write addresses. All three services answer 200 to what they refuse, and say so in the body.
/// </summary>
public sealed class Robot : IWay, IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NoticeOptions options;
    private readonly HttpClient client;

    public Robot(IOptions<NoticeOptions> options)
    {
        this.options = options.Value;
        client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ActivityHeadersPropagator = null,
            }
        )
        {
            Timeout = options.Value.Timeout,
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    public string Key => "robot";

    public string Label =>
        options.Kind switch
        {
            RobotKind.WeCom => "企业微信群机器人",
            RobotKind.Feishu => "飞书群机器人",
            RobotKind.DingTalk => "钉钉群机器人",
            null => "群机器人",
        };

    public bool IsSet => options.Webhook is { Length: > 0 };

    public async Task TellAsync(NoticeText text, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var (address, message) = Request(text.Whole, now);
            // With its length and its letters as they are: such services read neither chunks nor escapes everywhere.
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message, Json))
            {
                Headers = { ContentType = new("application/json") },
            };
            using var answer = await client.PostAsync(address, content, ct);
            var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(ct));
            if (WhyRefused(answer.StatusCode, body) is { } why)
            {
                throw new NotToldException(why);
            }
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new NotToldException($"{Label}没有及时答复。");
        }
        // Its own message names the host, and an inner one may hold the whole address.
        catch (HttpRequestException e)
        {
            throw new NotToldException($"连不上{Label}的服务器（{e.HttpRequestError}）。");
        }
    }

    public void Dispose() => client.Dispose();

    private (Uri Address, object Message) Request(string words, DateTimeOffset now)
    {
        var address = new Uri(options.Webhook!);
        switch (options.Kind)
        {
            case RobotKind.Feishu when options.WebhookSecret is { Length: > 0 } secret:
                var seconds = $"{now.ToUnixTimeSeconds()}";
                return (
                    address,
                    new
                    {
                        timestamp = seconds,
                        sign = FeishuSign(seconds, secret),
                        msg_type = "text",
                        content = new { text = words },
                    }
                );
            case RobotKind.Feishu:
                return (address, new { msg_type = "text", content = new { text = words } });
            case RobotKind.DingTalk when options.WebhookSecret is { Length: > 0 } secret:
                var milliseconds = $"{now.ToUnixTimeMilliseconds()}";
                var query = $"timestamp={milliseconds}&sign={Uri.EscapeDataString(DingTalkSign(milliseconds, secret))}";
                var signed = new UriBuilder(address) { Query = address.Query is "" ? query : $"{address.Query[1..]}&{query}" };
                return (signed.Uri, new { msgtype = "text", text = new { content = words } });
            default:
                return (address, new { msgtype = "text", text = new { content = words } });
        }
    }

    /// <summary>飞书's: the key is the time and the secret, and nothing is signed.</summary>
    private static string FeishuSign(string timestamp, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));

    /// <summary>钉钉's: the key is the secret, and the time and the secret are signed.</summary>
    private static string DingTalkSign(string timestamp, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));

    /// <summary>Null only where the service says in so many words that it took the message.</summary>
    private string? WhyRefused(HttpStatusCode status, string body)
    {
        if ((int)status is < 200 or > 299)
        {
            return $"{Label}的服务器答复 HTTP {(int)status}。";
        }
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var (code, message) in new[] { ("errcode", "errmsg"), ("code", "msg"), ("StatusCode", "StatusMessage") })
            {
                if (json.RootElement.TryGetProperty(code, out var value) && value.TryGetInt64(out var number))
                {
                    var said = json.RootElement.TryGetProperty(message, out var words) ? $"{words}" : "";
                    return number == 0
                        ? null
                        : $"{Label}拒收（错误码 {number}：{PlainText.Cut(WithoutKey(PlainText.Clean(said)), 150)}）。";
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A page of a proxy, or something that is no robot's.
        }
        return $"{Label}的答复无法识别，可能地址不对。";
    }

    /// <summary>Some answers repeat what was asked: then they are not shown.</summary>
    private string WithoutKey(string said)
    {
        var keys = options.Webhook!.Split('/', '=', '?', '&').Where(part => part.Length >= 16 && !part.Contains('.'));
        return keys.Any(key => said.Contains(key, StringComparison.OrdinalIgnoreCase)) ? "略" : said;
    }
}
