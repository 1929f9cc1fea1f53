using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Contests;

/// <summary>What an author is told of their entry.</summary>
public enum PhotoEntryNotice
{
    Received,
    Returned,
    Accepted,
}

/// <summary>Tells authors what became of their entries, in the transaction in which it did. Each handing in is told of once.</summary>
public sealed class PhotoEntryNotices(AutomaticMessages messages)
{
    private static readonly string[] Words = ["作品", "结果", "说明", "时间"];

    public static readonly AutomaticKind[] Kinds =
    [
        new("contest.received", "摄影大赛作品已收到", "作者提交作品时。", Topic.Contests, Words),
        new("contest.returned", "摄影大赛作品退回修改", "作品退回修改，或照片不能用时。", Topic.Contests, Words),
        new("contest.accepted", "摄影大赛作品审核通过", "作品审核通过、可以参加评审时。", Topic.Contests, Words),
    ];

    public Task TellAsync(Transaction tx, PhotoEntry entry, PhotoEntryNotice notice, DateTimeOffset now, CancellationToken ct)
    {
        if (entry.PersonId is not { } person)
        {
            return Task.CompletedTask;
        }
        var (kind, result, words) = notice switch
        {
            PhotoEntryNotice.Received => ("contest.received", "已收到", "作品已收到，审核后会通知您。"),
            PhotoEntryNotice.Returned => ("contest.returned", "请修改", entry.Reason),
            PhotoEntryNotice.Accepted => ("contest.accepted", "审核通过", "您的作品已通过审核，将参加评审。"),
        };
        var message = new AutomaticMessage(
            kind,
            string.Create(CultureInfo.InvariantCulture, $"{entry.Id}:{entry.Version}"),
            person,
            ContestMiniPages.Mine,
            new Dictionary<string, string>
            {
                ["作品"] = entry.Title,
                ["结果"] = result,
                ["说明"] = words,
                // As WeChat's fields for times take it.
                ["时间"] = China.Local(now).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture),
            }
        );
        return messages.SendAsync(tx, message, now, ct);
    }
}
