using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Contests;

/// <summary>Tells winners, in the transaction in which the result is announced.</summary>
public sealed class ResultNotices(AutomaticMessages messages)
{
    public static readonly AutomaticKind Awarded = new(
        "contest.awarded",
        "摄影作品获奖",
        "公布结果时。",
        Topic.Contests,
        ["作品", "大赛", "奖项", "时间"]
    );

    public Task TellAsync(Transaction tx, Contest contest, Award award, DateTimeOffset now, CancellationToken ct)
    {
        if (award.PersonId is not { } person)
        {
            return Task.CompletedTask;
        }
        var message = new AutomaticMessage(
            Awarded.Key,
            string.Create(CultureInfo.InvariantCulture, $"{award.Id}"),
            person,
            string.Create(CultureInfo.InvariantCulture, $"contests/result/index?id={contest.Id}"),
            new Dictionary<string, string>
            {
                ["作品"] = award.Title,
                ["大赛"] = contest.Title,
                ["奖项"] = award.PrizeIn(contest),
                // As WeChat's fields for times take it.
                ["时间"] = China.Local(now).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture),
            }
        );
        return messages.SendAsync(tx, message, now, ct);
    }
}
