namespace CsrmeWeChat.Stories;

public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>
    /// Where readers find this service, such as <c>https://wx.example.org</c>; links in feeds begin with it. Where it is empty, they begin
    /// with the host that the request names.
    /// </summary>
    public Uri? Address { get; init; }
}
