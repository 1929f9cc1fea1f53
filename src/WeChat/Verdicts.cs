namespace WeChat;

/// <summary>
/// What an answer about a text, a picture or a sound says. Nothing but a whole answer that passes in every part is a pass: whatever else
/// WeChat may send, also one day, a person looks at. Source: 文本内容安全识别, 多媒体内容安全识别.
/// </summary>
internal static class Verdicts
{
    private const int Harmless = 100;

    /// <param name="details">Each strategy's own errcode, without which it did not judge, and what it suggests.</param>
    public static Verdict Of(string errCode, string suggest, int? label, IEnumerable<(string ErrCode, string Suggest)> details)
    {
        var suggestion = suggest switch
        {
            "risky" => Suggestion.Risky,
            "review" => Suggestion.Review,
            "pass" when errCode is "0" && label is Harmless && AllPass(details) => Suggestion.Pass,
            _ => Suggestion.Unclear,
        };
        return new Verdict(suggestion, label);
    }

    private static bool AllPass(IEnumerable<(string ErrCode, string Suggest)> details)
    {
        var parts = details.ToList();
        return parts.Count > 0 && parts.TrueForAll(part => part is { ErrCode: "0", Suggest: "pass" });
    }
}
