using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace CsrmeWeChat.Events.Site;

/// <summary>
/// Sessions as a calendar program reads them (RFC 5545). Times are UTC: each program shows them in its owner's zone, and there is no table
/// of zones that could be wrong. Who reads a newer file finds the session that it knows by its UID, and by its SEQUENCE that it changed.
/// </summary>
public static class CalendarFile
{
    private const string Break = "\r\n";

    private const int MaxOctets = 75;

    public const string Type = "text/calendar; charset=utf-8";

    /// <param name="address">Of the event's public page.</param>
    public static byte[] Of(Event owner, IEnumerable<EventSession> sessions, string address, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//CSRME//Events//ZH", Method = CalendarMethods.Publish };
        calendar.Events.AddRange(sessions.Select(session => Of(owner, session, address, now)));
        return Encoding.UTF8.GetBytes(Folded(new CalendarSerializer().SerializeToString(calendar)!));
    }

    /// <summary>
    /// In lines of 75 octets at most. The library folds between any two halves of a character too, and a rare one such as 𠮷 is lost as
    /// soon as that is encoded: so its lines are put together and folded anew.
    /// </summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var line in text.Replace($"{Break} ", "", StringComparison.Ordinal).Split(Break, StringSplitOptions.RemoveEmptyEntries))
        {
            var octets = 0;
            foreach (var character in line.EnumerateRunes())
            {
                if (octets + character.Utf8SequenceLength > MaxOctets)
                {
                    folded.Append(Break).Append(' ');
                    octets = 1;
                }
                folded.Append(character.ToString());
                octets += character.Utf8SequenceLength;
            }
            folded.Append(Break);
        }
        return folded.ToString();
    }

    private static CalendarEvent Of(Event owner, EventSession session, string address, DateTimeOffset now)
    {
        var isCancelled = owner.State is EventState.Cancelled;
        return new CalendarEvent
        {
            Uid = $"event-session-{session.Id}@csrme-wechat",
            DtStamp = Utc(now),
            Sequence = (int)owner.Revision,
            Status = isCancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            Start = Utc(session.StartsAt),
            End = Utc(session.EndsAt),
            Summary = session.Title is "" ? owner.Title : $"{owner.Title}　{session.Title}",
            // The map's coordinates are China's own (GCJ-02), which no calendar expects: the address finds the place.
            Location = owner.Place is "" ? "线上" : owner.Place,
            Description = isCancelled
                ? $"活动已取消：{owner.Why}"
                : $"{owner.Summary}\n\n主办：{owner.OrganiserName}\n报名、改期和取消以小程序和活动页面为准：{address}",
            Url = new Uri(address),
        };
    }

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, CalDateTime.UtcTzId);
}
