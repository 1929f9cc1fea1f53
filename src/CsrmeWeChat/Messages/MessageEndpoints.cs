using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChat;

namespace CsrmeWeChat.Messages;

public static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/me/messages").WithTags("消息").RequireAuthorization(Policies.Person);
        messages.MapGet("/", Get).WithName("showMessages").WithSummary("“消息设置”页：接收哪些消息，可以请求订阅哪些模板");
        messages
            .MapPut("/", Put)
            .WithName("chooseMessages")
            .WithSummary("选择接收和不接收哪些消息，没有提到的不变")
            .Refuses("session.ended");
        messages
            .MapPost("/consents", Report)
            .WithName("reportConsents")
            .WithSummary("报告 wx.requestSubscribeMessage 的结果：本人选了“总是保持以上选择”时，微信不会另行告知")
            .Refuses("session.ended");
    }

    private static async Task<Ok<MessageSettings>> Get(
        CurrentPerson person,
        PersonMessages messages,
        PersonStore people,
        IMiniProgram mini,
        CancellationToken ct
    ) => TypedResults.Ok(await SettingsAsync(person, await people.FindOpenIdAsync(person.Id, mini.AppId, ct) ?? "", messages, ct));

    private static async Task<Results<Ok<MessageSettings>, ProblemHttpResult>> Report(
        ConsentReport request,
        CurrentPerson person,
        PersonMessages messages,
        PersonStore people,
        IMiniProgram mini,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await people.FindOpenIdAsync(person.Id, mini.AppId, ct) is { } openId
        && await messages.ReportAsync(person.Id, openId, request.Results, time.GetUtcNow(), ct)
            ? TypedResults.Ok(await SettingsAsync(person, openId, messages, ct))
            : TypedResults.Refused("session.ended", "登录状态已变化，请重试。");

    private static async Task<MessageSettings> SettingsAsync(
        CurrentPerson person,
        string openId,
        PersonMessages messages,
        CancellationToken ct
    )
    {
        var declined = await messages.ListDeclinedAsync(person.Id, ct);
        var offered = await messages.ListOfferedAsync(openId, ct);
        return new MessageSettings(
            [.. Enum.GetValues<Topic>().Select(topic => new TopicChoice(topic, topic.Label, !declined.Contains(topic)))],
            [.. offered.Select(template => new TemplateOffer(template.WechatId, template.Name, template.LongTerm, template.Credits))]
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Put(
        TopicChoices request,
        CurrentPerson person,
        PersonMessages messages,
        CancellationToken ct
    ) =>
        await messages.ChooseAsync(person.Id, request.Topics, ct)
            ? TypedResults.NoContent()
            : TypedResults.Refused("session.ended", "登录状态已变化，请重试。");
}

public sealed record MessageSettings(
    IReadOnlyList<TopicChoice> Topics,
    [property: Description("供 wx.requestSubscribeMessage 使用：点按之后调用，一次最多三个。不得以同意订阅为领取福利的条件。")]
        IReadOnlyList<TemplateOffer> Templates
);

public sealed record TopicChoice(Topic Topic, string Name, bool Wanted);

public sealed record TemplateOffer(
    [property: Description("微信的模板 ID。")] string Id,
    string Name,
    [property: Description("长期订阅。")] bool LongTerm,
    [property: Description("本人已同意、还没有用掉的次数，以微信和小程序告知的为准。")] int Credits
);

public sealed record ConsentReport(
    [property:
        Description(
            "success 回调给出的各模板 ID 及其结果（accept、reject、ban、filter）；errMsg 可以留着。每调用一次报告一次，每人每天至多计 30 次同意。"
        ),
        Required(ErrorMessage = "缺少订阅的结果。"),
        MaxLength(20, ErrorMessage = "订阅的结果过多。")
    ]
        IReadOnlyDictionary<string, string> Results
);

public sealed record TopicChoices(
    [property: Required(ErrorMessage = "缺少选择。"), MaxLength(20, ErrorMessage = "选择过多。")] IReadOnlyList<ChosenTopic> Topics
);

public sealed record ChosenTopic(Topic Topic, bool Wanted);
