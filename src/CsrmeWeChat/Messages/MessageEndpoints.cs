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
        var messages = app.MapGroup("/api/me/messages").WithTags("Messages").RequireAuthorization(Policies.Person);
        messages.MapGet("/", Get).WithSummary("The 消息设置 screen: what is wanted, and which templates to ask consent for");
        messages.MapPut("/", Put).WithSummary("Choose what to be sent and what not; what is not named stays");
    }

    private static async Task<Ok<MessageSettings>> Get(
        CurrentPerson person,
        PersonMessages messages,
        PersonStore people,
        IMiniProgram mini,
        CancellationToken ct
    )
    {
        var declined = await messages.ListDeclinedAsync(person.Id, ct);
        var offered = await messages.ListOfferedAsync(await people.FindOpenIdAsync(person.Id, mini.AppId, ct) ?? "", ct);
        return TypedResults.Ok(
            new MessageSettings(
                [.. Enum.GetValues<Topic>().Select(topic => new TopicChoice(topic, topic.Label, !declined.Contains(topic)))],
                [.. offered.Select(template => new TemplateOffer(template.WechatId, template.Name, template.LongTerm, template.Credits))]
            )
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

/// <param name="Templates">
/// For wx.requestSubscribeMessage, after a tap and at most three at a time. Consent is never a condition of anything: WeChat forbids it.
/// </param>
public sealed record MessageSettings(IReadOnlyList<TopicChoice> Topics, IReadOnlyList<TemplateOffer> Templates);

public sealed record TopicChoice(Topic Topic, string Name, bool Wanted);

/// <param name="Id">WeChat's template id.</param>
/// <param name="Credits">Messages that the person has allowed and not yet received, as far as WeChat has reported.</param>
public sealed record TemplateOffer(string Id, string Name, bool LongTerm, int Credits);

public sealed record TopicChoices(
    [property: Required(ErrorMessage = "缺少选择。"), MaxLength(20, ErrorMessage = "选择过多。")] IReadOnlyList<ChosenTopic> Topics
);

public sealed record ChosenTopic(Topic Topic, bool Wanted);
