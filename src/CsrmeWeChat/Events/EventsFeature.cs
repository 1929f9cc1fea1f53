using CsrmeWeChat.Events.Site;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>活动: events with their sessions, registrations, and the waiting lists.</summary>
public static class EventsFeature
{
    public static IHostApplicationBuilder AddEvents(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<RegistrationOptions>(RegistrationOptions.Section);
        builder
            .Services.AddSingleton<EventStore>()
            .AddSingleton<EventEdits>()
            .AddSingleton<EventScreens>()
            .AddSingleton<EventCodes>()
            .AddSingleton<RegistrationQueue>()
            .AddSingleton<RegistrationDesk>()
            .AddSingleton<StaffRegistrations>()
            .AddSingleton<RegistrationLists>()
            .AddSingleton<ReminderForecast>()
            .AddSingleton<CounsellingLists>()
            .AddSingleton<FeedbackStore>()
            .AddSingleton<Thanks>()
            .AddSingleton<EventStory>()
            .AddSingleton<CheckInDesk>()
            .AddSingleton<DoorLists>()
            .AddSingleton<TicketStore>()
            .AddMenu(MenuGroup.Events, 10, "/staff/events", "活动", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.Events, 20, "/staff/doors", "签到", Role.Admin, Role.Secretary, Role.Redeemer)
            .AddMenu(MenuGroup.Events, 30, "/staff/counselling", "咨询预约", Role.Counsellor)
            .AddHelp(MenuGroup.Events, 30, "/Events/Pages/Counselling/_Help.cshtml", Role.Counsellor)
            .AddSingleton<IPersonData, EventsOfPerson>()
            .AddSingleton<IMarkUser, MarksOfEvents>()
            .AddSingleton<ICalendarSource, EventCalendar>()
            .AddHelp(MenuGroup.Events, 10, "/Events/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddDemo<DemoEvents>()
            .AddAuditKinds(AuditedEvent)
            .AddRecurringJob<PassOnPlaces>("pass-on-places")
            .AddRecurringJob<RegistrationNotices>("tell-registrations")
            .AddRecurringJob<SendReminders>("remind-of-events");
        foreach (var kind in (AutomaticKind[])[.. RegistrationNotices.Kinds, .. SendReminders.Kinds, Thanks.Kind])
        {
            builder.Services.AddAutomaticMessage(kind);
        }
        return builder;
    }

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapRegistrations();
        app.MapTickets();
        app.MapFeedback();
        app.MapEventSite();
    }

    public const string Subject = "event";

    private static AuditKind AuditedEvent { get; } =
        new("event", "活动")
        {
            Actions = new()
            {
                ["event.add"] = "新建活动",
                ["event.edit"] = "修改活动",
                ["event.publish"] = "发布活动",
                ["event.cancel"] = "取消活动",
                ["event.export"] = "导出报名",
                ["event.cost"] = "记费用",
                ["event.material"] = "填写活动资料",
                ["event.thank"] = "发送感谢",
                ["event.door"] = "开始签到",
                ["event.register"] = "代为报名",
                ["event.unregister"] = "取消一份报名",
            },
            Fields = new()
            {
                ["cents"] = "金额（分）",
                ["audience"] = "谁可以报名",
                ["cancelUntil"] = "修改、取消截止",
                ["closesAt"] = "报名截止",
                ["door"] = "门口",
                ["guardianUnder"] = "未满几周岁须监护人同意",
                ["hasWaiting"] = "可以候补",
                ["materialUrl"] = "活动资料",
                ["lastCreditFor"] = "最后一次订阅留给",
                ["maxParty"] = "一次最多几人",
                ["offerMinutes"] = "空位保留分钟",
                ["opensAt"] = "报名开始",
                ["place"] = "地点",
                ["point"] = "地图坐标",
                ["overrides"] = "不受条件限制",
                ["questions"] = "报名表的问题",
                ["registration"] = "报名序号",
                ["registrations"] = "报名数",
                ["reminders"] = "提醒",
                ["session"] = "场次",
                ["seats"] = "人数",
                ["sessions"] = "场次",
                ["smallerPasses"] = "人数合适的先得",
                ["why"] = "取消原因",
            },
        };
}
