namespace CsrmeWeChat.Contests;

/// <summary>
/// Whether a text names who made the entry, which jurors must not read. A hint for the author: what is not written out in full is not
/// found.
/// </summary>
public static class NamedMakers
{
    private const int Shortest = 2;

    public static bool StandIn(string text, IEnumerable<(string Name, string Unit)> makers)
    {
        var plain = Plain(text);
        return makers
            .SelectMany(maker => new[] { maker.Name, maker.Unit })
            .Select(Plain)
            .Any(name => name.Length >= Shortest && plain.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Names of two letters are often written with a space between.</summary>
    private static string Plain(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
