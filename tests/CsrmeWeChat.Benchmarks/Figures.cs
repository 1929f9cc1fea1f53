using System.Globalization;

namespace CsrmeWeChat.Benchmarks;

/// <summary>What a benchmark closes with: one line for each figure, and before them the gates it was to pass.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, double Value)> figures = [];

    public void Add(string name, double value) => figures.Add((name, value));

    public void Print(params Gate[] gates)
    {
        foreach (var gate in gates)
        {
            if (figures.FirstOrDefault(figure => figure.Name == gate.Figure) is { Name: not null, Value: var value })
            {
                var sign = gate.IsMost ? "<=" : ">=";
                var verdict = gate.IsMetBy(value) ? "met" : "missed";
                Console.WriteLine($"{gate.Kind} {gate.Figure} {Text(value)} {sign} {Text(gate.Bound)} {verdict}{gate.Note}");
            }
        }
        foreach (var (name, value) in figures)
        {
            Console.WriteLine($"figure {name} {Text(value)}");
        }
    }

    private static string Text(double value) =>
        value.ToString(
            value < 10 ? "0.00"
                : value < 100 ? "0.0"
                : "0",
            CultureInfo.InvariantCulture
        );
}

/// <param name="Kind">"gate", or "goal" where it is wished for only.</param>
/// <param name="IsMost">The bound is the most allowed; else the least.</param>
internal sealed record Gate(string Kind, string Figure, double Bound, bool IsMost = false, string Note = "")
{
    public bool IsMetBy(double value) => IsMost ? value <= Bound : value >= Bound;
}
