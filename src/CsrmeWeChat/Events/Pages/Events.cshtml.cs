using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Events.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EventsModel(EventStore events, RegistrationLists lists, SeasonChoice choice) : ConsolePage
{
    public IReadOnlyList<(Event Event, IReadOnlyList<EventSession> Sessions, IReadOnlyList<SessionCount> Counts)> Items
    {
        get;
        private set;
    } = [];

    public int? Season { get; private set; }

    public async Task OnGetAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        var found = await events.ListAsync(Season, Ct);
        long[] ids = [.. found.Select(one => one.Id)];
        var sessions = (await events.ListSessionsAsync(ids, Ct)).ToLookup(session => session.EventId);
        var counts = await lists.CountAsync(ids, Ct);
        Items = [.. found.Select(one => (one, Listed(sessions[one.Id]), Listed(counts[one.Id])))];
    }

    private static IReadOnlyList<T> Listed<T>(IEnumerable<T> some) => [.. some];
}
