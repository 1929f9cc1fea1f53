using System.Text;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The two encodings in which text files come here: UTF-8, and GB18030, which is what Chinese Excel saves.</summary>
public static class ChineseText
{
    /// <summary>Stands where bytes are no character. A program that cuts a text to so many bytes leaves half a one.</summary>
    public const char Damaged = '\uFFFD';

    /// <summary>So few spots may be damaged in any file; in a longer one a fiftieth of what is not ASCII.</summary>
    private const int FewDamaged = 3,
        DamagedShare = 50;

    /// <summary>
    /// UTF-8 where the bytes are that, because GB18030 text is hardly ever valid UTF-8 but the reverse is common; else the encoding in
    /// which least is <see cref="Damaged"/>. Null where that is not little.
    /// </summary>
    public static Encoding? EncodingOf(Stream stream)
    {
        var marked = new DecoderReplacementFallback($"{Damaged}");
        Encoding[] encodings =
        [
            Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, marked),
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, marked)!,
        ];
        Encoding? best = null;
        var least = int.MaxValue;
        foreach (var encoding in encodings)
        {
            if (DamageIn(encoding, stream) is { } damage && damage < least)
            {
                (best, least) = (encoding, damage);
            }
            if (least == 0)
            {
                break;
            }
        }
        return best;
    }

    /// <summary>How many spots of the text are damaged; null where it is none in this encoding.</summary>
    private static int? DamageIn(Encoding encoding, Stream stream)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[1 << 14];
        var (damaged, others) = (0, 0);
        var isText = true;
        while (isText && reader.Read(buffer) is > 0 and var read)
        {
            var text = buffer.AsSpan(0, read);
            isText = !text.Contains('\0');
            foreach (var character in text)
            {
                damaged += character is Damaged ? 1 : 0;
                others += char.IsAscii(character) ? 0 : 1;
            }
        }
        stream.Position = 0;
        return isText && damaged <= Math.Max(FewDamaged, others / DamagedShare) ? damaged : null;
    }
}
