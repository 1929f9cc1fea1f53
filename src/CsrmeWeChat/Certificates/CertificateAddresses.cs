using System.Globalization;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Certificates;

/// <summary>
/// Where a certificate is verified, and where its files are. The code alone opens no file, for it stands on every photo of the paper: a
/// file's address is signed, and good for a while without a token, which <c>wx.downloadFile</c>, <c>image</c> and a browser do not send.
/// </summary>
public sealed class CertificateAddresses(
    Keyring keyring,
    IOptions<CertificateOptions> options,
    IOptions<SiteOptions> site,
    TimeProvider time
)
{
    public const string Site = SecurityHeaders.VerificationPath;

    public const string Pdf = "pdf",
        Picture = "jpg";

    private const string Kind = "certificate-file";

    private static readonly long Step = (long)TimeSpan.FromMinutes(15).TotalSeconds;

    /// <summary>What the code on the paper leads to: whole, with the site's name.</summary>
    /// <param name="request">Names the site where the settings do not.</param>
    public string Verification(string code, HttpRequest request) => $"{site.Value.Home(request)}{Site}/{code}";

    /// <summary>The same for a quarter of an hour, so that a phone that asks again finds what it has.</summary>
    /// <param name="form"><see cref="Pdf"/> or <see cref="Picture"/>.</param>
    public string File(string code, string form, DateTimeOffset now)
    {
        var until = ((now + options.Value.AddressLasts).ToUnixTimeSeconds() / Step + 1) * Step;
        var query = new Dictionary<string, string?>
        {
            ["until"] = until.ToString(CultureInfo.InvariantCulture),
            ["mark"] = keyring.Hash(Kind, Text(code, form, until)),
        };
        return QueryHelpers.AddQueryString($"{Site}/files/{code}.{form}", query);
    }

    public bool IsGood(string code, string form, long until, string mark) =>
        until > time.GetUtcNow().ToUnixTimeSeconds() && keyring.Verify(Kind, Text(code, form, until), mark);

    private static string Text(string code, string form, long until) =>
        string.Create(CultureInfo.InvariantCulture, $"{until}\n{code}.{form}");
}
