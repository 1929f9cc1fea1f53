namespace CsrmeWeChat.Events.Site;

/// <summary>Tencent's map with a place on it, for browsers: a link, so that no script of another site runs here.</summary>
public static class EventMap
{
    /// <summary>On a phone the page offers to open a map that is installed.</summary>
    public static string AddressOf(MapPoint point, string place) =>
        // What the address means by a colon and a semicolon may not stand in the name.
        $"https://apis.map.qq.com/uri/v1/marker?marker={Uri.EscapeDataString($"coord:{point};title:{Plain(place)}")}&referer=csrme";

    private static string Plain(string place) => place.Replace(';', ' ').Replace(':', ' ');
}
