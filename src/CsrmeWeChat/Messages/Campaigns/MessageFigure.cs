using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>How many the latest messages reached, a bar for each.</summary>
public sealed class MessageFigure(Database database) : IFigureSource
{
    private const int Shown = 8;

    public int Place => 40;

    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        var found = await database.ListAsync<Line>(
            """
            SELECT c.id, c.name,
                   COUNT(CASE WHEN d.state IN ('sent', 'confirmed') THEN 1 END) AS reached,
                   COUNT(CASE WHEN d.state IN ('failed', 'refused', 'unknown') THEN 1 END) AS failed
              FROM (SELECT id, name FROM campaigns
                     WHERE state IN ('running', 'paused', 'done') AND automatic = 0
                     ORDER BY id DESC LIMIT @Shown) AS c
              JOIN deliveries d ON d.campaign_id = c.id
             GROUP BY c.id, c.name
             ORDER BY c.id
            """,
            new { Shown },
            ct
        );
        return found.Count == 0
            ? null
            : new Figure(
                "最近的通知消息",
                "人",
                FigureShape.Bars,
                "消息",
                [.. found.Select(line => line.Name)],
                [new("收到", [.. found.Select(line => line.Reached)]), new("没有收到", [.. found.Select(line => line.Failed)])]
            );
    }

    private sealed record Line
    {
        public required long Id { get; init; }
        public required string Name { get; init; }
        public required long Reached { get; init; }
        public required long Failed { get; init; }
    }
}
