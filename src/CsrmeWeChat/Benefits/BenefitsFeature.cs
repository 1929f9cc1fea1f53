using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Members;
using Hangfire;
using OpenTelemetry.Metrics;

namespace CsrmeWeChat.Benefits;

/// <summary>530 会员福利: what members claim in a rush, show at a counter, and staff run.</summary>
public static class BenefitsFeature
{
    public static IHostApplicationBuilder AddBenefits(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<ClaimOptions>(ClaimOptions.Section);
        builder
            .Services.AddSingleton<ClaimMetrics>()
            .ConfigureOpenTelemetryMeterProvider(meters => meters.AddMeter(ClaimMetrics.Meter))
            .AddSingleton<BenefitStore>()
            .AddSingleton<BenefitOperations>()
            .AddSingleton<BenefitSearch>()
            .AddSingleton<VoucherStore>()
            .AddSingleton<VoucherRestore>()
            .AddSingleton<EligibleMembers>()
            .AddSingleton<MemberScreen>()
            .AddSingleton<MemberClaims>()
            .AddSingleton<ClaimRefusals>()
            .AddSingleton<ClaimTries>()
            .AddSingleton<LiveRush>()
            .AddSingleton<RushActivity>()
            .AddSingleton<ClaimQueue>()
            .AddSingleton<ClaimSearch>()
            .AddSingleton<SignatureSheet>()
            .AddSingleton<BenefitCopies>()
            .AddSingleton<MemberBenefits>()
            .AddSingleton<StaffClaims>()
            .AddSingleton<RedemptionStore>()
            .AddSingleton<ITimelineSource, ClaimTimeline>()
            .AddSingleton<ICalendarSource, BenefitCalendar>()
            .AddSingleton<IMiniPageSource, BenefitMiniPages>()
            .AddSingleton<IPersonData, ClaimsOfPerson>()
            .AddSingleton<IMemberData, ClaimsOfMember>()
            .AddSingleton<IMarkUser, MarksOfBenefits>()
            .AddSingleton<IWorkSource, BenefitWork>()
            .AddSingleton<IFigureSource, ClaimFigure>()
            .AddSingleton<IFirstStep, FirstBenefit>()
            .AddSingleton(new MemberPart(10, "/Benefits/Pages/_OfMember.cshtml", Role.Admin, Role.Secretary))
            .AddHelp(MenuGroup.Benefits, 10, "/Benefits/Pages/_Help.cshtml", Role.Admin, Role.Secretary, Role.Redeemer)
            .AddDemo<DemoBenefits>()
            .AddHostedService<RefusalFlush>()
            .AddMenu(MenuGroup.Benefits, 10, "/staff/benefits", "福利与年度", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.Benefits, 20, "/staff/redeem", "核销", Role.Admin, Role.Secretary, Role.Redeemer)
            .AddShortcut(20, "/staff/redeem", "核销", "scan")
            .AddLanding(Role.Redeemer, "/staff/redeem")
            .AddAuditKinds(AuditedBenefit, AuditedClaim, AuditedRedemption)
            .AddRecurringJob<ExpireClaims>("expire-claims", Cron.Minutely());
        return builder;
    }

    public static void MapBenefits(this IEndpointRouteBuilder app)
    {
        app.MapClaiming();
        app.MapRedeeming();
    }

    private static AuditKind AuditedBenefit { get; } =
        new("benefit", "福利")
        {
            Actions = new()
            {
                ["benefit.add"] = "新建福利",
                ["benefit.edit"] = "修改福利",
                ["benefit.publish"] = "发布福利",
                ["benefit.withdraw"] = "撤回为草稿",
                ["benefit.close"] = "关闭领取",
                ["benefit.reopen"] = "重新开放领取",
                ["benefit.window"] = "调整福利时间",
                ["benefit.stock"] = "增减总量",
                ["benefit.picture"] = "更换福利图片",
                ["benefit.copy"] = "复制福利",
                ["benefit.remove"] = "删除福利",
                ["benefit.restored"] = "恢复后核对兑换码",
                ["benefit.vouchers"] = "追加兑换码",
                ["benefit.vouchers_back"] = "撤回兑换码",
                ["benefit.export"] = "导出福利列表",
                ["claim.export"] = "导出领取名单",
                ["claim.sheet"] = "打印签名表",
            },
            Fields = new()
            {
                ["branches"] = "限分支机构",
                ["closesAt"] = "结束领取",
                ["duesRequired"] = "会费须在有效期内",
                ["expiryReturnsStock"] = "到期未核销退回库存",
                ["issued"] = "已发到",
                ["last"] = "最后发出的序号",
                ["skipped"] = "跳过的兑换码",
                ["levels"] = "限级别",
                ["opensAt"] = "开始领取",
                ["partner"] = "提供方",
                ["place"] = "地点",
                ["picture"] = "图片",
                ["copied"] = "复制自",
                ["season"] = "年度",
                ["stock"] = "总量",
                ["summary"] = "简介",
                ["tags"] = "限标签",
                ["usageNote"] = "使用说明",
                ["useUntil"] = "使用截止",
            },
        };

    private static AuditKind AuditedClaim { get; } =
        new("claim", "领取")
        {
            Actions = new() { ["claim.on_behalf"] = "代领", ["claim.cancel"] = "取消领取" },
            Fields = new() { ["member"] = "会员", ["serial"] = "序号" },
        };

    private static AuditKind AuditedRedemption { get; } =
        new("redemption", "核销")
        {
            Actions = new() { ["redemption.redeem"] = "核销", ["redemption.undo"] = "撤销核销" },
            Fields = new()
            {
                ["member"] = "会员",
                ["redeemedAt"] = "核销时间",
                ["redeemer"] = "核销人",
                ["way"] = "方式",
                ["serial"] = "序号",
            },
        };
}
