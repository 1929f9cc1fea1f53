using System.Text;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The two encodings in which text files come here: UTF-8, and GB18030, which is what Chinese Excel saves.</summary>
public static class ChineseText
{
    /// <summary>Null where it is neither. Strict UTF-8 first: hardly any GB18030 text happens to be valid UTF-8, while the reverse is common.</summary>
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
