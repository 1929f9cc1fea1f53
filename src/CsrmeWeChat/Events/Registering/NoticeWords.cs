using System.Globalization;

namespace CsrmeWeChat.Events;

/// <summary>
/// What a message says of its event. It lies open on the person's phone, and stands in the list of messages of staff: so a private event is
/// neither named there nor led to.
/// </summary>
internal static class NoticeWords
{
    public static string TitleOf(EventKind kind, string title) => kind.IsPrivate ? "您的预约" : title;

    public static string PageOf(EventKind kind, long eventId) =>
        kind.IsPrivate ? "events/list/index" : string.Create(CultureInfo.InvariantCulture, $"events/event/index?id={eventId}");
}
