using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>When benefits open, in the console's calendar.</summary>
public sealed class BenefitCalendar(Database database) : ICalendarSource
{
    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary];

    public async Task<IReadOnlyList<CalendarEntry>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var found = await database.ListAsync<Opening>(
            """
            SELECT b.id, b.title, b.state, b.opens_at
              FROM benefits b
              JOIN seasons s ON s.id = b.season_id
             WHERE s.hidden = 0 AND b.opens_at >= @from AND b.opens_at < @to
            """,
            new { from, to },
            ct
        );
        return [.. found.Select(Entry)];
    }

    private static CalendarEntry Entry(Opening opening)
    {
        var isDraft = opening.State is BenefitState.Draft;
        return new(
            opening.OpensAt,
            "福利",
            isDraft ? "草稿，未发布" : "开始领取",
            isDraft ? "yellow" : "green",
            opening.Title,
            "",
            $"/staff/benefits/{opening.Id}"
        );
    }

    private sealed record Opening
    {
        public required long Id { get; init; }
        public required string Title { get; init; }
        public required BenefitState State { get; init; }
        public required DateTimeOffset OpensAt { get; init; }
    }
}
