using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Seasons;

/// <summary>年度: what benefits, stories, contests and events belong to.</summary>
public static class SeasonsFeature
{
    public static IHostApplicationBuilder AddSeasons(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<SeasonStore>()
            .AddSingleton<PublicSeasons>()
            .AddSingleton<SeasonChoice>()
            .AddSingleton<IFirstStep, FirstSeason>()
            .AddDemo<DemoSeasons>()
            .AddSingleton(new HeaderPart("/Seasons/Pages/_Switch.cshtml", Role.Admin, Role.Secretary, Role.Reviewer))
            .AddAuditKinds(
                new AuditKind("season", "年度")
                {
                    Actions = new() { ["season.add"] = "新建年度" },
                    Fields = new() { ["title"] = "名称", ["theme"] = "主题" },
                }
            );
        return builder;
    }
}

/// <summary>One of the first things to do in a new installation.</summary>
public sealed class FirstSeason(SeasonStore seasons) : IFirstStep
{
    public int Place => 40;

    public string Words => "新建年度";

    public string Address => "/staff/benefits/seasons";

    public async Task<bool> IsDoneAsync(CancellationToken ct) => (await seasons.ListAsync(ct)).Count > 0;
}
