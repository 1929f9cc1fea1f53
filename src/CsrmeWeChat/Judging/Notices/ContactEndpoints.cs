using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Judging;

/// <summary>A juror's WeChat is linked to their account by the code that their page in the console shows.</summary>
public static class ContactEndpoints
{
    public static void MapJudgingContacts(this IEndpointRouteBuilder app)
    {
        var contact = app.MapGroup("/api/judging/contact").WithTags("评委提醒").RequireAuthorization(Policies.Person);
        contact.MapGet("/", Show).WithName("showJudgingContact").WithSummary("本人的微信接收哪些评委的评审提醒");
        contact
            .MapPost("/", Link)
            .WithName("linkJudgingContact")
            .WithSummary("用评委页面上的绑定码，让本人的微信接收评审提醒")
            .WithDescription("扫码得到的文字原样传来即可。重复提交同一个码没有影响。")
            .Refuses("judging.bad_code", "session.ended");
        contact.MapDelete("/", Unlink).WithName("unlinkJudgingContact").WithSummary("不再接收评审提醒");
    }

    private static async Task<Ok<ContactAnswer>> Show(CurrentPerson person, ContactStore contacts, CancellationToken ct) =>
        TypedResults.Ok(new ContactAnswer(await contacts.ListNamesAsync(person.Id, ct)));

    private static async Task<Results<Ok<ContactAnswer>, ProblemHttpResult>> Link(
        ContactRequest request,
        CurrentPerson person,
        ContactStore contacts,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await contacts.LinkAsync(person.Id, request.Code, time.GetUtcNow(), ct) switch
        {
            LinkOutcome.Linked => TypedResults.Ok(new ContactAnswer(await contacts.ListNamesAsync(person.Id, ct))),
            LinkOutcome.BadCode => TypedResults.Refused(
                "judging.bad_code",
                "绑定码不对，或已过期。请在电脑上打开“我的评审”，重新取一个绑定码。"
            ),
            LinkOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
        };

    private static async Task<NoContent> Unlink(CurrentPerson person, ContactStore contacts, CancellationToken ct)
    {
        await contacts.UnlinkPersonAsync(person.Id, ct);
        return TypedResults.NoContent();
    }
}

public sealed record ContactRequest(
    [property: Description("绑定码，8 位字母和数字；或扫码得到的文字。"), Required(ErrorMessage = "请填写绑定码。"), MaxLength(64)]
        string Code
);

public sealed record ContactAnswer([property: Description("评委的姓名；没有绑定时是空的。")] IReadOnlyList<string> Jurors);
