using System.Diagnostics;
using System.Globalization;

namespace CsrmeWeChat.Testing;

/// <summary>A command of the service as a process of its own, timed and its memory watched.</summary>
public sealed class ServiceCommand : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output,
        error;
    private readonly Task watch;
    private readonly Stopwatch taken = Stopwatch.StartNew();
    private int peakMegabytes;

    private ServiceCommand(Process process)
    {
        this.process = process;
        (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        watch = Task.Run(WatchAsync);
    }

    /// <param name="dll">The assembly to run with `dotnet`.</param>
    /// <param name="configuration">Keys as in appsettings.json (Data:Engine); they go as environment variables.</param>
    public static ServiceCommand Start(string dll, IReadOnlyDictionary<string, string?> configuration, params string[] arguments) =>
        new(Process.Start(ServiceProcess.NewStart(dll, configuration, arguments))!);

    public async Task<CommandEnd> EndAsync(CancellationToken ct = default)
    {
        await process.WaitForExitAsync(ct);
        var elapsed = taken.Elapsed;
        await watch;
        return new CommandEnd(process.ExitCode, await output, await error, elapsed, peakMegabytes);
    }

    /// <summary>As kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
        await watch;
        process.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!process.HasExited)
        {
            try
            {
                if (
                    File.ReadLines($"/proc/{process.Id}/status")
                        .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is
                    { } line
                )
                {
                    peakMegabytes = Math.Max(
                        peakMegabytes,
                        int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
                    );
                }
            }
            catch (IOException)
            {
                return;
            }
            await Task.Delay(10);
        }
    }
}

/// <param name="PeakMegabytes">
/// The most memory that it ever had resident: the kernel's VmHWM, last read within 10 ms of the end.
/// </param>
public sealed record CommandEnd(int ExitCode, string Output, string Error, TimeSpan Taken, int PeakMegabytes);
