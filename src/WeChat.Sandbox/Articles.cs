using System.Security.Cryptography;
using System.Text;

namespace WeChat.Sandbox;

/// <summary>A mass send as WeChat keeps it.</summary>
/// <param name="Status">SENDING, SEND_SUCCESS, SEND_FAIL or DELETE.</param>
/// <param name="Audience">Followers, or those with the tag.</param>
/// <param name="Reached">Of them those it went to; who had 4 this month is left out silently.</param>
public sealed record SandboxMassSend(
    long MessageId,
    string ClientMessageId,
    int? TagId,
    string Title,
    string Content,
    string Status,
    int Audience,
    int Reached
);

/// <param name="Status">As freepublish/get says it: 0 is published.</param>
public sealed record SandboxPublication(string PublishId, string Title, int Status);

/// <summary>One account's pictures, drafts, mass sends and publications. Locked on itself.</summary>
internal sealed class Articles
{
    public const int PerMonth = 4;

    public static readonly TimeSpan Confirmation = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan RetryGap = TimeSpan.FromMinutes(1);

    /// <summary>How long a send is known again by its clientmsgid.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly List<Mass> sends = [];

    private (int ErrCode, int Times) busy;

    /// <summary>Their kinds by media id.</summary>
    public Dictionary<string, string> Materials { get; } = [];

    public Dictionary<string, Draft> Drafts { get; } = [];

    public Dictionary<string, Publication> Publications { get; } = [];

    /// <summary>API 群发保护: a send to all waits for the administrator.</summary>
    public bool IsProtected { get; set; }

    /// <summary>How long a send or a publication is under way.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Whether a send to all is refused that does not name a tag, be it an empty one.</summary>
    public bool WantsTagId { get; set; }

    /// <summary>0 is the fastest of five.</summary>
    public int Speed { get; set; }

    /// <summary>The next sends are answered so, and do nothing.</summary>
    public void BeBusy(int errCode, int times)
    {
        lock (this)
        {
            busy = (errCode, times);
        }
    }

    /// <summary>0, or what a busy WeChat answers.</summary>
    public int TakeBusy()
    {
        lock (this)
        {
            if (busy.Times == 0)
            {
                return 0;
            }

            busy.Times--;
            return busy.ErrCode;
        }
    }

    public IReadOnlyList<SandboxMassSend> List(DateTimeOffset now)
    {
        lock (this)
        {
            return [.. sends.Select(send => send.Show(now))];
        }
    }

    public bool HasMaterial(string mediaId)
    {
        lock (this)
        {
            return Materials.ContainsKey(mediaId);
        }
    }

    public bool HasArticle(string articleId)
    {
        lock (this)
        {
            return Publications.Values.Any(publication => publication.ArticleId == articleId);
        }
    }

    /// <summary>One that people can read.</summary>
    public Publication? FindArticle(string? articleId, DateTimeOffset now) =>
        Publications.Values.FirstOrDefault(publication => publication.ArticleId == articleId && publication.StatusAt(now) == 0);

    public bool Has(Outgoing what) =>
        what.Kind switch
        {
            "mpnews" => Drafts.ContainsKey(what.Content),
            "text" => what.Content.Length > 0,
            _ => Materials.ContainsKey(what.Content),
        };

    /// <summary>Sends, or says why not: an errcode, and for 45065 the id of the send that there was.</summary>
    public (int ErrCode, long MessageId) Send(
        World world,
        App app,
        Outgoing what,
        int? tagId,
        IReadOnlyList<Account> audience,
        string clientId
    )
    {
        lock (this)
        {
            var now = world.Now;
            var known = clientId.Length > 0 ? clientId : Digest(what, tagId);
            if (sends.FindLast(send => send.KnownAs == known && now - send.At < Remembered) is { } before)
            {
                var tooSoon = now - before.AskedAt < RetryGap;
                before.AskedAt = now;
                return (tooSoon ? 45066 : 45065, before.MessageId);
            }

            if (!Has(what))
            {
                return (40007, 0);
            }

            if (IsSpent(app, tagId, now))
            {
                return (45028, 0);
            }

            Drafts.Remove(what.Content, out var draft);
            var mass = new Mass
            {
                MessageId = world.NextMessageId(),
                ClientId = clientId,
                KnownAs = known,
                TagId = tagId,
                Draft = draft ?? Draft.Of(what, now),
                At = now,
                AskedAt = now,
                Audience = audience.Count,
                Reached =
                    app.Kind is SandboxAppKind.SubscriptionAccount
                        ? audience.Count
                        : audience.Count(account => account.TryReceive(Month(now), PerMonth)),
                WaitsUntil = IsProtected && tagId is null ? now + Confirmation : null,
                EndsAt = now + Takes,
            };
            sends.Add(mass);
            return (0, mass.MessageId);
        }
    }

    public SandboxMassSend? Find(long messageId, DateTimeOffset now) => List(now).FirstOrDefault(send => send.MessageId == messageId);

    public bool Change(long messageId, Action<Mass> change)
    {
        lock (this)
        {
            if (sends.Find(send => send.MessageId == messageId) is not { } send)
            {
                return false;
            }

            change(send);
            return true;
        }
    }

    /// <summary>The account's sends of this day or month; a send to a tag or to some costs a service account nothing.</summary>
    private bool IsSpent(App app, int? tagId, DateTimeOffset now)
    {
        var counted = sends.Where(send => send.Show(now).Status is not "SEND_FAIL").ToList();
        return app.Kind is SandboxAppKind.SubscriptionAccount
            ? counted.Exists(send => Day(send.At) == Day(now))
            : tagId is null && counted.Count(send => send.TagId is null && Month(send.At) == Month(now)) >= PerMonth;
    }

    /// <summary>A send without an id is known again by what it is and whom it is for. Source: 根据标签进行群发.</summary>
    private static string Digest(Outgoing what, int? tagId) =>
        $"#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what.Kind} {what.Content} {tagId}")))}";

    private static long Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).Ticks / TimeSpan.TicksPerDay;

    private static (int Year, int Month) Month(DateTimeOffset at) =>
        (at.ToOffset(TimeSpan.FromHours(8)).Year, at.ToOffset(TimeSpan.FromHours(8)).Month);
}
