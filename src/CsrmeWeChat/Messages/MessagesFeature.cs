using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Members;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>消息: what is sent to many people one by one, by template message or subscription.</summary>
public static class MessagesFeature
{
    public static IHostApplicationBuilder AddMessages(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<MessageOptions>(MessageOptions.Section);
        builder
            .Services.AddOptions<MessageOptions>()
            .Validate<IOptions<WeChatOptions>>(
                (push, wechat) => push.Lease > 4 * wechat.Value.Timeout,
                "Messages:Lease must be longer than four times WeChat:Timeout, or a slow answer outlasts it."
            );
        builder
            .Services.AddSingleton<TemplateStore>()
            .AddSingleton<AutomaticMessages>()
            .AddSingleton<AutomaticRounds>()
            .AddSingleton<AutomaticStore>()
            .AddSingleton<CampaignStore>()
            .AddSingleton<CampaignStates>()
            .AddSingleton<AudienceChoices>()
            .AddSingleton<CampaignProgress>()
            .AddSingleton<DeliveryLeaser>()
            .AddSingleton<OutcomeRecorder>()
            .AddSingleton<ExpiredLeases>()
            .AddSingleton<ChannelPauses>()
            .AddSingleton<CreditStore>()
            .AddSingleton<ReceiptStore>()
            .AddSingleton<Freezing>()
            .AddSingleton<MessageCall>()
            .AddSingleton<Sender>()
            .AddSingleton<PersonMessages>()
            .AddSingleton<ICalendarSource, MessageCalendar>()
            .AddSingleton<IWorkSource, MessageWork>()
            .AddSingleton<IFigureSource, MessageFigure>()
            .AddSingleton<IFirstStep, RegisterTemplateStep>()
            .AddCalendarStart(10, "/staff/messages/new", "写通知消息", "message", Role.Admin, Role.Secretary)
            .AddCallbackHandler<MessageCallbacks>(
                "templatesendjobfinish",
                "subscribe_msg_popup_event",
                "subscribe_msg_change_event",
                "subscribe_msg_sent_event"
            )
            .AddSingleton<ITimelineSource, MessageTimeline>()
            .AddSingleton<IPersonData>(services => services.GetRequiredService<PersonMessages>())
            .AddSingleton<IMemberData, DeliveriesOfMember>()
            .AddSingleton<IMarkUser, MarksOfMessages>()
            .AddDemo<DemoMessages>()
            .AddMenu(MenuGroup.Account, 30, "/staff/messages", "通知消息", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Account, 20, "/Messages/Pages/_MessagesHelp.cshtml", Role.Admin, Role.Secretary)
            .AddAuditKinds(AuditedCampaign, AuditedTemplate, AuditedAutomatic)
            .AddRecurringJob<SendMessages>("send-messages");
        return builder;
    }

    private static AuditKind AuditedAutomatic { get; } =
        new("automatic", "自动通知")
        {
            Actions = new() { ["automatic.set"] = "设置自动通知" },
            Fields = new() { ["template"] = "模板" },
        };

    private static AuditKind AuditedCampaign { get; } =
        new("campaign", "消息")
        {
            Actions = new()
            {
                ["campaign.add"] = "新建消息",
                ["campaign.edit"] = "修改消息",
                ["campaign.freeze"] = "生成收件人名单",
                ["campaign.thaw"] = "退回草稿",
                ["campaign.start"] = "开始发送",
                ["campaign.pause"] = "暂停发送",
                ["campaign.resume"] = "继续发送",
                ["campaign.cancel"] = "取消发送",
                ["campaign.retry"] = "重发失败的",
                ["campaign.export"] = "导出收件人",
                ["campaign.lift"] = "解除暂停",
                ["campaign.list"] = "导出消息列表",
            },
            Fields = new()
            {
                ["benefit"] = "限福利",
                ["branches"] = "限分支机构",
                ["fields"] = "内容",
                ["levels"] = "限级别",
                ["numbers"] = "限会员号",
                ["page"] = "打开的页面",
                ["startAt"] = "开始时间",
                ["tags"] = "限标签",
                ["template"] = "模板",
                ["topic"] = "消息类别",
            },
        };

    private static AuditKind AuditedTemplate { get; } =
        new("template", "消息模板")
        {
            Actions = new() { ["template.add"] = "登记消息模板", ["template.edit"] = "修改消息模板" },
            Fields = new()
            {
                ["channel"] = "发送方式",
                ["fields"] = "内容",
                ["longTerm"] = "长期订阅",
            },
        };
}
