using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

public static class PersonalName
{
    /// <summary>
    /// What two spellings of one name share: NFKC, without spaces, the middle dots of 阿卜杜拉·买买提 as one,
    /// Latin letters in upper case.
    /// </summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var rune in PlainText.Normal(name, NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format)
            {
                continue;
            }
            // · U+00B7, • U+2022, ・ U+30FB, ‧ U+2027, ∙ U+2219, ⋅ U+22C5, ᛫ U+16EB, · U+0387 (which NFKC already makes U+00B7)
            key.Append(
                rune.Value is 0xB7 or 0x2022 or 0x30FB or 0x2027 or 0x2219 or 0x22C5 or 0x16EB
                    ? "·"
                    : Rune.ToUpperInvariant(rune).ToString()
            );
        }
        return key.ToString();
    }

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
