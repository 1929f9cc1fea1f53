using System.Diagnostics;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Benchmarks;

/// <summary>Who used the processors since it was made.</summary>
internal sealed class CpuMeter(params int[] pids)
{
    private readonly double[] before = [.. pids.Select(Seconds)];
    private readonly double machineBefore = MachineSeconds();
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Seconds of each process, in their order, and of all others on the machine.</summary>
    public (double[] Each, double Others) Read()
    {
        double[] each = [.. pids.Select((pid, i) => Seconds(pid) - before[i])];
        return (each, Math.Max(0, MachineSeconds() - machineBefore - each.Sum()));
    }

    /// <summary>Whether others took more than a tenth of the machine.</summary>
    public bool IsBusy => Read().Others > 0.1 * Environment.ProcessorCount * Stopwatch.GetElapsedTime(started).TotalSeconds;

    private static double Seconds(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime.TotalSeconds;
    }

    // user nice system idle iowait irq softirq steal, in hundredths of a second.
    private static double MachineSeconds() =>
        File.ReadLines("/proc/stat")
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Where((_, i) => i is not (3 or 4))
            .Sum(long.Parse) / 100.0;
}
