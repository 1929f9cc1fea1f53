using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Home;

/// <summary>What waits for whoever has just come in.</summary>
[Allowed]
public sealed class HomeModel(BenefitList benefits, BindRequestSearch requests) : ConsolePage
{
    private const int MostShown = 10;

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

    public IReadOnlyList<BenefitLine> Open { get; private set; } = [];

    public IReadOnlyList<BenefitLine> Upcoming { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (IsSecretary)
        {
            Requests = await requests.CountOpenAsync(Ct);
            Open = await ListAsync(BenefitStage.Open);
            Upcoming = await ListAsync(BenefitStage.Upcoming);
        }
    }

    private Task<IReadOnlyList<BenefitLine>> ListAsync(BenefitStage stage) =>
        benefits.ListAsync(new BenefitFilter(Stage: stage), BenefitList.Columns["opens"], 0, MostShown, Now, Ct);
}
