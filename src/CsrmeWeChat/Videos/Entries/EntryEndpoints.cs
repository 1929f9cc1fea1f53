using System.ComponentModel;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Videos;

/// <summary>An author's entries: begun, written, given a video, handed in, taken back.</summary>
public static class EntryEndpoints
{
    private static readonly string[] ForSubmit =
    [
        "videos.not_open",
        "videos.closed",
        "videos.not_editable",
        "videos.incomplete",
        "videos.no_video",
        "videos.video_unfit",
        "videos.no_phone",
        "videos.not_agreed",
    ];

    public static void MapVideoEntries(this IEndpointRouteBuilder app)
    {
        var videos = app.MapGroup("/api/videos").WithTags("短视频").RequireAuthorization(Policies.Person);
        videos
            .MapPost("/calls/{id:long}/entries", Begin)
            .WithName("beginEntry")
            .WithSummary("开始一件作品，已有草稿则得到它")
            .Refuses("videos.not_open", "videos.closed", "videos.too_many", "session.ended");
        var own = videos.MapGroup("/entries/mine");
        own.MapGet("/", List).WithName("listMyEntries").WithSummary("我的作品，新的在前");
        own.MapGet("/{id:long}", Show).WithName("showMyEntry").WithSummary("我的一件作品");
        own.MapPut("/{id:long}", Write)
            .WithName("writeEntry")
            .WithSummary("保存作品的文字")
            .WithDescription("草稿可以不完整，随时保存；提交时才检查。")
            .Refuses("videos.not_editable");
        own.MapPut("/{id:long}/video", Attach)
            .WithName("attachVideo")
            .WithSummary("给作品配上传好的视频")
            .WithDescription("upload 是上传的编号（purpose 为 video）。换视频再来一次即可，原来的会删除。")
            .Refuses("videos.not_editable", "videos.upload_gone");
        own.MapPost("/{id:long}/submit", Submit).WithName("submitEntry").WithSummary("提交作品").Refuses(ForSubmit);
        own.MapDelete("/{id:long}", Withdraw).WithName("withdrawEntry").WithSummary("撤回作品；还没有提交过的草稿直接删除");
    }

    private static async Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> Begin(
        long id,
        CurrentPerson person,
        EntryStates entries,
        EntryDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (outcome, entry) = await entries.BeginAsync(person.Id, id, time.GetUtcNow(), ct);
        return await desk.AnswerAsync(outcome, person.Id, entry?.Id ?? 0, ct);
    }

    private static async Task<Ok<Listing<EntryScreen>>> List(
        CurrentPerson person,
        EntryDesk desk,
        TimeProvider time,
        CancellationToken ct
    ) => TypedResults.Ok(new Listing<EntryScreen>(await desk.ListAsync(person.Id, ct), time.GetUtcNow()));

    private static Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> Show(
        long id,
        CurrentPerson person,
        EntryDesk desk,
        CancellationToken ct
    ) => desk.AnswerAsync(EntryOutcome.Done, person.Id, id, ct);

    private static async Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> Write(
        long id,
        EntryText text,
        CurrentPerson person,
        EntryStates entries,
        EntryDesk desk,
        TimeProvider time,
        CancellationToken ct
    ) => await desk.AnswerAsync(await entries.WriteAsync(person.Id, id, text.Clean(), time.GetUtcNow(), ct), person.Id, id, ct);

    private static async Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> Attach(
        long id,
        EntryUpload upload,
        CurrentPerson person,
        EntryStates entries,
        EntryDesk desk,
        TimeProvider time,
        CancellationToken ct
    ) => await desk.AnswerAsync(await entries.AttachAsync(person.Id, id, upload.Upload, time.GetUtcNow(), ct), person.Id, id, ct);

    private static async Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> Submit(
        long id,
        EntryConsent consent,
        CurrentPerson person,
        EntryStates entries,
        EntryDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var agrees = consent is { AgreesToRules: true, HoldsNoSecrets: true };
        return await desk.AnswerAsync(await entries.SubmitAsync(person.Id, id, agrees, time.GetUtcNow(), ct), person.Id, id, ct);
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(
        long id,
        CurrentPerson person,
        EntryStates entries,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await entries.WithdrawAsync(person.Id, id, time.GetUtcNow(), ct) is EntryOutcome.Done
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}

/// <summary>Answers an author: with the entry as it is now, or why not.</summary>
public sealed class EntryDesk(EntryStore entries, EntryScreens screens, Database database, TimeProvider time)
{
    public async Task<IReadOnlyList<EntryScreen>> ListAsync(long personId, CancellationToken ct)
    {
        var hasPhone = await PersonPhones.IsVerifiedAsync(database, personId, ct);
        var now = time.GetUtcNow();
        return [.. (await entries.ListAsync(personId, ct)).Select(own => screens.Of(own, hasPhone, now))];
    }

    public async Task<Results<Ok<EntryScreen>, NotFound, ProblemHttpResult>> AnswerAsync(
        EntryOutcome outcome,
        long personId,
        long entryId,
        CancellationToken ct
    )
    {
        if (outcome is EntryOutcome.NotFound)
        {
            return TypedResults.NotFound();
        }
        if (outcome is not EntryOutcome.Done)
        {
            return WhyNot(outcome);
        }
        return await entries.FindAsync(personId, entryId, ct) is { } own
            ? TypedResults.Ok(screens.Of(own, await PersonPhones.IsVerifiedAsync(database, personId, ct), time.GetUtcNow()))
            : TypedResults.NotFound();
    }

    private static ProblemHttpResult WhyNot(EntryOutcome outcome) =>
        outcome switch
        {
            EntryOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            EntryOutcome.NotOpenYet => TypedResults.Refused("videos.not_open", "征集还没有开始。"),
            EntryOutcome.Closed => TypedResults.Refused("videos.closed", "征集已截止，不能再提交了。"),
            EntryOutcome.TooMany => TypedResults.Refused("videos.too_many", "您提交的作品已达上限。可以撤回一件，再提交新的。"),
            EntryOutcome.NotEditable => TypedResults.Refused(
                "videos.not_editable",
                "这件作品现在不能修改。已提交的如需修改，请联系秘书处退回；已撤回的不能恢复。"
            ),
            EntryOutcome.Incomplete => TypedResults.Refused("videos.incomplete", "作品信息还没有填完，请按提示补全。"),
            EntryOutcome.NoVideo => TypedResults.Refused("videos.no_video", "还没有上传视频。"),
            EntryOutcome.VideoUnfit => TypedResults.Refused("videos.video_unfit", "这个视频不能用，请按提示更换。"),
            EntryOutcome.NoPhone => TypedResults.Refused("videos.no_phone", "请先验证手机号，方便秘书处与您联系。"),
            EntryOutcome.NotAgreed => TypedResults.Refused("videos.not_agreed", "请先阅读并同意征集说明，并确认作品不含涉密内容。"),
            EntryOutcome.UploadGone => TypedResults.Refused("videos.upload_gone", "上传的文件已过期或已用在别的作品里，请重新上传。"),
            EntryOutcome.Done or EntryOutcome.NotFound => throw new InvalidOperationException("It is no refusal."),
        };
}

public sealed record EntryUpload(
    [property: System.ComponentModel.DataAnnotations.Required(ErrorMessage = "缺少上传的编号。")]
    [property: System.ComponentModel.DataAnnotations.StringLength(20, ErrorMessage = "上传的编号有误。")]
        string Upload
);

public sealed record EntryConsent(
    [property: Description("已阅读并同意征集说明，作品为本人创作，同意学会为公益宣传使用。")] bool AgreesToRules,
    [property: Description("作品不含国家秘密、工作秘密和不宜公开的工程信息，需要的已经单位审查。")] bool HoldsNoSecrets
);
