using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Data;
using CsrmeWeChat.Keys;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A command of the service as a process of its own, on an app's database and keys.</summary>
public sealed class CommandProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output, error;
    private readonly Task watch;
    private readonly Stopwatch taken = Stopwatch.StartNew();

    private CommandProcess(Process process)
    {
        this.process = process;
        (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        watch = Task.Run(WatchAsync);
    }

    /// <summary>The most memory it ever had resident, in MB: VmHWM, as the kernel keeps it, last read within 10 ms of the end.</summary>
    public int PeakMegabytes { get; private set; }

    public TimeSpan Taken { get; private set; }

    public static CommandProcess Start(App app, params string[] arguments) => Start(app, null, arguments);

    public static CommandProcess Start(App app, KeyOptions? otherKeys, params string[] arguments)
    {
        var (data, keys) = (app.Get<DataOptions>(), otherKeys ?? app.Get<IOptions<KeyOptions>>().Value);
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Data__Engine"] = data.Engine.ToString();
        start.Environment["Data__ConnectionString"] = data.ConnectionString;
        start.Environment["Keys__Current"] = keys.Current;
        foreach (var (id, key) in keys.Ring)
        {
            start.Environment[$"Keys__Ring__{id}"] = key;
        }
        return new CommandProcess(Process.Start(start)!);
    }

    public static async Task<CommandEnd> RunAsync(App app, params string[] arguments)
    {
        await using var command = Start(app, arguments);
        return await command.EndAsync();
    }

    public async Task<CommandEnd> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Taken = taken.Elapsed;
        await watch;
        return new CommandEnd(process.ExitCode, await output, await error, Taken, PeakMegabytes);
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
                if (File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
                {
                    PeakMegabytes = Math.Max(PeakMegabytes, int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
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

public sealed record CommandEnd(int ExitCode, string Output, string Error, TimeSpan Taken, int PeakMegabytes);
