using System.Globalization;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Certificates.Site;

public enum Verified
{
    NotAsked,
    Genuine,
    Revoked,

    /// <summary>There is none of this code, or it is no code: whoever tries is not told which.</summary>
    Unknown,
    TooOften,
}

/// <summary>Tells anybody who has a certificate's code whether it is genuine, and of the person what stands on the paper.</summary>
[AllowAnonymous, PublicPage]
public sealed class VerificationModel(CertificateStore certificates, VerificationGate gate) : PageModel
{
    /// <summary>From the path, as the code on the paper leads there, or from the form.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Code { get; set; }

    public Verified Found { get; private set; }

    public Certificate? Certificate { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (string.IsNullOrWhiteSpace(Code))
        {
            return Page();
        }
        var address = HttpContext.Connection.RemoteIpAddress;
        if (gate.IsClosed(address))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(gate.Left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            Found = Verified.TooOften;
            return Page();
        }
        Certificate = CertificateCode.Read(Code) is { } code ? await certificates.FindAsync(code, ct) : null;
        if (Certificate is { } certificate)
        {
            Found = certificate.State switch
            {
                CertificateState.Issued => Verified.Genuine,
                CertificateState.Revoked => Verified.Revoked,
            };
            return Page();
        }
        gate.CountWrong(address);
        Response.StatusCode = StatusCodes.Status404NotFound;
        Found = Verified.Unknown;
        return Page();
    }
}
