namespace CsrmeWeChat.Certificates.Printing;

/// <summary>What is drawn on a certificate that says nothing: the frame, a rule, and rock laid down in layers at its foot.</summary>
internal static class Ornaments
{
    /// <summary>From the top layer to the lowest, pale, so that print is not heavy with ink.</summary>
    private static readonly int[] Layers = [0xf3ead9, 0xe9d9bd, 0xd9c19a, 0xc3cbd6, 0x93a9c6, 0x5d7fae, 0x2f5790];

    private const int Points = 60;

    /// <summary>Layers that dip and bend, each a little otherwise than the one above.</summary>
    public static IEnumerable<Mark> Strata(Box box) =>
        Layers.Select(
            (colour, layer) =>
            {
                var line = Enumerable
                    .Range(0, Points + 1)
                    .Select(i => new Spot(box.X + (box.Width * i / Points), Top(box, layer, (double)i / Points)));
                return new Shape(
                    [
                        [.. line, new Spot(box.Right, box.Bottom), new Spot(box.X, box.Bottom)],
                    ],
                    colour
                );
            }
        );

    public static IEnumerable<Mark> Frame(double width, double height, int outer, int inner)
    {
        var (edge, seam) = (new Box(22, 22, width - 44, height - 44), new Box(31, 31, width - 62, height - 62));
        yield return new Shape([Ring(edge)], Fill: null, outer, 3);
        yield return new Shape([Ring(seam)], Fill: null, inner, 0.8);
        foreach (
            var (x, y) in ((double, double)[])[(seam.X, seam.Y), (seam.Right, seam.Y), (seam.X, seam.Bottom), (seam.Right, seam.Bottom)]
        )
        {
            yield return new Shape([Diamond(new Spot(x, y), 9)], 0xfdfbf5, inner, 0.8);
            yield return new Shape([Diamond(new Spot(x, y), 4)], inner);
        }
    }

    /// <summary>A line that grows thin towards its ends, with a diamond in its middle.</summary>
    public static IEnumerable<Mark> Rule(Spot middle, double half, int colour)
    {
        Spot[] left = [new(middle.X - half, middle.Y), new(middle.X - 12, middle.Y - 0.7), new(middle.X - 12, middle.Y + 0.7)];
        Spot[] right = [new(middle.X + half, middle.Y), new(middle.X + 12, middle.Y - 0.7), new(middle.X + 12, middle.Y + 0.7)];
        yield return new Shape([left, right, Diamond(middle, 4)], colour);
    }

    public static IReadOnlyList<Spot> Ring(Box box) =>
        [new(box.X, box.Y), new(box.Right, box.Y), new(box.Right, box.Bottom), new(box.X, box.Bottom)];

    private static IReadOnlyList<Spot> Diamond(Spot middle, double half) =>
        [new(middle.X, middle.Y - half), new(middle.X + half, middle.Y), new(middle.X, middle.Y + half), new(middle.X - half, middle.Y)];

    private static double Top(Box box, int layer, double x)
    {
        var thickness = box.Height / Layers.Length;
        var bend = Math.Sin((x * 5.2) + (layer * 0.35)) * thickness * 0.55;
        var dip = (x - 0.5) * thickness * (1.4 - (0.2 * layer));
        return Math.Clamp(box.Y + (thickness * (layer + 0.9)) + bend + dip, box.Y, box.Bottom);
    }
}
