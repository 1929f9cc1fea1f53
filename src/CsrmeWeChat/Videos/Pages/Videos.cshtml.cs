using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Videos.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class VideosModel(CallStore calls, CallFigures figures, ReviewStore reviews, SeasonChoice choice) : ConsolePage
{
    public IReadOnlyList<(VideoCall Call, CallCount Figures)> Items { get; private set; } = [];

    public int? Season { get; private set; }

    public int Waiting { get; private set; }

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public async Task OnGetAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        var found = await calls.ListAsync(Season, Ct);
        var counts = await figures.CountAsync([.. found.Select(call => call.Id)], Ct);
        Items = [.. found.Select(call => (call, counts[call.Id]))];
        Waiting = await reviews.CountWaitingAsync(null, Ct);
    }
}
