namespace CsrmeWeChat.Benchmarks;

/// <param name="RunAsync">
/// Returns the exit code, which is 1 if a result was wrong. A missed gate is printed and is not an error.
/// </param>
internal sealed record Benchmark(string Name, string What, Func<string[], Task<int>> RunAsync);
