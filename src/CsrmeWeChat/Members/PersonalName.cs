using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

public static class PersonalName
{
    public const int MaxLength = 100;

    private const int FirstPrivate = 0xE815;

    /// <summary>
    /// What the private code points from U+E815 on stand for. Older editions of GB18030 had no others for these characters, and fonts and
    /// input methods still write them; Unicode has them since, at the places given here.
    /// </summary>
    private static readonly Rune[] Private =
    [
        .. "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱".EnumerateRunes(),
        .. "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻".EnumerateRunes(),
    ];

    /// <summary>
    /// What two spellings of one name share: NFKC, without spaces, one code point for each rare character, the dots between the parts of
    /// 阿卜杜拉·买买提 as one whatever key they were typed with, apostrophes as one, Latin letters in upper case.
    /// </summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        // Some of these marks are no longer told from others, or fall apart, in NFKC: they are looked for before it and after it.
        var marked = string.Concat(name.Select(character => MarkOf(character) ?? character));
        foreach (var rune in PlainText.Normal(marked, NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format)
            {
                continue;
            }
            var known =
                rune.Value >= FirstPrivate && rune.Value < FirstPrivate + Private.Length ? Private[rune.Value - FirstPrivate]
                : rune.IsBmp && MarkOf((char)rune.Value) is { } mark ? new Rune(mark)
                : Rune.ToUpperInvariant(rune);
            key.Append(known.ToString());
        }
        return key.ToString();
    }

    /// <summary>What is wrong with a name, in Chinese; null where nothing is.</summary>
    public static string? Fault(string name) =>
        !HasLetters(name) ? "姓名里没有文字"
        : name.Length > MaxLength ? $"姓名超过 {MaxLength} 字"
        // What one character stands for in NFKC may be four.
        : Key(name).Length > MaxLength ? "姓名里的合体字（如 ㍿）展开后太长"
        : null;

    /// <summary>Whether there is anything in it that a name could be.</summary>
    public static bool HasLetters(string name) => Key(name).EnumerateRunes().Any(rune => Rune.IsLetter(rune) || IsPrivate(rune));

    private static bool IsPrivate(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.PrivateUse;

    private static char? MarkOf(char character) =>
        character switch
        {
            // . · ᛫ ‧ • ∙ ⋅ ● ⸱ ・ ･ ． ﹒ 。 ˙ · ◦ ⦁ and every dash, which stands for a dot where a keyboard has none.
            '.' or '\u00B7' or '\u16EB' or '\u2027' or '\u2022' or '\u2219' or '\u22C5' or '\u25CF' or '\u2E31' => '·',
            '\u30FB' or '\uFF65' or '\uFF0E' or '\uFE52' or '\u3002' or '\uFF61' or '\u02D9' or '\u0387' or '\u25E6' or '\u2981' => '·',
            '-' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFF0D' or '\uFE63' or '\uFE58' or '\u2043' => '·',
            // ' ` ´ ʹ ʻ ʼ ‘ ’ ‛ ′ ＇
            '\'' or '`' or '\u00B4' or '\u02B9' or '\u02BB' or '\u02BC' or '\u2018' or '\u2019' or '\u201B' or '\u2032' or '\uFF07' => '\'',
            _ => null,
        };

    /// <summary>张*丰: first and last character, the rest hidden.</summary>
    public static string Mask(string name)
    {
        var runes = name.EnumerateRunes().ToArray();
        return runes.Length switch
        {
            0 => "",
            1 => name,
            2 => $"{runes[0]}*",
            _ => $"{runes[0]}{new string('*', runes.Length - 2)}{runes[^1]}",
        };
    }
}
