using System.Collections.Concurrent;
using System.Diagnostics;

namespace CsrmeWeChat.Testing;

/// <summary>The real service (or its sandbox) as a process of its own, on a free loopback port.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string dll;
    private readonly IReadOnlyDictionary<string, string?> configuration;
    private readonly string readyPath;
    private readonly ConcurrentQueue<string> output = [];
    private Process? process;

    private ServiceProcess(string dll, IReadOnlyDictionary<string, string?> configuration, string readyPath)
    {
        (this.dll, this.configuration, this.readyPath) = (dll, configuration, readyPath);
        BaseUrl = $"http://127.0.0.1:{Ports.Free()}";
    }

    public string BaseUrl { get; }

    public int Pid => process!.Id;

    /// <summary>From the start of the process to its first answer that it is ready.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>All it wrote so far to standard output and standard error.</summary>
    public string Output => string.Join('\n', output);

    /// <param name="dll">The assembly to run with `dotnet`.</param>
    /// <param name="configuration">Keys as in appsettings.json (Data:Engine); they go as environment variables.</param>
    public static async Task<ServiceProcess> StartAsync(
        string dll,
        IReadOnlyDictionary<string, string?> configuration,
        string readyPath = "/health/ready"
    )
    {
        var service = new ServiceProcess(dll, configuration, readyPath);
        await service.UpAsync();
        return service;
    }

    /// <summary>Starts again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, on the same port.</summary>
    public async Task UpAsync()
    {
        var clock = Stopwatch.StartNew();
        var start = NewStart(dll, configuration, [$"--urls={BaseUrl}"]);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            try
            {
                if ((await http.GetAsync(BaseUrl + readyPath)).IsSuccessStatusCode)
                {
                    StartedIn = clock.Elapsed;
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException) { }
            if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(60))
            {
                if (process.HasExited)
                {
                    // Its last words may still be on their way.
                    await process.WaitForExitAsync();
                }
                throw new InvalidOperationException($"{Path.GetFileName(dll)} did not become ready: {Output}");
            }
            await Task.Delay(20);
        }
    }

    /// <summary>Runs one of the service's commands to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string dll,
        IReadOnlyDictionary<string, string?> configuration,
        params string[] arguments
    )
    {
        using var command = Process.Start(NewStart(dll, configuration, arguments))!;
        var (output, error) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return (command.ExitCode, await output + await error);
    }

    /// <summary>Sends TERM and waits for a graceful end. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Process.Start("kill", ["-TERM", Pid.ToString()]).WaitForExit();
        await process!.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Peak resident memory so far (VmHWM), in MB.</summary>
    public long PeakMemory() =>
        long.Parse(
            File.ReadLines($"/proc/{Pid}/status")
                .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        ) / 1024;

    public async ValueTask DisposeAsync()
    {
        if (!process!.HasExited)
        {
            await KillAsync();
        }
        process.Dispose();
    }

    internal static ProcessStartInfo NewStart(string dll, IReadOnlyDictionary<string, string?> configuration, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (key, value) in configuration)
        {
            start.Environment[key.Replace(":", "__")] = value;
        }
        return start;
    }
}
