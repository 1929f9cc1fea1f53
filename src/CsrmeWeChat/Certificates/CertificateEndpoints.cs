using System.ComponentModel;
using CsrmeWeChat.Certificates.Printing;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Certificates;

/// <summary>A person's own certificates, and the files of them.</summary>
public static class CertificateEndpoints
{
    public static void MapCertificateReading(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/certificates/mine", List)
            .WithTags("证书")
            .RequireAuthorization(Policies.Person)
            .WithName("listMyCertificates")
            .WithSummary("我的证书，新的在前")
            .WithDescription("pdf 和 picture 是文件的地址，两小时内不用登录就能打开；picture 是 JPEG，可以保存到相册。");
        app.MapGet($"{CertificateAddresses.Site}/files/{{code}}.{{form}}", Get).WithMetadata(new PublicPage()).ExcludeFromDescription();
    }

    private static async Task<Ok<Listing<OwnCertificate>>> List(
        CurrentPerson person,
        CertificateStore certificates,
        CertificateAddresses addresses,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var own = await certificates.ListAsync(person.Id, ct);
        return TypedResults.Ok(new Listing<OwnCertificate>([.. own.Select(one => OwnCertificate.Of(one, addresses, now))], now));
    }

    /// <summary>Whoever has the address has the right, for as long as the certificate stands.</summary>
    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> Get(
        string code,
        string form,
        long until,
        string mark,
        CertificateStore certificates,
        CertificateAddresses addresses,
        CertificatePress press,
        HttpContext context,
        CancellationToken ct
    )
    {
        if (
            !addresses.IsGood(code, form, until, mark)
            || await certificates.FindAsync(code, ct) is not { State: CertificateState.Issued } certificate
        )
        {
            return TypedResults.NotFound();
        }
        var (isPicture, verification) = (form is CertificateAddresses.Picture, addresses.Verification(code, context.Request));
        var made = await (isPicture ? press.PictureAsync(certificate, verification, ct) : press.PdfAsync(certificate, verification, ct));
        if (made is null)
        {
            return TypedResults.Refused("certificates.not_ready", "证书文件暂时不能生成，请稍后再试，或联系秘书处。");
        }
        context.Response.Headers.CacheControl = "private, max-age=600";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        return TypedResults.File(
            made,
            isPicture ? "image/jpeg" : "application/pdf",
            isPicture ? null : $"{certificate.Heading}-{CertificateCode.Grouped(code)}.pdf"
        );
    }
}

public sealed record OwnCertificate(
    [property: Description("证书编号，已分组，例如 7K2M-PQ9R-TXYZ。")] string Code,
    [property: Description("例如“荣誉证书”。")] string Heading,
    [property: Description("证书上的姓名，可能有多位。")] string Name,
    string Unit,
    [property: Description("例如“第二届科普摄影大赛”。")] string Occasion,
    [property: Description("例如“单幅组一等奖”。")] string Award,
    [property: Description("作品名；不是作品的证书则为空。")] string Work,
    [property: Description("证书上的日期。")] DateOnly DatedOn,
    CertificateState State,
    [property: Description("以 / 开头，前面补上本服务的地址；已撤销则为 null。")] string? Pdf,
    [property: Description("以 / 开头，前面补上本服务的地址；已撤销则为 null。")] string? Picture
)
{
    public static OwnCertificate Of(Certificate one, CertificateAddresses addresses, DateTimeOffset now)
    {
        var stands = one.State is CertificateState.Issued;
        return new OwnCertificate(
            CertificateCode.Grouped(one.Code),
            one.Heading,
            one.Name,
            one.Unit,
            one.Occasion,
            one.Award,
            one.Work,
            one.DatedOn,
            one.State,
            stands ? addresses.File(one.Code, CertificateAddresses.Pdf, now) : null,
            stands ? addresses.File(one.Code, CertificateAddresses.Picture, now) : null
        );
    }
}
