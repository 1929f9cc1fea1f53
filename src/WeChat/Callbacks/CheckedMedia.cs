using System.Globalization;

namespace WeChat.Callbacks;

/// <summary>What WeChat found in a picture or a sound, as wxa_media_check tells it. Source: 多媒体内容安全识别.</summary>
/// <param name="TraceId">The id that the call was answered; the file's address is not told again.</param>
/// <param name="ErrCode">0, or why there is no verdict; see <see cref="ErrCode.DownloadFailed"/>.</param>
public sealed record CheckedMedia(string TraceId, Verdict Verdict, int ErrCode)
{
    private const int LongestTrace = 100;

    /// <summary>Null where it names no check.</summary>
    public static CheckedMedia? Read(CallbackNode body)
    {
        var trace = body.Text("trace_id");
        if (trace.Length is 0 or > LongestTrace)
        {
            return null;
        }

        // The form of before 2021 comes where the question named no version. It has no verdict that may be trusted.
        // Source: WeChat community 000aac212e8ea82b9b4ef92f856000.
        var isNew = body.All("version") is [{ Value: "2" }];
        var errCode = CodeOf(body.Text(isNew ? "errcode" : "status_code"));
        var said = isNew ? VerdictIn(body) : new Verdict(body.Text("isrisky") is "1" ? Suggestion.Risky : Suggestion.Unclear, Label: null);
        return new CheckedMedia(trace, said, errCode);
    }

    /// <summary>A part that comes twice is no answer that we know.</summary>
    private static Verdict VerdictIn(CallbackNode body)
    {
        var isWhole = body.All("errcode").Count == 1 && body.All("result").Count == 1 && body.All("result", "suggest").Count == 1;
        return Verdicts.Of(
            isWhole ? body.Text("errcode") : "",
            body.Text("result", "suggest"),
            int.TryParse(body.Text("result", "label"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)
                ? label
                : null,
            body.All("detail").Select(detail => (detail.Text("errcode"), detail.Text("suggest")))
        );
    }

    /// <summary>-1008 was seen as 4294966288, the same bits without a sign. What is no number is an error all the same.</summary>
    private static int CodeOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
        && code is >= int.MinValue and <= uint.MaxValue
            ? unchecked((int)code)
            : -1;
}
