using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Certificates;

public sealed class CertificateOptions
{
    public const string Section = "Certificates";

    /// <summary>Of Debian's package fonts-lxgw-wenkai, as the next. Each is a .ttf: PDFsharp opens no collections (.ttc).</summary>
    [Required]
    public string Regular { get; init; } = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf";

    [Required]
    public string Bold { get; init; } = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf";

    /// <summary>For characters that the others lack, such as rare ones in names. Of Debian's package fonts-babelstone-han.</summary>
    [Required]
    public string Fallback { get; init; } = "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf";

    /// <summary>How long the address of a certificate's file can be opened.</summary>
    public TimeSpan AddressLasts { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Codes from one address that are none, in ten minutes on a node, before it is asked to come back later.</summary>
    [Range(1, 10_000)]
    public int WrongCodesPerAddress { get; init; } = 20;
}
