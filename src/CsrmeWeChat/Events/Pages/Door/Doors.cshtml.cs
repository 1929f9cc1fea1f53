using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Events.Pages;

/// <summary>The sessions at whose doors somebody will stand.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Redeemer)]
public sealed class DoorsModel(DoorLists doors) : ConsolePage
{
    public IReadOnlyList<DoorSession> Sessions { get; private set; } = [];

    public IReadOnlyDictionary<long, Attendance> Came { get; private set; } = new Dictionary<long, Attendance>();

    public async Task OnGetAsync()
    {
        Sessions = await doors.ListSessionsAsync(Now, Ct);
        Came = await doors.CountAsync([.. Sessions.Select(session => session.Id)], Ct);
    }
}
