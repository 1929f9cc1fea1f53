using System.Text;

namespace CsrmeWeChat.Members;

/// <summary>
/// How names are read, by a table that the build writes with <c>pinyin.mjs</c>. So a name sorts alike on every machine and both engines,
/// which the keys of ICU do not: they change with its version.
/// </summary>
public static class Pinyin
{
    private const int MaxSort = 60,
        MaxInitials = 30,
        MaxSpelled = 60;

    private static readonly Lazy<Table> Readings = new(Table.Read);

    /// <summary>How a name is read; of a rehearsal's member, who has none, nothing.</summary>
    public static Reading Of(string name)
    {
        var (sort, initials, spelled) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var (rune, syllable) in Readings.Value.Read(PersonalName.Key(name)))
        {
            // The character stands behind its sound, so that one surname's people stand together, not mixed with another that sounds alike.
            sort.Append(syllable).Append(rune.ToString());
            if (syllable.Length > 0)
            {
                initials.Append(syllable[0]);
                spelled.Append(syllable.AsSpan(0, syllable.Length - 1));
            }
            else if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
            {
                initials.Append((char)rune.Value);
                spelled.Append((char)rune.Value);
            }
        }
        return new Reading(Cut(sort, MaxSort), Cut(initials, MaxInitials).ToLowerInvariant(), Cut(spelled, MaxSpelled).ToLowerInvariant());
    }

    private static string Cut(StringBuilder text, int length) => Foundation.Data.PlainText.Cut(text.ToString(), length);

    private sealed class Table
    {
        private readonly Dictionary<Rune, string> characters = [];
        private readonly Dictionary<string, string[]> surnames = [];

        public static Table Read()
        {
            var table = new Table();
            using var text = new StreamReader(typeof(Pinyin).Assembly.GetManifestResourceStream("pinyin.txt")!);
            while (text.ReadLine() is { } line)
            {
                var parts = line.Split(' ');
                if (line[0] == '=')
                {
                    table.surnames[parts[0][1..]] = parts[1..];
                    continue;
                }
                foreach (var rune in parts[1].EnumerateRunes())
                {
                    table.characters[rune] = parts[0];
                }
            }
            return table;
        }

        public IEnumerable<(Rune Rune, string Syllable)> Read(string name)
        {
            Rune[] runes = [.. name.EnumerateRunes()];
            var surname = SurnameOf(runes);
            return runes.Select((rune, i) => (rune, i < surname.Length ? surname[i] : characters.GetValueOrDefault(rune, "")));
        }

        /// <summary>How the surname is read where that is not how its characters are read elsewhere: 单 shàn, 尉迟 yùchí.</summary>
        private string[] SurnameOf(ReadOnlySpan<Rune> runes)
        {
            for (var length = Math.Min(2, runes.Length); length > 0; length--)
            {
                var written = string.Concat(runes[..length].ToArray());
                // Nobody is called 单 alone, and two characters that look like 单于 are 单 with a given name.
                if ((length == 1 || runes.Length > 2) && surnames.TryGetValue(written, out var syllables))
                {
                    return syllables;
                }
            }
            return [];
        }
    }
}

/// <param name="Sort">Sorts names as a dictionary does: zhang1张wei3伟.</param>
/// <param name="Initials">zw</param>
/// <param name="Spelled">zhangwei</param>
public sealed record Reading(string Sort, string Initials, string Spelled);
