namespace CsrmeWeChat.Foundation.Http;

public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>
    /// Where readers find this service, such as <c>https://wx.example.org</c>; links in feeds, and what WeChat is to fetch, begin with it.
    /// Where it is empty, feeds begin with the host that the request names, and WeChat is shown no pictures.
    /// </summary>
    public Uri? Address { get; init; }

    /// <summary>What whole addresses begin with.</summary>
    /// <param name="request">Names the site where the settings do not.</param>
    public string Home(HttpRequest request) => (Address?.ToString() ?? $"{request.Scheme}://{request.Host}").TrimEnd('/');
}
