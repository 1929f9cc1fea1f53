using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<CsrmeWeChat.Contests.PhotoEntryScreen>,
    Microsoft.AspNetCore.Http.HttpResults.NotFound,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult
>;

namespace CsrmeWeChat.Contests;

/// <summary>An author's entries: begun, written, given photos, handed in, taken back.</summary>
public static class PhotoEntryEndpoints
{
    private static readonly string[] ForSubmit =
    [
        "contests.not_open",
        "contests.closed",
        "contests.not_editable",
        "contests.no_photo",
        "contests.photo_unfit",
        "contests.incomplete",
        "contests.photo_count",
        "contests.not_agreed",
        "contests.no_phone",
        "contests.members_only",
        "contests.photo_taken",
        "contests.photo_used",
    ];

    public static void MapPhotoEntries(this IEndpointRouteBuilder app)
    {
        var contests = app.MapGroup("/api/contests").WithTags("摄影大赛").RequireAuthorization(Policies.Person);
        contests
            .MapPost("/{id:long}/entries", Begin)
            .WithName("beginPhotoEntry")
            .WithSummary("开始一件作品，已有草稿则得到它")
            .Refuses("contests.not_open", "contests.closed", "contests.members_only", "contests.too_many", "session.ended");
        var own = contests.MapGroup("/entries/mine");
        own.MapGet("/", List).WithName("listMyPhotoEntries").WithSummary("我的作品，新的在前");
        own.MapGet("/{id:long}", Show).WithName("showMyPhotoEntry").WithSummary("我的一件作品");
        own.MapPut("/{id:long}", Write)
            .WithName("writePhotoEntry")
            .WithSummary("保存作品的文字")
            .WithDescription("草稿可以不完整，随时保存；提交时才检查。")
            .Refuses("contests.not_editable");
        own.MapPost("/{id:long}/submit", Submit).WithName("submitPhotoEntry").WithSummary("提交作品").Refuses(ForSubmit);
        own.MapDelete("/{id:long}", Withdraw)
            .WithName("withdrawPhotoEntry")
            .WithSummary("撤回作品；还没有提交过的草稿直接删除")
            .WithDescription("随时可以撤回，评审中的也可以；撤回后不再参加评审，不能恢复。");
        own.MapPost("/{id:long}/photos", Add)
            .WithName("addEntryPhoto")
            .WithSummary("把上传好的照片加到最后")
            .WithDescription("upload 是上传的编号（purpose 为 photo）。同一个上传再来一次不会多一张。")
            .Refuses("contests.not_editable", "contests.too_many_photos", "contests.same_photo", "contests.upload_gone");
        own.MapDelete("/{id:long}/photos/{photo:long}", Remove)
            .WithName("removeEntryPhoto")
            .WithSummary("去掉一张照片，后面的依次向前")
            .WithDescription("去掉的是封面，则由第一张作封面。")
            .Refuses("contests.not_editable");
        own.MapPut("/{id:long}/photos", Order)
            .WithName("orderEntryPhotos")
            .WithSummary("排照片的顺序，选封面")
            .Refuses("contests.not_editable", "contests.wrong_order");
    }

    private static async Task<Answer> Begin(
        long id,
        CurrentPerson person,
        PhotoEntryStates entries,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (outcome, entry) = await entries.BeginAsync(person.Id, id, time.GetUtcNow(), ct);
        return await answers.AnswerAsync(outcome, person.Id, entry?.Id ?? 0, ct);
    }

    private static async Task<Ok<Listing<PhotoEntryScreen>>> List(CurrentPerson person, PhotoEntryAnswers answers, CancellationToken ct) =>
        TypedResults.Ok(await answers.ListAsync(person.Id, ct));

    private static Task<Answer> Show(long id, CurrentPerson person, PhotoEntryAnswers answers, CancellationToken ct) =>
        answers.AnswerAsync(PhotoEntryOutcome.Done, person.Id, id, ct);

    private static async Task<Answer> Write(
        long id,
        PhotoEntryText text,
        CurrentPerson person,
        PhotoEntryStates entries,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    ) => await answers.AnswerAsync(await entries.WriteAsync(person.Id, id, text.Clean(), time.GetUtcNow(), ct), person.Id, id, ct);

    private static async Task<Answer> Add(
        long id,
        NewEntryPhoto wanted,
        CurrentPerson person,
        EntryPhotoDesk photos,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    ) => await answers.AnswerAsync(await photos.AddAsync(person.Id, id, wanted.Upload, time.GetUtcNow(), ct), person.Id, id, ct);

    private static async Task<Answer> Remove(
        long id,
        long photo,
        CurrentPerson person,
        EntryPhotoDesk photos,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    ) => await answers.AnswerAsync(await photos.RemoveAsync(person.Id, id, photo, time.GetUtcNow(), ct), person.Id, id, ct);

    private static async Task<Answer> Order(
        long id,
        EntryPhotoOrder order,
        CurrentPerson person,
        EntryPhotoDesk photos,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await answers.AnswerAsync(
            await photos.OrderAsync(person.Id, id, order.Photos, order.Cover, time.GetUtcNow(), ct),
            person.Id,
            id,
            ct
        );

    private static async Task<Answer> Submit(
        long id,
        PhotoEntryConsent consent,
        CurrentPerson person,
        PhotoEntryStates entries,
        PhotoEntryAnswers answers,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var agrees = consent is { AgreesToRules: true, IsOwnWork: true, HoldsNoSecrets: true };
        return await answers.AnswerAsync(await entries.SubmitAsync(person.Id, id, agrees, time.GetUtcNow(), ct), person.Id, id, ct);
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(
        long id,
        CurrentPerson person,
        PhotoEntryStates entries,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await entries.WithdrawAsync(person.Id, id, time.GetUtcNow(), ct) is PhotoEntryOutcome.Done
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}

public sealed record NewEntryPhoto(
    [property: Required(ErrorMessage = "缺少上传的编号。")] [property: StringLength(20, ErrorMessage = "上传的编号有误。")] string Upload
);

public sealed record EntryPhotoOrder(
    [property: Required(ErrorMessage = "缺少照片的顺序。")]
    [property: MaxLength(ContestGroup.MaxSeries, ErrorMessage = "照片太多。")]
    [property: Description("作品里所有照片的 id，按想要的顺序。")]
        IReadOnlyList<long> Photos,
    [property: Description("封面是哪一张；null 则由第一张作封面。")] long? Cover
);

public sealed record PhotoEntryConsent(
    [property: Description("已阅读并同意征集说明，同意学会为公益宣传使用。")] bool AgreesToRules,
    [property: Description("作品为本人（和所列合作者）创作，后期处理和 AI 使用已如实说明。")] bool IsOwnWork,
    [property: Description("作品不含国家秘密、工作秘密和不宜公开的工程信息，需要的已经单位审查。")] bool HoldsNoSecrets
);
