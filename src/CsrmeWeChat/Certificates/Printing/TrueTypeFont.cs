using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>
/// What of a TrueType font a layout needs: which characters it has, how wide they are, and their outlines. Read once in a process, for the
/// program that writes PDF wants the whole file, of up to 50 MB.
/// </summary>
public sealed class TrueTypeFont
{
    private const int Tables = 12,
        TableRecord = 16;

    private static readonly ConcurrentDictionary<string, Lazy<TrueTypeFont>> ByPath = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, TrueTypeFont> ByKey = new(StringComparer.Ordinal);

    private static int read;

    private readonly Dictionary<string, int> tables = [];
    private readonly int longMetrics;
    private readonly CharacterMap characters;
    private readonly Outlines outlines;

    private TrueTypeFont(byte[] bytes)
    {
        Bytes = bytes;
        for (var at = Tables; at < Tables + (TableRecord * Number(4)); at += TableRecord)
        {
            tables[Encoding.ASCII.GetString(bytes, at, 4)] = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8));
        }
        UnitsPerEm = Number(tables["head"] + 18);
        longMetrics = Number(tables["hhea"] + 34);
        characters = new CharacterMap(bytes, tables["cmap"]);
        outlines = new Outlines(bytes, tables["loca"], tables["glyf"], hasLongOffsets: Number(tables["head"] + 50) == 1);
    }

    public byte[] Bytes { get; }

    /// <summary>Names it within this process.</summary>
    public string Key { get; private init; } = "";

    public int UnitsPerEm { get; }

    /// <param name="path">Of a .ttf: collections (.ttc) and outlines of another kind (.otf) are none.</param>
    public static TrueTypeFont At(string path) =>
        ByPath
            .GetOrAdd(path, key => new Lazy<TrueTypeFont>(() =>
            {
                var font = new TrueTypeFont(File.ReadAllBytes(key)) { Key = $"certificate-{Interlocked.Increment(ref read)}" };
                return ByKey[font.Key] = font;
            }))
            .Value;

    public static TrueTypeFont ByItsKey(string key) => ByKey[key];

    /// <summary>0 where it has none.</summary>
    public int GlyphOf(Rune character) => characters.GlyphOf(character.Value);

    public bool Has(Rune character) => GlyphOf(character) != 0;

    /// <summary>In parts of the font's size.</summary>
    public double WidthOf(Rune character)
    {
        var metric = Math.Min(GlyphOf(character), longMetrics - 1);
        return (double)Number(tables["hmtx"] + (4 * metric)) / UnitsPerEm;
    }

    /// <summary>As the path of an SVG, in the font's units with y upwards; empty for a space.</summary>
    public string OutlineOf(Rune character) => outlines.PathOf(GlyphOf(character));

    private int Number(int at) => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(at));
}
