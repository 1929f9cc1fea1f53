namespace WeChat.Sandbox;

/// <summary>A message that reached a user.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
public sealed record DeliveredMessage(long Sequence, DateTimeOffset At, string AppId, string OpenId, string TemplateId, long MessageId);

/// <param name="Messages">All that reached somebody.</param>
/// <param name="People">Those it reached.</param>
/// <param name="Most">The most that one of them got.</param>
public sealed record DeliveredSummary(long Messages, int People, int Most);

/// <summary>Every message that reached somebody: what a user would swear to, whatever the caller was answered.</summary>
internal sealed class Mailbox
{
    private readonly Lock gate = new();
    private readonly List<DeliveredMessage> delivered = [];

    public void Add(DateTimeOffset at, string appId, string openId, string templateId, long messageId)
    {
        lock (gate)
        {
            delivered.Add(new DeliveredMessage(delivered.Count + 1, at, appId, openId, templateId, messageId));
        }
    }

    /// <summary>In order, later than the sequence number.</summary>
    public IReadOnlyList<DeliveredMessage> List(string templateId, long after)
    {
        lock (gate)
        {
            return [.. delivered.Skip((int)after).Where(message => message.TemplateId == templateId)];
        }
    }

    public DeliveredSummary Sum(string templateId)
    {
        var people = List(templateId, 0).CountBy(message => message.OpenId).Select(person => person.Value).ToList();
        return new DeliveredSummary(people.Sum(count => (long)count), people.Count, people.Count == 0 ? 0 : people.Max());
    }
}
