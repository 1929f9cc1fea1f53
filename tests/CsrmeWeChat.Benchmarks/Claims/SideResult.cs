using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <param name="Faults">What the rows or answers have wrong.</param>
internal sealed record SideResult(
    string Side,
    int Connections,
    LoadRun Run,
    Cpu Cpu,
    bool IsBusy,
    long PeakMegabytes,
    IReadOnlyList<string> Faults
)
{
    public static string Header { get; } =
        $"{"engine", -8} {"side", -6} {"conns", 5} {"claims", 7} {"per s", 7} {"p50 ms", 7} {"p99 ms", 7} {"max ms", 7} "
        + $"{"resent", 6} {"cpu service/database/load/others", 33} {"peak MB", 7}  rows";

    public double PerSecond => Run.PerSecond;

    public double P99 => Run.Within(0.99).TotalMilliseconds;

    public string Line(string engine) =>
        $"{engine, -8} {Side, -6} {Connections, 5} {Run.Succeeded, 7} {PerSecond, 7:0} "
        + $"{Run.Within(0.5).TotalMilliseconds, 7:0.0} {P99, 7:0.0} {Run.Within(1).TotalMilliseconds, 7:0.0} "
        + $"{Run.Sent - Run.Answers.Count, 6} {Cpu, 33} {PeakMegabytes, 7}  {(Faults.Count == 0 ? "right" : string.Join("; ", Faults))}";
}

/// <summary>Processor seconds while the side ran.</summary>
internal sealed record Cpu(double Service, double Database, double Load, double Others)
{
    public override string ToString() => $"{Service:0.0} / {Database:0.0} / {Load:0.0} / {Others:0.0}";
}
