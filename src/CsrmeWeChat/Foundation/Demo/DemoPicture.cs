using NetVips;

namespace CsrmeWeChat.Foundation.Demo;

/// <summary>Pictures for the demo: strata under a sky, the same for the same number. Nobody has rights in them.</summary>
public static class DemoPicture
{
    /// <summary>Sky and rock from top to bottom, a set of colours for each number in turn.</summary>
    private static readonly string[][] Palettes =
    [
        ["#cfe3f2", "#8fa3ad", "#b98d62", "#8f6240", "#d7b98a", "#6b4a36", "#3d3230"],
        ["#fbe3c8", "#c97f57", "#8c4a3a", "#d9a679", "#6d3b34", "#b0684a", "#412a2b"],
        ["#d8ece6", "#6f9187", "#a9b8a0", "#566d62", "#c9c3a4", "#7d8a6a", "#2f403c"],
        ["#dcd9ee", "#8580a5", "#b4a6b8", "#5d5677", "#cfb9b4", "#7b6472", "#332d42"],
        ["#f3ead0", "#d0b06a", "#a98247", "#e2cc97", "#8a6433", "#c4a15c", "#4d3a22"],
    ];

    public static byte[] Strata(int number, int width, int height)
    {
        using var drawn = Image.SvgloadBuffer(System.Text.Encoding.UTF8.GetBytes(Svg(number, width, height)));
        using var flat = drawn.Flatten();
        return flat.JpegsaveBuffer(q: 86, keep: Enums.ForeignKeep.None);
    }

    private static string Svg(int number, int width, int height)
    {
        var (random, colours) = (new Random(number), Palettes[number % Palettes.Length]);
        var layers = colours.Skip(1).Select((colour, i) => Layer(random, colour, width, height, 0.34 + (0.11 * i)));
        var sun = FormattableString.Invariant(
            $"<circle cx='{width * (0.2 + (0.6 * random.NextDouble()))}' cy='{height * 0.17}' r='{height * 0.08}' fill='#fff8e8'/>"
        );
        return $"""
            <svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>
            <rect width='{width}' height='{height}' fill='{colours[0]}'/>{sun}{string.Concat(layers)}
            </svg>
            """;
    }

    /// <summary>Everything below a wavy line.</summary>
    private static string Layer(Random random, string colour, int width, int height, double top)
    {
        const int Points = 24;
        var (phase, waves, tilt) = (random.NextDouble() * 6.3, 1.2 + (2 * random.NextDouble()), (random.NextDouble() - 0.5) * 0.12);
        var line = Enumerable
            .Range(0, Points + 1)
            .Select(i => (double)i / Points)
            .Select(x =>
            {
                var y = top + (0.035 * Math.Sin(phase + (6.3 * waves * x))) + (tilt * (x - 0.5)) + (0.008 * random.NextDouble());
                return FormattableString.Invariant($"L{x * width:F1} {y * height:F1}");
            });
        return $"<path d='M0 {height} {string.Join(' ', line)} L{width} {height} Z' fill='{colour}'/>";
    }
}
