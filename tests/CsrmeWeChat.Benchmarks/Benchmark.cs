namespace CsrmeWeChat.Benchmarks;

/// <param name="RunAsync">Returns the exit code: 0, or 1 where something was not right. A gate that is missed is printed, and no error.</param>
internal sealed record Benchmark(string Name, string What, Func<string[], Task<int>> RunAsync);
