using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Members;

public static partial class MemberNumber
{
    /// <summary>
    /// A member number as the roster has it, from what somebody typed or pasted from a sheet: full-width digits and letters become plain
    /// ones, and spaces and the apostrophe before a text cell go.
    /// </summary>
    public static string Of(string text) => Spaces().Replace(PlainText.Normal(SheetText.Unquote(text), NormalizationForm.FormKC), "");

    [GeneratedRegex(@"\s+", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Spaces();
}
