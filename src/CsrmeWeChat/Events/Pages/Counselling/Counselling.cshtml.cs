using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Events.Pages;

/// <summary>Who comes to be counselled, for the counsellor alone: an administrator does not see it either.</summary>
[Allowed(Role.Counsellor)]
public sealed class CounsellingModel(CounsellingLists lists) : ConsolePage
{
    public IReadOnlyList<CounsellingHour> Hours { get; private set; } = [];

    public async Task OnGetAsync() => Hours = await lists.ListAsync(Now, Ct);
}
