using System.ComponentModel;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Contests;

/// <summary>Giving a vote to an entry, and taking it back.</summary>
public static class VoteEndpoints
{
    public static void MapVotes(this IEndpointRouteBuilder app)
    {
        var vote = app.MapGroup("/api/contests/gallery/{entryId:long}/vote").WithTags("摄影大赛").RequireAuthorization(Policies.Person);
        vote.MapPut("/", Give)
            .WithName("giveVote")
            .WithSummary("投一票，每件作品每人一次。重复投票得到同样的回答")
            .Refuses([.. Enum.GetValues<VoteOutcome>().Where(IsRefusal).Select(outcome => WhyNot(outcome).Code)]);
        vote.MapDelete("/", TakeBack)
            .WithName("takeVoteBack")
            .WithSummary("投票截止前取消自己的一票")
            .Refuses(WhyNot(VoteOutcome.Closed).Code, WhyNot(VoteOutcome.NoSuchPerson).Code);
    }

    /// <summary>An entry that is not there is 404.</summary>
    private static bool IsRefusal(VoteOutcome outcome) => outcome is not (VoteOutcome.Done or VoteOutcome.NoSuchEntry);

    private static Task<Results<Ok<VoteAnswer>, NotFound, ProblemHttpResult>> Give(
        long entryId,
        CurrentPerson person,
        HttpContext context,
        VoteQueue queue,
        CancellationToken ct
    ) => AddAsync(queue, person.Id, entryId, gives: true, context, ct);

    private static Task<Results<Ok<VoteAnswer>, NotFound, ProblemHttpResult>> TakeBack(
        long entryId,
        CurrentPerson person,
        HttpContext context,
        VoteQueue queue,
        CancellationToken ct
    ) => AddAsync(queue, person.Id, entryId, gives: false, context, ct);

    private static async Task<Results<Ok<VoteAnswer>, NotFound, ProblemHttpResult>> AddAsync(
        VoteQueue queue,
        long personId,
        long entryId,
        bool gives,
        HttpContext context,
        CancellationToken ct
    ) =>
        await queue.AddAsync(personId, entryId, gives, context.Connection.RemoteIpAddress, ct) switch
        {
            { Outcome: VoteOutcome.Done, VotesLeft: var left } => TypedResults.Ok(new VoteAnswer(gives, left)),
            { Outcome: VoteOutcome.NoSuchEntry } => TypedResults.NotFound(),
            { Outcome: var outcome } => TypedResults.Refused(WhyNot(outcome).Code, WhyNot(outcome).Detail),
        };

    private static (string Code, string Detail) WhyNot(VoteOutcome outcome) =>
        outcome switch
        {
            VoteOutcome.Done => ("contests.voted", "已经投票。"),
            VoteOutcome.NoSuchEntry => ("not_found", "没有找到这件作品，可能已被撤下。"),
            VoteOutcome.NoSuchPerson => ("session.ended", "登录状态已变化，请重试。"),
            VoteOutcome.NoVoting => ("contests.no_voting", "本次大赛不设投票。"),
            VoteOutcome.NotOpen => ("contests.vote_not_open", "投票还没有开始，请到开始时间再来。"),
            VoteOutcome.Closed => ("contests.vote_closed", "投票已经结束，感谢您的关注。"),
            VoteOutcome.NoMember => ("member.not_bound", "本次投票面向会员，请先绑定会员身份，再来投票。"),
            VoteOutcome.NoPhone => ("contests.no_phone", "请先验证手机号，再来投票。"),
            VoteOutcome.OwnEntry => ("contests.own_entry", "不能给自己的作品投票。"),
            VoteOutcome.OverCap => ("contests.votes_used", "您的票已经投完。可以先取消投给别的作品的一票，再投给这件。"),
        };
}

public sealed record VoteAnswer(
    [property: Description("本人现在是否投了这件作品。")] bool MyVote,
    [property: Description("本人在这次大赛还可以投几票。")] int VotesLeft
);
