using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Videos;

/// <summary>What an author is told of their entry.</summary>
public enum EntryNotice
{
    Received,
    Returned,
    Accepted,
}

/// <summary>Tells authors what became of their entries, in the transaction in which it did. Each handing in is told of once.</summary>
public sealed class EntryNotices(AutomaticMessages messages)
{
    private static readonly string[] Words = ["作品", "结果", "说明", "时间"];

    public static readonly AutomaticKind[] Kinds =
    [
        new("video.received", "短视频作品已收到", "作者提交作品时。", Topic.Contests, Words),
        new("video.returned", "短视频作品退回修改", "作品退回修改，或视频不能用时。", Topic.Contests, Words),
        new("video.accepted", "短视频作品审核通过", "作品审核通过时。", Topic.Contests, Words),
    ];

    public Task TellAsync(Transaction tx, Entry entry, EntryNotice notice, DateTimeOffset now, CancellationToken ct)
    {
        if (entry.PersonId is not { } person)
        {
            return Task.CompletedTask;
        }
        var (kind, result, words) = notice switch
        {
            EntryNotice.Received => ("video.received", "已收到", "作品已收到，审核后会通知您。"),
            EntryNotice.Returned => ("video.returned", "请修改", entry.Reason),
            EntryNotice.Accepted => ("video.accepted", "审核通过", "您的作品已通过审核。"),
        };
        var message = new AutomaticMessage(
            kind,
            string.Create(CultureInfo.InvariantCulture, $"{entry.Id}:{entry.Version}"),
            person,
            VideoMiniPages.Mine,
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
