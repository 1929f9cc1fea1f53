using System.Globalization;
using System.Reflection;
using CsrmeWeChat.Account;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.WeChatCalls;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using CsrmeWeChat.People;
using CsrmeWeChat.Rehearsals;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Stories;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat;

/// <summary>What the service and its commands share: configuration, database, keys, stores.</summary>
public static class AppHost
{
    /// <summary>The OpenAPI document is being made at build: nothing may be validated, migrated or started.</summary>
    public static bool IsDocumenting { get; } = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    public static WebApplicationBuilder NewBuilder(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<TimeProvider, DatabaseTime>();
        builder.AddOptions<DataOptions>(DataOptions.Section);
        builder.AddOptions<KeyOptions>(KeyOptions.Section);
        builder
            .Services.AddSingleton(services => services.GetRequiredService<IOptions<DataOptions>>().Value)
            .AddSingleton(services => Dialect.For(services.GetRequiredService<DataOptions>(), builder.Environment))
            .AddSingleton<Database>()
            .AddSingleton<ServiceLock>()
            .AddSingleton<IForcedRefreshLedger, ForcedRefreshStore>()
            .AddSingleton<Migrator>()
            .AddSingleton<Keyring>()
            .AddSingleton<KeyRotation>()
            .AddSingleton<StaffStore>()
            .AddSingleton<StaffSessions>()
            .AddSingleton<SignInLimits>()
            .AddSingleton<Passwords>()
            .AddSingleton<TwoStep>()
            .AddSingleton<SignInDesk>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<AuditSearch>()
            .AddSingleton<AuditHeads>()
            .AddSingleton<AuditCheck>()
            .AddSingleton<MemberStore>()
            .AddSingleton<MemberSearch>()
            .AddSingleton<Timeline>()
            .AddSingleton<ITimelineSource, AuditTimeline>()
            .AddSingleton<ITimelineSource, BindingTimeline>()
            .AddSingleton<ITimelineSource, ClaimTimeline>()
            .AddSingleton<ITimelineSource, RosterTimeline>()
            .AddSingleton<RosterChoices>()
            .AddSingleton<RosterStore>()
            .AddSingleton<RosterFiles>()
            .AddSingleton<RosterOrders>()
            .AddSingleton<RosterSeal>()
            .AddSingleton<RosterImport>()
            .AddSingleton<RosterDesk>()
            .AddSingleton<RosterRefused>()
            .AddSingleton<RosterChanges>()
            .AddSingleton<RosterSearch>()
            .AddSingleton<RosterWork>()
            .AddSingleton<PersonStore>()
            .AddSingleton<BindingStore>()
            .AddSingleton<BindRequestStore>()
            .AddSingleton<BindRequestSearch>()
            .AddSingleton<BindCandidates>()
            .AddSingleton<SessionStore>()
            .AddSingleton<PhoneButton>()
            .AddSingleton<BenefitMetrics>()
            .AddSingleton<SeasonStore>()
            .AddSingleton<BenefitStore>()
            .AddSingleton<BenefitRun>()
            .AddSingleton<BenefitList>()
            .AddSingleton<VoucherStore>()
            .AddSingleton<EligibleMembers>()
            .AddSingleton<BenefitBoard>()
            .AddSingleton<ClaimStore>()
            .AddSingleton<ClaimRefusals>()
            .AddSingleton<LiveRush>()
            .AddSingleton<Openings>()
            .AddSingleton<ClaimDesk>()
            .AddSingleton<ClaimList>()
            .AddSingleton<StaffClaims>()
            .AddSingleton<RedemptionStore>()
            .AddSingleton<MediaFolder>()
            .AddSingleton<Pictures>()
            .AddSingleton<StoryBody>()
            .AddSingleton<StoryStore>()
            .AddSingleton<StoryList>()
            .AddSingleton<WeChatMedia>()
            .AddSingleton<Articles>()
            .AddSingleton<SendPlanner>()
            .AddSingleton<SendStore>()
            .AddSingleton<AdvanceSends>()
            .AddSingleton<Recall>()
            .AddSingleton<Abilities>()
            .AddCallbackHandler<MassSendFinished>("masssendjobfinish")
            .AddCallbackHandler<PublicationFinished>("publishjobfinish")
            .AddSingleton<RehearsalStore>()
            .AddSingleton<ShadowStage>()
            .AddSingleton<CallbackStore>()
            .AddSingleton<CallbackList>()
            .AddSingleton<AutoReplyStore>()
            .AddSingleton<AutoReplyBook>()
            .AddSingleton<AccountHits>()
            .AddSingleton<FollowerStore>()
            .AddSingleton<FollowerSyncStore>()
            .AddSingleton<FollowerList>()
            .AddSingleton<ApiLedger>()
            .AddSingleton<AccountMenuStore>()
            .AddCallbackHandler<CountHits>("click", "view", "view_miniprogram", "scan", "subscribe")
            .AddCallbackHandler<FollowOrLeave>("subscribe", "unsubscribe");
        builder.AddMessages();
        builder.AddOptions<AuditOptions>(AuditOptions.Section);
        builder.AddOptions<FollowerOptions>(FollowerOptions.Section);
        builder.AddOptions<MediaOptions>(MediaOptions.Section);
        builder.AddOptions<SiteOptions>(SiteOptions.Section);
        builder.AddOptions<ClaimOptions>(ClaimOptions.Section);
        var wechat = builder.Services.AddWeChat().BindConfiguration("WeChat");
        if (!IsDocumenting)
        {
            wechat.ValidateOnStart();
        }
        return builder;
    }

    public static void AddOptions<T>(this IHostApplicationBuilder builder, string section)
        where T : class
    {
        var options = builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations();
        if (!IsDocumenting)
        {
            options.ValidateOnStart();
        }
    }
}
