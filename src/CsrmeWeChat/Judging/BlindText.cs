using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Judging;

/// <summary>
/// Takes names and units out of a text that jurors read. They are found whatever their width and capitals, and with spaces, dots or hyphens
/// between their characters; a Chinese name in pinyin too, in either order. Where in doubt it masks: a juror can do without a word of a
/// caption, and a name cannot be taken back.
/// </summary>
/// <remarks>
/// Chinese has no ends of words, so 高峰 is masked within 登高峰顶 too; but a name or unit of one character only where it stands alone, and
/// one of Latin letters only as whole words: Li is not masked in Lithology. Of a unit its parts are masked as well: of 四川大学水利水电学院 also
/// 四川大学 and 水利水电学院, from four characters on. Short names that people made up, such as 川大, are not known here.
/// </remarks>
public sealed partial class BlindText
{
    /// <summary>The same whatever it stands for, so that it does not tell how long the name is.</summary>
    public const string Mask = "□□";

    private const int LeastOfPart = 4;

    /// <summary>People write 李四（导师） where a name is asked for.</summary>
    private static readonly char[] Remarks = ['(', '（', '[', '【', ',', '，', '、', ';', '；'];

    private readonly string[] keys;

    /// <param name="people">Names in any spelling; empty ones are nobody.</param>
    public BlindText(IEnumerable<string> people, IEnumerable<string> units) =>
        keys = [
            .. people
                .SelectMany(SpellingsOf)
                .Concat(units.SelectMany(PartsOf))
                .Select(Fold)
                .Where(key => key is not "")
                .Distinct()
                .OrderByDescending(key => key.Length),
        ];

    /// <summary>Whether it names somebody.</summary>
    public bool Finds(string text) => SpansOf(text).Count > 0;

    public string Hide(string text)
    {
        var hidden = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in SpansOf(text))
        {
            hidden.Append(text, at, start - at).Append(Mask);
            at = end;
        }
        return hidden.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>What is to be masked, in order; what touches is one.</summary>
    private List<(int Start, int End)> SpansOf(string text)
    {
        var folded = Folded.Of(text);
        var covered = new bool[text.Length];
        foreach (var key in keys)
        {
            for (
                var at = folded.Text.IndexOf(key, StringComparison.Ordinal);
                at >= 0;
                at = folded.Text.IndexOf(key, at + 1, StringComparison.Ordinal)
            )
            {
                var (start, end) = (folded.Starts[at], folded.Ends[at + key.Length - 1]);
                if (StandsThere(text, start, end, key))
                {
                    covered.AsSpan(start, end - start).Fill(true);
                }
            }
        }
        List<(int, int)> spans = [];
        for (var i = 0; i < covered.Length; i++)
        {
            if (covered[i])
            {
                var start = i;
                while (i < covered.Length && covered[i])
                {
                    i++;
                }
                spans.Add((start, i));
            }
        }
        return spans;
    }

    private static bool StandsThere(string text, int start, int end, string key)
    {
        var before = Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var left, out _) is System.Buffers.OperationStatus.Done;
        var after = Rune.DecodeFromUtf16(text.AsSpan(end), out var right, out _) is System.Buffers.OperationStatus.Done;
        var runes = key.EnumerateRunes().ToArray();
        return runes.Length == 1
            ? !(before && Rune.IsLetterOrDigit(left)) && !(after && Rune.IsLetterOrDigit(right))
            : !(before && IsLatin(left) && IsLatin(runes[0])) && !(after && IsLatin(right) && IsLatin(runes[^1]));
    }

    /// <summary>Of scripts that part their words: their letters have capitals. A figure belongs to the word before it.</summary>
    private static bool IsLatin(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.DecimalDigitNumber;

    private static IEnumerable<string> SpellingsOf(string name)
    {
        yield return name;
        if (name.IndexOfAny(Remarks) is > 0 and var cut)
        {
            yield return name[..cut];
        }
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1)
        {
            yield return string.Concat(words.Reverse());
        }
        var runes = PersonalName.Key(name).EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        if (runes.Length is > 1 and <= 4 && runes.All(rune => Pinyin.Of(rune).Spelled.Length > 1))
        {
            yield return Pinyin.Of(name).Spelled;
            // The family name behind, be it of one character or of two.
            yield return Pinyin.Of(string.Concat(runes[1..])).Spelled + Pinyin.Of(runes[0]).Spelled;
            yield return Pinyin.Of(string.Concat(runes[2..])).Spelled + Pinyin.Of(runes[0] + runes[1]).Spelled;
        }
    }

    private static IEnumerable<string> PartsOf(string unit)
    {
        yield return unit;
        foreach (var part in Breaks().Split(unit))
        {
            var from = 0;
            foreach (Match end in EndsOfNames().Matches(part))
            {
                yield return Part(part[..(end.Index + end.Length)]);
                yield return Part(part[from..(end.Index + end.Length)]);
                from = end.Index + end.Length;
            }
            yield return Part(part[from..]);
        }
    }

    private static string Part(string text) => Fold(text).Length < LeastOfPart ? "" : text;

    private static string Fold(string text) => Folded.Of(text).Text;

    [GeneratedRegex(@"[\s,，、;；/|()（）\[\]【】〔〕]+", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Breaks();

    [GeneratedRegex(
        "大学|学院|研究院|研究所|设计院|公司|集团|医院|学会|协会|实验室|中心|中学|局|厂",
        RegexOptions.None,
        PlainText.MatchMilliseconds
    )]
    private static partial Regex EndsOfNames();

    /// <summary>A text as it is compared, and where each of its characters came from.</summary>
    private sealed record Folded(string Text, IReadOnlyList<int> Starts, IReadOnlyList<int> Ends)
    {
        public static Folded Of(string text)
        {
            var (folded, starts, ends) = (new StringBuilder(text.Length), new List<int>(text.Length), new List<int>(text.Length));
            for (var at = 0; at < text.Length; )
            {
                var length = StringInfo.GetNextTextElementLength(text, at);
                foreach (var character in KeyOf(text.Substring(at, length)))
                {
                    folded.Append(character);
                    starts.Add(at);
                    ends.Add(at + length);
                }
                at += length;
            }
            return new Folded(folded.ToString(), starts, ends);
        }

        /// <summary>Dots and apostrophes may stand between the parts of a name or be left out; a sentence ends at 。 for all that.</summary>
        private static string KeyOf(string element) =>
            element is "。" ? element : string.Concat(PersonalName.Key(element).Split('·', '\''));
    }
}
