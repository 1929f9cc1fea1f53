using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// A point on China's maps, in the coordinates that they all use (GCJ-02). What a satellite says (WGS-84) lies up to 700 metres beside it,
/// so that it is for Chinese maps alone. Tables keep millionths of a degree, a tenth of a metre, since both engines keep integers exactly.
/// </summary>
public sealed partial record MapPoint(
    [property: Description("纬度，GCJ-02 坐标，可以直接用于 wx.openLocation。")] double Latitude,
    [property: Description("经度。")] double Longitude
)
{
    private const double Millionth = 1_000_000;

    /// <summary>China with its islands.</summary>
    private const double South = 3,
        North = 54,
        West = 73,
        East = 136;

    public static MapPoint? Of(long? latitude, long? longitude) =>
        latitude is { } north && longitude is { } east ? new MapPoint(north / Millionth, east / Millionth) : null;

    public long LatitudeMillionths => (long)Math.Round(Latitude * Millionth);

    public long LongitudeMillionths => (long)Math.Round(Longitude * Millionth);

    /// <summary>As Tencent's coordinate picker copies it, the latitude first; null where it is no point in China.</summary>
    public static MapPoint? Read(string text) =>
        Form.Match(PlainText.Normal(text, NormalizationForm.FormKC)) is { Success: true, Groups: var parts }
        && new MapPoint(Number(parts[1].Value), Number(parts[2].Value)) is { IsInChina: true } point
            ? point
            : null;

    public bool IsInChina => Latitude is >= South and <= North && Longitude is >= West and <= East;

    /// <summary>30.541200,114.362100.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Latitude:F6},{Longitude:F6}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^\\s*([0-9]{1,2}(?:\\.[0-9]{1,6})?)\\s*[,，]\\s*([0-9]{2,3}(?:\\.[0-9]{1,6})?)\\s*$",
        RegexOptions.None,
        PlainText.MatchMilliseconds
    )]
    private static partial Regex Form { get; }
}
