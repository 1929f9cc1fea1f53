namespace CsrmeWeChat.Stories;

public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Where readers find this service, such as <c>https://wx.example.org</c>: the feeds' links begin with it. Empty: as each request names the host.</summary>
    public Uri? Address { get; init; }
}
