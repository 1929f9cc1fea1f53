using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;
using Hangfire;
using Microsoft.AspNetCore.Authentication;

namespace CsrmeWeChat.People;

/// <summary>WeChat users: signing in, the binding to a member, requests to be bound.</summary>
public static class PeopleFeature
{
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<CodeOptions>(CodeOptions.Section);
        builder
            .Services.AddSingleton<PersonStore>()
            .AddSingleton<CodeGate>()
            .AddSingleton<BindingStore>()
            .AddSingleton<BindRequestStore>()
            .AddSingleton<BindRequestSearch>()
            .AddSingleton<BindCandidates>()
            .AddSingleton<SessionStore>()
            .AddSingleton<Visits>()
            .AddHostedService<TellVisits>()
            .AddSingleton<PhoneButton>()
            .AddSingleton<PersonPhones>()
            .AddSingleton<ITimelineSource, BindingTimeline>()
            .AddSingleton<IPersonData, IdentityOfPerson>()
            .AddSingleton<IMemberData, BindingsOfMember>()
            .AddSingleton<IWorkSource, BindRequestWork>()
            .AddSingleton<IFigureSource, BoundFigure>()
            .AddMenu(MenuGroup.Members, 20, BindRequestWork.Path, "绑定申请", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Members, 20, "/People/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddDemo<DemoBindings>()
            .AddAuditKinds(
                new AuditKind("bind", "绑定申请")
                {
                    Actions = new()
                    {
                        ["bind.accept"] = "核准绑定",
                        ["bind.reject"] = "驳回绑定",
                        ["bind.export"] = "导出绑定申请",
                    },
                    Fields = new() { ["member"] = "会员" },
                }
            )
            .AddSealedColumns(
                new SealedColumn(
                    "bind_requests",
                    "phone_sealed",
                    "id",
                    "0",
                    "seal_row",
                    row => BindRequestStore.PhonePlace(row.Name),
                    new HashColumn("phone_hash", MemberStore.PhoneHash, text => text)
                ),
                new SealedColumn(
                    "person_phones",
                    "phone_sealed",
                    "id",
                    "0",
                    "seal_row",
                    row => PersonPhones.PhonePlace(row.Name),
                    new HashColumn("phone_hash", MemberStore.PhoneHash, text => text)
                )
            )
            .AddRecurringJob<RemoveSessions>("remove-sessions", Cron.Hourly());
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(
            TokenAuthentication.Scheme,
            configureOptions: null
        );
        return builder;
    }

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapPersons();
        app.MapBinding();
    }
}
