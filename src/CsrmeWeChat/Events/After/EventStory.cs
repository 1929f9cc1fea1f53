using System.Globalization;
using System.Net;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Events;

/// <summary>
/// Drafts an article about an event, which staff go on with among the stories and send to all followers if they wish: it is one of four a
/// month, so nothing is sent by itself.
/// </summary>
public sealed class EventStory(StoryStore stories, StoryBody bodies)
{
    /// <summary>The article, also where it was drafted before; null where somebody is drafting it at this moment.</summary>
    public async Task<long?> DraftAsync(Actor by, Event one, IReadOnlyList<EventSession> sessions, DateTimeOffset now, CancellationToken ct)
    {
        var body = await bodies.CleanAsync(Write(one, sessions), ct);
        var text = new StoryText(
            Person: "",
            Unit: "",
            ProgrammeYear: 0,
            Portrait: "",
            Cover: "",
            Title: PlainText.Cut(one.Title, StoryText.MaxTitle),
            Author: "",
            Digest: PlainText.Cut(one.Summary.Split('\n')[0], StoryText.MaxDigest),
            body.Html
        ).Clean();
        // Two clicks make one article: the form's name is the event's.
        var sitting = new Sitting(string.Create(CultureInfo.InvariantCulture, $"event-{one.Id}"), 0);
        return await stories.AddAsync(by, one.Season, text, sitting, now, ct);
    }

    private static string Write(Event one, IReadOnlyList<EventSession> sessions)
    {
        var html = new StringBuilder();
        foreach (var line in one.Summary.Split('\n').Where(line => line is not ""))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Html(line)}</p>");
        }
        html.Append("<h2>时间</h2>");
        foreach (var session in sessions)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Html(session.Title)} {Reminders.Moment(session.StartsAt)}</p>");
        }
        html.Append(CultureInfo.InvariantCulture, $"<h2>地点</h2><p>{Html(one.Place is "" ? "线上" : one.Place)}</p>");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<h2>报名</h2><p>{Reminders.Moment(one.RegistersFrom)} 至 {Reminders.Moment(one.RegistersUntil)}，在小程序“我的”里打开“活动”报名。</p>"
        );
        return html.ToString();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
