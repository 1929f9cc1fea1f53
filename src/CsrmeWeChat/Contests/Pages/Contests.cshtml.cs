using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Contests.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class ContestsModel(ContestStore contests, ContestFigures figures, SeasonChoice choice) : ConsolePage
{
    public IReadOnlyList<(Contest Contest, ContestCount Figures)> Items { get; private set; } = [];

    public int? Season { get; private set; }

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public async Task OnGetAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        var found = await contests.ListAsync(Season, Ct);
        var counts = await figures.CountAsync([.. found.Select(contest => contest.Id)], Ct);
        Items = [.. found.Select(contest => (contest, counts[contest.Id]))];
    }
}
