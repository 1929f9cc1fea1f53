using System.Text;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The two encodings in which text files come here: UTF-8, and GB18030, which is what Chinese Excel saves.</summary>
public static class ChineseText
{
    /// <summary>
    /// Tries strict UTF-8 first, because GB18030 text is hardly ever valid UTF-8 but the reverse is common. Null if neither fits.
    /// </summary>
    public static Encoding? EncodingOf(Stream stream)
    {
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
            "GB18030",
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        )!;
        return ((Encoding[])[new UTF8Encoding(true, throwOnInvalidBytes: true), gb18030]).FirstOrDefault(encoding =>
            IsIn(encoding, stream)
        );
    }

    private static bool IsIn(Encoding encoding, Stream stream)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[1 << 14];
        try
        {
            while (reader.Read(buffer) is > 0 and var read)
            {
                if (buffer.AsSpan(0, read).Contains('\0'))
                {
                    return false;
                }
            }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            stream.Position = 0;
        }
    }
}
