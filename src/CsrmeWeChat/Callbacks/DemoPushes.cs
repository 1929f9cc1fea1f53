using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Demo;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>What WeChat has pushed over the last weeks: people wrote, tapped the menu, scanned the poster, and some left.</summary>
public sealed class DemoPushes(Inbox inbox, HandleCallbacks handling, IOptions<WeChatOptions> wechat) : IDemoPart
{
    private const int Written = 60,
        Tapped = 110,
        Scanned = 45,
        Left = 12,
        Days = 24;

    private const string Token = "TheDemoItself";

    private static readonly string[] Texts = ["530", "５３０", "530福利怎么领", "投稿", "会费", "你好", "请问在哪里领书"];

    private readonly CallbackGate gate = new(new WeChatAccount { AppId = wechat.Value.OfficialAccount.AppId, Token = Token });

    /// <summary>After the followers, who do all that.</summary>
    public int Place => 75;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        var (events, random) = (new List<(DateTimeOffset At, DemoUser User, string Fields)>(), demo.Random);
        var followers = demo.Followers;
        void Add(DemoUser user, string fields) => events.Add((demo.Between(demo.DaysAgo(Days), demo.Now.AddMinutes(-30)), user, fields));
        for (var i = 0; i < Written; i++)
        {
            var text = Texts[Math.Min(random.Next(Texts.Length), random.Next(Texts.Length))];
            Add(Any(), $"<MsgType>text</MsgType><Content>{text}</Content><MsgId>{900_000_000_000 + i}</MsgId>");
        }
        for (var i = 0; i < Tapped; i++)
        {
            Add(Any(), Event("CLICK", random.Next(3) == 0 ? "投稿" : "530"));
        }
        for (var i = 0; i < Scanned; i++)
        {
            Add(Any(), Event("SCAN", "530-poster"));
        }
        foreach (var user in followers.TakeLast(Left))
        {
            Add(user, Event("unsubscribe", ""));
        }
        foreach (var (at, user, fields) in events.OrderBy(pushed => pushed.At))
        {
            demo.Clock.GoTo(at);
            await inbox.ReceiveAsync(Open(user, at, fields), ct);
        }
        demo.Clock.ComeBack();
        await handling.RunAsync(ct);
        foreach (var user in followers.TakeLast(Left))
        {
            await demo.WeChat.FollowAsync(user, follows: false, demo.Now, ct);
        }

        DemoUser Any() => followers[random.Next(followers.Count - Left)];
    }

    private static string Event(string name, string key) => $"<MsgType>event</MsgType><Event>{name}</Event><EventKey>{key}</EventKey>";

    /// <summary>Signed and opened as what comes from outside is.</summary>
    private OpenedCallback Open(DemoUser user, DateTimeOffset at, string fields)
    {
        var (stamp, nonce) = ($"{at.ToUnixTimeSeconds()}", "demo");
        var signed = string.Concat(new[] { Token, stamp, nonce }.Order(StringComparer.Ordinal));
        var signature = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(signed)));
        var envelope = $"<ToUserName>gh_demo</ToUserName><FromUserName>{user.FollowerId}</FromUserName><CreateTime>{stamp}</CreateTime>";
        var body = $"<xml>{envelope}{fields}</xml>";
        return gate.Open(new CallbackQuery(signature, null, stamp, nonce), body, at) as OpenedCallback
            ?? throw new InvalidOperationException("A callback of the demo was not accepted.");
    }
}
