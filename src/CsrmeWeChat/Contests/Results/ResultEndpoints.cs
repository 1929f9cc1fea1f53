using System.ComponentModel;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Contests;

/// <summary>The result, from the public notice on, and what people have against it.</summary>
public static class ResultEndpoints
{
    public static void MapContestResults(this IEndpointRouteBuilder app)
    {
        var contests = app.MapGroup("/api/contests").WithTags("摄影大赛").RequireAuthorization(Policies.Person);
        contests
            .MapGet("/{id:long}/result", Show)
            .WithName("showContestResult")
            .WithSummary("拟获奖名单（公示期）或获奖名单")
            .WithDescription("还没有公示时为 404。");
        contests
            .MapPost("/{id:long}/objections", Object)
            .WithName("objectToResult")
            .WithSummary("对公示的名单提出异议")
            .WithDescription("同一个人对同一件作品再次提出时，替换还没有处理的那一次。")
            .Refuses("contests.no_notice", "contests.notice_over", "contests.not_noticed", "session.ended");
    }

    private static async Task<Results<Ok<ResultScreen>, NotFound>> Show(
        long id,
        ContestStore contests,
        ResultScreens screens,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await contests.FindAsync(id, ct) is { State: ContestState.Published, Result: not ContestResult.None } contest
            ? TypedResults.Ok(await screens.OfAsync(contest, contest.IsShown, time.GetUtcNow(), ct))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Object(
        long id,
        MakeObjection made,
        CurrentPerson person,
        ObjectionStates objections,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await objections.MakeAsync(person.Id, id, made.Clean(), time.GetUtcNow(), ct) switch
        {
            ObjectionOutcome.Done => TypedResults.NoContent(),
            ObjectionOutcome.NotFound => TypedResults.NotFound(),
            ObjectionOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            ObjectionOutcome.NoNotice => TypedResults.Refused("contests.no_notice", "名单还没有公示。"),
            ObjectionOutcome.Over => TypedResults.Refused(
                "contests.notice_over",
                "公示已结束，不再受理异议。如有问题，请直接联系学会秘书处。"
            ),
            ObjectionOutcome.NotNoticed => TypedResults.Refused("contests.not_noticed", "这件作品已不在公示名单里，请刷新后再看。"),
            ObjectionOutcome.Moved => throw new InvalidOperationException("Nobody decides what is being made."),
        };
}

public sealed record MakeObjection(
    [property: Description("针对哪件作品；对整个名单则为 null。")] long? EntryId,
    [property: CleanText("姓名", NewObjection.MaxName, Needed = true)] string Name,
    [property: CleanText("联系方式", NewObjection.MaxContact, Needed = true), Description("只有秘书处能看到。")] string Contact,
    [property: Description("是否同意公开姓名；不同意时，公开处理结果只写“匿名”。")] bool IsNamed,
    [property: CleanText("异议内容", NewObjection.MaxWords, Needed = true)] string Words
)
{
    internal NewObjection Clean() => new(EntryId, PlainText.Clean(Name), PlainText.Clean(Contact), IsNamed, PlainText.CleanLines(Words));
}

public sealed record ResultScreen(
    long Id,
    string Title,
    [property: Description("notice 公示中，noticed 公示已结束，announced 已公布。")] ContestStage Stage,
    DateTimeOffset NoticeFrom,
    [property: Description("在这之前可以提出异议。")] DateTimeOffset NoticeUntil,
    DateTimeOffset? AnnouncedAt,
    [property: Description("每个组别；人气奖排在最后。")] IReadOnlyList<ResultGroup> Groups,
    [property: Description("已处理的异议。")] IReadOnlyList<PublicObjection> Objections,
    [property: Description("服务器的时间。")] DateTimeOffset Now
);

public sealed record ResultGroup(string Name, IReadOnlyList<AwardedEntry> Entries);

public sealed record AwardedEntry(
    long EntryId,
    string Prize,
    string Title,
    [property: Description("作者和合作者。")] string Makers,
    string Unit,
    string Caption,
    [property: Description("使用了 AI 的，画面旁须说明。")] PhotoAiUse AiUse,
    [property: Description("照片，封面在前。公开展示没有开通时为空。")] IReadOnlyList<ShownPhoto> Photos
);

public sealed record PublicObjection(
    [property: Description("姓名，或“匿名”。")] string Name,
    [property: Description("针对的作品；对整个名单则为空。")] string Title,
    bool Upheld,
    string Decision,
    DateTimeOffset DecidedAt
);

/// <summary>The result as the mini program and the public page show it.</summary>
public sealed class ResultScreens(AwardStore awards, ObjectionStates objections, EntryPictures pictures)
{
    /// <param name="isShown">
    /// Whether the photos stand with the names. WeChat asks for a category before people's photos are shown to others in a mini program.
    /// </param>
    public async Task<ResultScreen> OfAsync(Contest contest, bool isShown, DateTimeOffset now, CancellationToken ct)
    {
        var shown = await awards.ListPublicAsync(contest.Id, ct);
        var photos = isShown ? await awards.PhotosOfAsync(shown.Select(award => award.EntryId), ct) : null;
        var decided = (await objections.ListAsync(contest.Id, ct)).Where(objection => objection.State is not ObjectionState.Open);
        return new ResultScreen(
            contest.Id,
            contest.Title,
            contest.StageAt(now),
            contest.NoticeFrom!.Value,
            contest.NoticeUntil!.Value,
            contest.AnnouncedAt,
            [
                .. contest
                    .AwardGroups.Select(group => new ResultGroup(
                        group.Name,
                        [.. shown.Where(award => award.GroupKey == group.Key).Select(award => Of(award, photos?[award.EntryId] ?? [], now))]
                    ))
                    .Where(group => group.Entries.Count > 0),
            ],
            [
                .. decided.Select(objection => new PublicObjection(
                    objection.PublicName,
                    objection.Title,
                    objection.State is ObjectionState.Upheld,
                    objection.Decision,
                    objection.DecidedAt!.Value
                )),
            ],
            now
        );
    }

    private AwardedEntry Of(Award award, IEnumerable<EntryPhoto> photos, DateTimeOffset now) =>
        new(
            award.EntryId,
            award.Prize,
            award.Title,
            award.Makers,
            award.Unit,
            award.Caption,
            award.AiUse,
            [.. photos.OrderBy(photo => photo.Id == award.CoverId ? 0 : photo.Place).Select(photo => pictures.Of(photo, now))]
        );
}
