using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;

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
