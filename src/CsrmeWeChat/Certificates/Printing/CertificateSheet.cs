using System.Globalization;
using QRCoder;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>A certificate's page: A4, lying. Where everything stands is said here, for the PDF and the picture alike.</summary>
public sealed class CertificateSheet(CertificateFonts fonts)
{
    public const double Width = 842,
        Height = 595;

    private const int Ink = 0x1d2530,
        Blue = 0x173f7a,
        Gold = 0xa9823f,
        Soft = 0x56606d,
        Paper = 0xfdfbf5;

    private static readonly Box Body = new(112, 222, 618, 174);

    private static readonly Box Signature = new(440, 406, 290, 44);

    private static readonly Box Code = new(104, 403, 84, 84);

    private static readonly string[] Digits = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

    private readonly Paragraphs paragraphs = new(fonts);

    /// <param name="verifyAddress">Where the code leads to whoever scans it.</param>
    public Sheet Of(Certificate certificate, string verifyAddress) =>
        new(
            Width,
            Height,
            [
                new Shape(
                    [
                        [new Spot(0, 0), new Spot(Width, 0), new Spot(Width, Height), new Spot(0, Height)],
                    ],
                    Paper
                ),
                .. Ornaments.Strata(new Box(31, 498, Width - 62, Height - 498 - 31)),
                .. Ornaments.Frame(Width, Height, Blue, Gold),
                .. Heading(certificate),
                .. Sentence(certificate),
                .. Signed(certificate),
                .. Verification(certificate, verifyAddress),
            ]
        );

    /// <summary>二〇二六年五月三十日.</summary>
    public static string ChineseDate(DateOnly date)
    {
        var year = date.Year.ToString(CultureInfo.InvariantCulture).Select(digit => Digits[digit - '0']);
        return $"{string.Concat(year)}年{Number(date.Month)}月{Number(date.Day)}日";
    }

    private IEnumerable<Mark> Heading(Certificate certificate) =>
        [
            .. paragraphs.Line(CertificateDraft.Society, isBold: true, new Box(220, 66, 402, 30), 21, Blue),
            .. Ornaments.Rule(new Spot(421, 106), 190, Gold),
            .. paragraphs.Line(certificate.Heading, isBold: true, new Box(171, 126, 500, 74), 60, Blue),
        ];

    private IReadOnlyList<Words> Sentence(Certificate certificate)
    {
        var unit = certificate.Unit is "" ? "" : $"（{certificate.Unit}）";
        List<IReadOnlyList<Span>> parts =
        [
            [new Span(certificate.Name, IsBold: true), new Span($"{CertificateNames.Address(certificate.Name)}{unit}：")],
            .. certificate.Words.Split('\n').Select(line => (IReadOnlyList<Span>)[new Span(line)]),
        ];
        return paragraphs.Set(parts, Body, new Sizes(25, 6), Ink, indent: 2, rise: 0.4);
    }

    private IEnumerable<Mark> Signed(Certificate certificate)
    {
        List<IReadOnlyList<Span>> issuers = [.. certificate.Issuer.Split('\n').Select(line => (IReadOnlyList<Span>)[new Span(line)])];
        var date = new Box(Signature.X, Signature.Bottom + 4, Signature.Width, 28);
        return
        [
            .. paragraphs.Set(issuers, Signature, new Sizes(18, 6), Ink, Alignment.Centre, rise: 1),
            .. paragraphs.Line(ChineseDate(certificate.DatedOn), isBold: false, date, 16, Ink),
        ];
    }

    private IEnumerable<Mark> Verification(Certificate certificate, string verifyAddress)
    {
        var beside = new Box(Code.Right + 12, Code.Y + 14, Signature.X - Code.Right - 24, 18);
        var site = new Uri(verifyAddress).Authority;
        return
        [
            Square(Code, verifyAddress),
            .. Small("证书编号", beside, 9, Soft),
            .. Small(CertificateCode.Grouped(certificate.Code), beside with { Y = beside.Y + 13, Height = 20 }, 12.5, Ink),
            .. Small("扫码查验，或访问", beside with { Y = beside.Y + 35 }, 9, Soft),
            .. Small($"{site}/certificates", beside with { Y = beside.Y + 48 }, 9, Soft),
        ];
    }

    private IReadOnlyList<Words> Small(string text, Box box, double size, int colour) =>
        paragraphs.Set(
            [
                [new Span(text)],
            ],
            box,
            new Sizes(size, 4),
            colour
        );

    /// <summary>The code to scan, on a white field of its own.</summary>
    private static Shape Square(Box box, string address)
    {
        using var made = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var (rows, module) = (made.ModuleMatrix, box.Width / made.ModuleMatrix.Count);
        var rings = new List<IReadOnlyList<Spot>>();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var from = 0; from < rows.Count; from++)
            {
                var until = from;
                while (until < rows.Count && rows[row][until])
                {
                    until++;
                }
                if (until > from)
                {
                    rings.Add(Ornaments.Ring(new Box(box.X + (from * module), box.Y + (row * module), (until - from) * module, module)));
                    from = until;
                }
            }
        }
        return new Shape(rings, Ink);
    }

    private static string Number(int number) =>
        number switch
        {
            < 10 => Digits[number],
            10 => "十",
            < 20 => $"十{Digits[number - 10]}",
            _ when number % 10 == 0 => $"{Digits[number / 10]}十",
            _ => $"{Digits[number / 10]}十{Digits[number % 10]}",
        };
}
