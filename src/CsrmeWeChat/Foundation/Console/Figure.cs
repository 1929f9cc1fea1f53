namespace CsrmeWeChat.Foundation.Console;

public enum FigureShape
{
    /// <summary>A line for each series, over time.</summary>
    Lines,

    /// <summary>A bar for each label, its parts on top of each other.</summary>
    Bars,
}

/// <summary>Numbers of one kind, one for each label of the figure.</summary>
public sealed record FigureSeries(string Name, IReadOnlyList<long> Values);

/// <summary>A picture on the home page, with a table of the same numbers behind it.</summary>
/// <param name="Labels">Days, or names: the first column of the table.</param>
public sealed record Figure(
    string Title,
    string Unit,
    FigureShape Shape,
    string LabelsName,
    IReadOnlyList<string> Labels,
    IReadOnlyList<FigureSeries> Series
);

/// <summary>A picture that a room brings to the home page.</summary>
public interface IFigureSource
{
    /// <summary>Where it stands, the lowest first.</summary>
    int Place { get; }

    IReadOnlyList<Role> Roles { get; }

    /// <summary>Null where there is nothing to draw yet. Drawn once a minute at most.</summary>
    Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct);
}
