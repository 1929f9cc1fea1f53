using System.Text;
using System.Text.Json.Nodes;
using WeChat.Sandbox;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Testing;

/// <summary>
/// Mixed messages and events of the official account in safe mode. Each is delivered three times, twice at once and again about a second
/// later, and each delivery is encrypted anew, as WeChat does when it gets no answer. What must be in the database afterwards is known.
/// </summary>
public sealed class CallbackFlood(RunningSandbox sandbox, string appId, SandboxCallback callback, int messages)
{
    private const int Deliveries = 3;

    /// <summary>Who subscribes does follow: the service asks of each new follower.</summary>
    private readonly IReadOnlyList<SandboxUser> followers = sandbox.Control.MakeUsers(
        Enumerable.Range(0, messages).Count(i => KindOf(i) == "subscribe"),
        follows: true
    );

    /// <summary>Requests in the order of sending.</summary>
    /// <param name="apart">How many messages later the third delivery comes.</param>
    public IReadOnlyList<byte[]> Requests(int apart)
    {
        var fields = Enumerable.Range(0, messages).Select(i => (OpenId: OpenIdOf(i), Fields: FieldsOf(i))).ToArray();
        var now = TimeProvider.System.GetUtcNow();
        return
        [
            .. Enumerable
                .Range(0, messages * Deliveries)
                .Select(i =>
                {
                    var (message, delivery) = (i / Deliveries, i % Deliveries);
                    var (openId, what) = fields[delivery == 2 ? (message - apart + messages) % messages : message];
                    return Post(sandbox.Control.Pushes.Sign(appId, callback, openId, what, now));
                }),
        ];
    }

    /// <summary>Counts of rows, and what each must be when all is handled.</summary>
    public IEnumerable<(string Sql, long Expected)> Counts()
    {
        yield return ("SELECT COUNT(*) FROM callbacks", messages);
        yield return ("SELECT COUNT(*) FROM callbacks WHERE due_at IS NOT NULL", 0);
        yield return ("SELECT COALESCE(SUM(attempts), 0) FROM callbacks", 0);
        foreach (var kind in (string[])["click", "view", "scan"])
        {
            yield return (
                $"SELECT COALESCE(SUM(hits), 0) FROM account_hits WHERE kind = '{kind}'",
                Enumerable.Range(0, messages).Count(i => KindOf(i) == kind)
            );
        }
        yield return (
            "SELECT COUNT(*) FROM followers WHERE follows = 1",
            Enumerable.Range(0, messages).Count(i => KindOf(i) == "subscribe")
        );
        yield return (
            "SELECT COUNT(*) FROM followers WHERE follows = 0",
            Enumerable.Range(0, messages).Count(i => KindOf(i) == "unsubscribe")
        );
    }

    private static string KindOf(int i) =>
        (i % 10) switch
        {
            < 3 => "text",
            3 => "click",
            < 6 => "view",
            6 => "scan",
            7 => "subscribe",
            8 => "unsubscribe",
            _ => "templatesendjobfinish",
        };

    private string OpenIdOf(int i) => KindOf(i) == "subscribe" ? followers[i / 10].OpenIds[appId] : $"o{i:D27}";

    private JsonObject FieldsOf(int i) =>
        KindOf(i) switch
        {
            "text" => sandbox.Control.Pushes.Text($"怎么投稿 {i}"),
            "click" => PushControl.Event("CLICK", ("EventKey", "530")),
            "view" => PushControl.Event("VIEW", ("EventKey", $"https://example.org/{i % 7}"), ("MenuId", "1")),
            "scan" => PushControl.Event("SCAN", ("EventKey", $"{i % 5}"), ("Ticket", "t")),
            "subscribe" => PushControl.Event("subscribe", ("EventKey", "")),
            "unsubscribe" => PushControl.Event("unsubscribe", ("EventKey", "")),
            _ => PushControl.Event("TEMPLATESENDJOBFINISH", ("MsgID", 200_000_000 + i), ("Status", "success")),
        };

    private static byte[] Post(SignedPush push)
    {
        var body = Encoding.UTF8.GetBytes(push.Body);
        string[] head =
        [
            $"POST /callbacks/official?{push.Query} HTTP/1.1",
            "Host: 127.0.0.1",
            $"Content-Type: {push.ContentType}",
            $"Content-Length: {body.Length}",
        ];
        return [.. Encoding.ASCII.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), .. body];
    }
}
