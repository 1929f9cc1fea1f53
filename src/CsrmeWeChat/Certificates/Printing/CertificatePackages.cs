using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>All certificates that stand for one thing, as an archive of PDFs with a list, written while it is sent.</summary>
public sealed class CertificatePackages(CertificatePress press)
{
    public static IReadOnlyList<string> Headers { get; } =
    [
        "编号",
        "状态",
        "姓名",
        "单位",
        "项目",
        "奖项",
        "作品",
        "证书日期",
        "颁发单位",
        "签发时间",
        "签发人",
        "撤销时间",
        "撤销人",
        "撤销原因",
    ];

    public static IReadOnlyList<object?> Row(Certificate one) =>
        [
            CertificateCode.Grouped(one.Code),
            one.State.Label,
            one.Name,
            one.Unit,
            one.Occasion,
            one.Award,
            one.Work,
            one.DatedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            one.Issuer,
            Time(one.IssuedAt),
            one.IssuedBy,
            Time(one.RevokedAt),
            one.RevokedBy,
            one.Reason,
        ];

    /// <param name="verification">Where each is verified.</param>
    public async Task WriteAsync(
        IReadOnlyList<Certificate> certificates,
        Func<Certificate, string> verification,
        Stream to,
        CancellationToken ct
    )
    {
        await using var package = await Package.BeginAsync(to, ct);
        await package.AddListAsync(Headers, certificates.Select(Row), ct);
        foreach (var (number, one) in certificates.Index())
        {
            // The fonts were there when this began; where they go meanwhile, the list says what is missing.
            if (await press.PdfAsync(one, verification(one), ct) is { } pdf)
            {
                await package.AddAsync(NameOf(number + 1, one), pdf, one.IssuedAt, ct);
            }
        }
    }

    public static string NameOf(int number, Certificate one) => $"{Package.NameOf(number, $"{one.Award}-{one.Name}")}-{one.Code}.pdf";

    private static string Time(DateTimeOffset? at) =>
        at is { } instant ? China.Local(instant).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) : "";
}
