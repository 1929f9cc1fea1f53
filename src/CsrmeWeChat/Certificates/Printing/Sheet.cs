namespace CsrmeWeChat.Certificates.Printing;

/// <summary>
/// A page as it is to be drawn, in points from its upper left corner: the one description that the PDF and the picture are drawn from.
/// </summary>
public sealed record Sheet(double Width, double Height, IReadOnlyList<Mark> Marks);

/// <summary>Something on the sheet. Later ones lie over earlier ones.</summary>
public abstract record Mark;

/// <summary>Rings of straight lines, filled and drawn round in one colour each (0xRRGGBB); null for neither.</summary>
public sealed record Shape(IReadOnlyList<IReadOnlyList<Spot>> Rings, int? Fill, int? Stroke = null, double Thickness = 0) : Mark;

/// <summary>Characters of one font in a row.</summary>
/// <param name="X">Where they begin.</param>
/// <param name="Y">Of the line that they stand on.</param>
public sealed record Words(string Text, TrueTypeFont Font, double Size, double X, double Y, int Colour) : Mark
{
    public double Width => Size * Text.EnumerateRunes().Sum(Font.WidthOf);
}

public readonly record struct Spot(double X, double Y);

public readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}
