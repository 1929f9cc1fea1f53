using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Judging;

/// <summary>What a juror is told at WeChat.</summary>
public enum JurorNotice
{
    Opened,
    Late,
}

/// <summary>Tells jurors of their rounds. Who has linked no WeChat is not told here: staff tell them otherwise.</summary>
public sealed class JurorNotices(AutomaticMessages messages)
{
    private static readonly string[] Words = ["活动", "轮次", "待评件数", "截止时间", "说明"];

    public static readonly AutomaticKind[] Kinds =
    [
        new("judging.opened", "评审开始", "一轮评审开始时，发给绑定了微信的评委。", Topic.Contests, Words),
        new(
            "judging.reminder",
            "评审未完成提醒",
            "评审截止前三天，每天上午十点，发给还没有评完、绑定了微信的评委；工作人员点“提醒未完成的评委”时。",
            Topic.Contests,
            Words
        ),
    ];

    /// <summary>Those of a round who have something to score, with the WeChat they are told at.</summary>
    public static Task<IReadOnlyList<LateJuror>> ListLateAsync(Sql sql, long roundId, CancellationToken ct) =>
        sql.ListAsync<LateJuror>(
            """
            SELECT b.staff_id, c.person_id, COUNT(*) AS open
              FROM judging_ballots b LEFT JOIN judging_contacts c ON c.staff_id = b.staff_id
             WHERE b.round_id = @roundId AND b.state = 'open'
             GROUP BY b.staff_id, c.person_id
             ORDER BY b.staff_id
            """,
            new { roundId },
            ct
        );

    /// <param name="title">Of what the round is part of.</param>
    /// <param name="dedupe">Names the occasion, on which each juror is told once.</param>
    public async Task TellAsync(
        Transaction tx,
        JurorNotice notice,
        Round round,
        string title,
        string dedupe,
        IEnumerable<LateJuror> jurors,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        foreach (var juror in jurors)
        {
            if (juror.PersonId is { } person)
            {
                await messages.SendAsync(tx, MessageOf(notice, round, title, dedupe, juror, person), now, ct);
            }
        }
    }

    private static AutomaticMessage MessageOf(JurorNotice notice, Round round, string title, string dedupe, LateJuror juror, long person) =>
        new(
            notice is JurorNotice.Opened ? "judging.opened" : "judging.reminder",
            string.Create(CultureInfo.InvariantCulture, $"{round.Id}:{juror.StaffId}:{dedupe}"),
            person,
            // Jurors work in the console, not in the mini program.
            Page: "",
            new Dictionary<string, string>
            {
                ["活动"] = title,
                ["轮次"] = round.Title,
                ["待评件数"] = string.Create(CultureInfo.InvariantCulture, $"{juror.Open}"),
                // As WeChat's fields for times take it.
                ["截止时间"] = China.Local(round.ClosesAt).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture),
                ["说明"] = notice is JurorNotice.Opened ? "评审已开始，请登录管理台评分" : "还有作品未评，请在截止前完成",
            }
        );
}

public sealed record LateJuror
{
    public required long StaffId { get; init; }

    /// <summary>Null where they have linked no WeChat.</summary>
    public long? PersonId { get; init; }

    /// <summary>How many they have not scored yet.</summary>
    public required long Open { get; init; }
}
