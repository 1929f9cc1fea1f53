using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Events;

/// <summary>Events that are for a branch, a level or a tag stay so when that is merged into another, or has another name.</summary>
public sealed class MarksOfEvents : IMarkUser
{
    public async Task ReplaceAsync(Transaction tx, Mark from, Mark to, CancellationToken ct)
    {
        var concerned = (await tx.ListAsync<Chosen>("SELECT id, audience FROM events ORDER BY id", ct: ct))
            .Select(one => (one.Id, Audience: EventJson.Read<EventAudience>(one.Audience)))
            .Where(one => Has(one.Audience, from))
            .ToList();
        foreach (var (id, audience) in concerned)
        {
            // A batch of registrations must not read who may come before this and its members after it.
            await EventSessions.LockAsync(tx, id, ct);
            await tx.ExecuteAsync(
                "UPDATE events SET audience = @audience, revision = revision + 1 WHERE id = @id",
                new { id, audience = EventJson.Write(Replaced(audience, from, to)) },
                ct
            );
        }
    }

    private static bool Has(EventAudience audience, Mark mark) =>
        mark.Kind switch
        {
            MarkKind.Branch => audience.Branches.Contains(mark.Id),
            MarkKind.Level => audience.Levels.Contains(mark.Id),
            MarkKind.Tag => audience.Tags.Contains(mark.Name),
        };

    private static EventAudience Replaced(EventAudience audience, Mark from, Mark to) =>
        from.Kind switch
        {
            MarkKind.Branch => audience with { Branches = [.. audience.Branches.Select(id => id == from.Id ? to.Id : id).Distinct()] },
            MarkKind.Level => audience with { Levels = [.. audience.Levels.Select(id => id == from.Id ? to.Id : id).Distinct()] },
            MarkKind.Tag => audience with { Tags = [.. audience.Tags.Select(tag => tag == from.Name ? to.Name : tag).Distinct()] },
        };

    private sealed record Chosen
    {
        public required long Id { get; init; }
        public required string Audience { get; init; }
    }
}
