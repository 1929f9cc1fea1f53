using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a cell says, without what people and programs write where there is nothing to say.</summary>
internal static partial class CellText
{
    private static readonly HashSet<string> Nothing = new(
        [
            .. "null (null) <null> [null] \\n nil none na n/a #n/a nan undefined".Split(' '),
            .. "无 暂无 没有 无数据 未填 未填写 未知 不详 空 (空) (无) 待补 待补充 / // \\ - -- --- _ __ . · * ** ? ?? 、 。 ○ × x".Split(
                ' '
            ),
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Clean text; empty where the cell is blank or only says so.</summary>
    public static string Of(string cell)
    {
        var text = SheetText.Unquote(cell);
        return text.Length <= 12 && Nothing.Contains(Dashes().Replace(PlainText.Normal(text, NormalizationForm.FormKC), "-")) ? "" : text;
    }

    /// <summary>The member number in a cell. A program that took it for a number writes 10023 as 10023.0.</summary>
    public static string NumberOf(string cell) => SheetText.WithoutPoint(MemberNumber.Of(Of(cell)));

    [GeneratedRegex("[\u2010-\u2015\u2212\u30FC\u2500]+", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Dashes();
}
