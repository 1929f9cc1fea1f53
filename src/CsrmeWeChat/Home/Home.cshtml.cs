using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Home;

/// <summary>The console's start page: what waits for the person who has just signed in.</summary>
[Allowed]
public sealed class HomeModel(BenefitSearch search, BindRequestSearch requests, OutgoingHold hold) : ConsolePage
{
    private const int MaxShown = 10;

    public bool IsSecretary => Me.Is(Role.Admin, Role.Secretary);

    public string Greeting =>
        China.Local(Now).Hour switch
        {
            < 5 => "夜深了",
            < 12 => "上午好",
            < 18 => "下午好",
            _ => "晚上好",
        };

    public long Requests { get; private set; }

    /// <summary>Since when messages and mass sends wait for somebody to look; null where they go out.</summary>
    public DateTimeOffset? HeldSince { get; private set; }

    public IReadOnlyList<ListedBenefit> Open { get; private set; } = [];

    public IReadOnlyList<ListedBenefit> Upcoming { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (IsSecretary)
        {
            HeldSince = await hold.FindAsync(Ct);
            Requests = await requests.CountOpenAsync(Ct);
            Open = await ListAsync(BenefitPhase.Open);
            Upcoming = await ListAsync(BenefitPhase.Upcoming);
        }
    }

    private Task<IReadOnlyList<ListedBenefit>> ListAsync(BenefitPhase phase) =>
        search.ListAsync(new BenefitFilter(Phase: phase), BenefitSearch.Columns["opens"], 0, MaxShown, Now, Ct);
}
