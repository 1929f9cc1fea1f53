using CsrmeWeChat.Certificates.Printing;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates;

/// <summary>证书: what the society has certified to whom, the files made of it, and the page at which anybody verifies it.</summary>
public static class CertificatesFeature
{
    public static IHostApplicationBuilder AddCertificates(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<CertificateOptions>(CertificateOptions.Section);
        builder
            .Services.AddSingleton<CertificateStore>()
            .AddSingleton<CertificateStates>()
            .AddSingleton<CertificateAddresses>()
            .AddSingleton<CertificateFonts>()
            .AddSingleton<CertificatePress>()
            .AddSingleton<CertificatePackages>()
            .AddSingleton<VerificationGate>()
            .AddSingleton<IPersonData, CertificatesOfPerson>()
            .AddMenu(MenuGroup.Contests, 80, "/staff/certificates", "证书", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Contests, 80, "/Certificates/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddAuditKinds(AuditedCertificate);
        return builder;
    }

    public static void MapCertificates(this IEndpointRouteBuilder app) => app.MapCertificateReading();

    /// <summary>A room says what it issues certificates for, in the word by which staff look for them.</summary>
    public static IServiceCollection AddCertificatePanel(this IServiceCollection services, string key, string label) =>
        services.AddSingleton(new CertificatePanel(key, label));

    private static AuditKind AuditedCertificate { get; } =
        new("certificate", "证书")
        {
            Actions = new()
            {
                ["certificate.issue"] = "签发证书",
                ["certificate.revoke"] = "撤销证书",
                ["certificate.replace"] = "换发（旧证书作废）",
                ["certificate.reissue"] = "换发（新证书）",
                ["certificate.export"] = "导出证书",
                ["certificate.pack"] = "下载全部证书",
            },
            Fields = new()
            {
                ["award"] = "奖项",
                ["code"] = "证书编号",
                ["name"] = "姓名",
                ["newCode"] = "新证书编号",
                ["occasion"] = "项目",
                ["unit"] = "单位",
                ["work"] = "作品",
            },
        };
}
