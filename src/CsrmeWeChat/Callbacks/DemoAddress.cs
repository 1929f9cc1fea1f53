using CsrmeWeChat.Foundation.Demo;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Tells the stand-in for WeChat where the service takes what is pushed: the last thing, for the service starts when the demo is made.
/// </summary>
public sealed class DemoAddress(IOptions<WeChatOptions> wechat) : IDemoPart
{
    public int Place => 100;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await SetAsync(demo, "/callbacks/official", wechat.Value.OfficialAccount, ct);
        await SetAsync(demo, "/callbacks/mini", wechat.Value.MiniProgram, ct);
    }

    private static async Task SetAsync(DemoRun demo, string path, WeChatAccount account, CancellationToken ct)
    {
        if (demo.Service is null || account.Token is not { Length: > 0 } token)
        {
            return;
        }
        var callback = new
        {
            url = new Uri(demo.Service, path),
            token,
            encodingAesKey = account.EncodingAesKey,
            mode = account.EncodingAesKey is { Length: > 0 } ? "Safe" : "Plain",
        };
        await demo.WeChat.PostAsync("callbacks", new { appId = account.AppId, callback }, ct);
    }
}
