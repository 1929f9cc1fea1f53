using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>
/// Makes the files of a certificate whenever they are asked for: nothing is kept but the row. One at a time on a node, for a picture takes
/// some 20 MB while it is drawn, and PDFsharp has one set of fonts in a process.
/// </summary>
public sealed class CertificatePress(CertificateFonts fonts, ILogger<CertificatePress> log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    private readonly CertificateSheet sheets = new(fonts);

    /// <summary>Whether the fonts are installed: without them no certificate is made, and none is shown with other letters.</summary>
    public bool IsReady => fonts.Missing.Count == 0;

    /// <summary>What staff are told who wait for one.</summary>
    public string WhyNotReady =>
        $"服务器上缺少证书用的字体：{string.Join("、", fonts.Missing)}。请系统管理员安装 fonts-lxgw-wenkai 和 fonts-babelstone-han 后再试。";

    /// <summary>The characters that no font has, each once. To be asked before something is issued; none where fonts are missing.</summary>
    public IReadOnlyList<string> WhatCannotBeDrawn(string text) => IsReady ? fonts.WhatCannotBeDrawn(text) : [];

    /// <summary>Null where fonts are missing.</summary>
    public Task<byte[]?> PdfAsync(Certificate certificate, string verifyAddress, CancellationToken ct) =>
        MakeAsync(
            () =>
                PdfDrawer.Draw(
                    sheets.Of(certificate, verifyAddress),
                    $"{certificate.Heading} {PlainText.Cut(certificate.Name, 100)}",
                    CertificateDraft.Society,
                    certificate.DatedOn
                ),
            ct
        );

    /// <summary>A JPEG 2,000 pixels wide. Null where fonts are missing.</summary>
    public Task<byte[]?> PictureAsync(Certificate certificate, string verifyAddress, CancellationToken ct) =>
        MakeAsync(() => PictureDrawer.Draw(sheets.Of(certificate, verifyAddress)), ct);

    public void Dispose() => turn.Dispose();

    private async Task<byte[]?> MakeAsync(Func<byte[]> make, CancellationToken ct)
    {
        if (!IsReady)
        {
            log.LogError("No certificate can be made: {Missing} are missing", string.Join(", ", fonts.Missing));
            return null;
        }
        await turn.WaitAsync(ct);
        try
        {
            return await Task.Run(make, ct);
        }
        finally
        {
            turn.Release();
        }
    }
}
