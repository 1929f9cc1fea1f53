using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeChat;

internal sealed class MiniProgram(WeChatHttp http, IOptions<WeChatOptions> options, IForcedRefreshLedger ledger, TimeProvider time)
    : IMiniProgram
{
    private const int LongestText = 2_500;
    private const int LongestScene = 32;

    private static readonly SearchValues<char> SceneAlphabet = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~"
    );

    private readonly WeChatAccount account = options.Value.MiniProgram;
    private readonly AuthorizedCalls calls = new(http, new AccessTokens(options.Value.MiniProgram, http, ledger, time));

    public string AppId => account.AppId;

    public async Task<WeChatUser> SignInAsync(string code, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        var query =
            $"appid={Uri.EscapeDataString(account.AppId)}&secret={Uri.EscapeDataString(account.Secret)}"
            + $"&js_code={Uri.EscapeDataString(code)}&grant_type=authorization_code";
        var answer = await http.SendAsync(new WeChatCall("/sns/jscode2session", query, Body: null, Repeatable: false), ct);
        return new WeChatUser(answer.Text("openid"), answer.FindText("unionid"));
    }

    public async Task<UserPhone> GetPhoneAsync(string code, string openId, CancellationToken ct)
    {
        const string Api = "/wxa/business/getuserphonenumber";
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        var answer = await calls.PostAsync(Api, new { code, openid = openId }, repeatable: false, ct);
        return answer.FindText("phone_info", "watermark", "appid") == account.AppId
            ? new UserPhone(answer.Text("phone_info", "countryCode"), answer.Text("phone_info", "purePhoneNumber"))
            : throw new WeChatException(Api, 0, WeChatFailure.Refused);
    }

    public async Task<Verdict> CheckTextAsync(TextToCheck text, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Content.Length, LongestText, nameof(text));
        var body = new
        {
            content = text.Content,
            version = 2,
            scene = (int)text.Scene,
            openid = text.OpenId,
        };
        var answer = await calls.PostAsync("/wxa/msg_sec_check", body, repeatable: true, ct);
        var label = answer.FindNumber("result", "label") is >= int.MinValue and <= int.MaxValue and var number ? (int?)number : null;
        var details = answer.List("detail").Select(detail => (TextIn(detail, "errcode"), TextIn(detail, "suggest")));
        return Verdicts.Of(answer.Text("errcode"), answer.Text("result", "suggest"), label, details);

        static string TextIn(JsonElement detail, string name) =>
            detail.ValueKind is JsonValueKind.Object && detail.TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    public async Task<string> CheckMediaAsync(MediaToCheck media, CancellationToken ct)
    {
        var body = new
        {
            media_url = media.Url.AbsoluteUri,
            media_type = (int)media.Kind,
            version = 2,
            scene = (int)media.Scene,
            openid = media.OpenId,
        };
        var answer = await calls.DoAsync("/wxa/media_check_async", body, repeatable: false, ct);
        return answer.Text("trace_id");
    }

    public async Task<byte[]?> FindCodeImageAsync(MiniProgramCode code, CancellationToken ct)
    {
        const string Api = "/wxa/getwxacodeunlimit";
        if (code.Scene.Length is 0 or > LongestScene || code.Scene.AsSpan().ContainsAnyExcept(SceneAlphabet))
        {
            throw new ArgumentException($"A scene has 1 to {LongestScene} characters of WeChat's alphabet.", nameof(code));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(code.Width, 280, nameof(code));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code.Width, 1280, nameof(code));
        var version = options.Value.Version switch
        {
            MiniProgramVersion.Release => "release",
            MiniProgramVersion.Trial => "trial",
            MiniProgramVersion.Develop => "develop",
        };
        var body = new
        {
            scene = code.Scene,
            page = code.Page,
            check_path = true,
            env_version = version,
            width = code.Width,
        };
        try
        {
            var answer = await calls.PostAsync(Api, body, repeatable: true, ct);
            return answer.IsPicture ? answer.Body : throw new WeChatException(Api, 0, WeChatFailure.Unknown);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.PageNotReleased)
        {
            return null;
        }
    }

    public async Task<long?> SendSubscriptionAsync(SubscriptionMessage message, CancellationToken ct)
    {
        var answer = await calls.DoAsync(
            "/cgi-bin/message/subscribe/send",
            new
            {
                touser = message.OpenId,
                template_id = message.TemplateId,
                page = message.Page,
                data = message.Fields.ToDictionary(field => field.Key, field => new { value = field.Value }),
                miniprogram_state = options.Value.Version switch
                {
                    MiniProgramVersion.Release => "formal",
                    MiniProgramVersion.Trial => "trial",
                    MiniProgramVersion.Develop => "developer",
                },
                lang = "zh_CN",
            },
            repeatable: false,
            ct
        );
        return answer.FindNumber("msgid") is not 0 and var id ? id : null;
    }
}
