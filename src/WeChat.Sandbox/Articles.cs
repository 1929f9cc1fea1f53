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

    private readonly List<Mass> sends = [];

    public HashSet<string> Materials { get; } = [];

    public Dictionary<string, Draft> Drafts { get; } = [];

    public Dictionary<string, SandboxPublication> Publications { get; } = [];

    /// <summary>API 群发保护: a send to all waits for the administrator.</summary>
    public bool IsProtected { get; set; }

    public IReadOnlyList<SandboxMassSend> List(DateTimeOffset now)
    {
        lock (this)
        {
            return [.. sends.Select(send => send.Show(now))];
        }
    }

    /// <summary>Sends, or says why not: an errcode, and for 45065 the id of the send that there was.</summary>
    public (int ErrCode, long MessageId) Send(World world, App app, string mediaId, int? tagId, string clientId)
    {
        lock (this)
        {
            var now = world.Now;
            if (clientId.Length > 0 && sends.Find(send => send.ClientId == clientId) is { } before)
            {
                var tooSoon = now - before.AskedAt < RetryGap;
                before.AskedAt = now;
                return (tooSoon ? 45066 : 45065, before.MessageId);
            }

            if (!Drafts.TryGetValue(mediaId, out var draft))
            {
                return (40007, 0);
            }

            var (today, counted) = (Day(now), sends.Where(send => send.Show(now).Status is not "SEND_FAIL").ToList());
            if (
                app.Kind is SandboxAppKind.SubscriptionAccount
                    ? counted.Exists(send => Day(send.At) == today)
                    : tagId is null && counted.Count(send => send.TagId is null && Month(send.At) == Month(now)) >= PerMonth
            )
            {
                return (45028, 0);
            }

            Drafts.Remove(mediaId);
            var audience = app.Audience(tagId);
            var mass = new Mass
            {
                MessageId = world.NextMessageId(),
                ClientId = clientId,
                TagId = tagId,
                Draft = draft,
                At = now,
                AskedAt = now,
                Audience = audience.Count,
                Reached =
                    app.Kind is SandboxAppKind.SubscriptionAccount
                        ? audience.Count
                        : audience.Count(account => account.TryReceive(Month(now), PerMonth)),
                WaitsUntil = IsProtected && tagId is null ? now + Confirmation : null,
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

    private static long Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).Ticks / TimeSpan.TicksPerDay;

    private static (int Year, int Month) Month(DateTimeOffset at) =>
        (at.ToOffset(TimeSpan.FromHours(8)).Year, at.ToOffset(TimeSpan.FromHours(8)).Month);

    public sealed record Draft(string Title, string Content);

    public sealed class Mass
    {
        public required long MessageId { get; init; }

        public required string ClientId { get; init; }

        public int? TagId { get; init; }

        public required Draft Draft { get; init; }

        public required DateTimeOffset At { get; init; }

        public required DateTimeOffset AskedAt { get; set; }

        public required int Audience { get; init; }

        public required int Reached { get; init; }

        public DateTimeOffset? WaitsUntil { get; set; }

        public string? Verdict { get; set; }

        public SandboxMassSend Show(DateTimeOffset now) =>
            new(
                MessageId,
                ClientId,
                TagId,
                Draft.Title,
                Draft.Content,
                Verdict
                    ?? (
                        WaitsUntil is not { } until ? "SEND_SUCCESS"
                        : now < until ? "SENDING"
                        : "SEND_FAIL"
                    ),
                Audience,
                Reached
            );
    }
}
