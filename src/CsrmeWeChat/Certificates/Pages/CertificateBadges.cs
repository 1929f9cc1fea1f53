namespace CsrmeWeChat.Certificates.Pages;

public static class CertificateBadges
{
    public static string Of(CertificateState state) =>
        state switch
        {
            CertificateState.Issued => "bg-green-lt",
            CertificateState.Revoked => "bg-red-lt",
        };

    /// <summary>With what became of it.</summary>
    public static string Word(Certificate one) => one.ReplacedById is null ? one.State.Label : "已换发";
}
