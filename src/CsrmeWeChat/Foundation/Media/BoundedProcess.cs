using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>How much a program of others' may take of the machine.</summary>
/// <param name="Memory">Bytes of addresses.</param>
/// <param name="CpuSeconds">Of all its threads together.</param>
/// <param name="Silence">How long it may say nothing on its output. Null where it has nothing to say.</param>
public sealed record ProcessBounds(long Memory, int CpuSeconds, TimeSpan Time, TimeSpan? Silence = null);

/// <param name="ExitCode">Null where there is no such program.</param>
/// <param name="Output">The first part of what it said on its output; empty where somebody listened to the lines.</param>
/// <param name="WasStopped">It took too long, or said nothing for too long.</param>
public sealed record EndedProcess(int? ExitCode, string Output, bool WasStopped)
{
    public bool IsDone => ExitCode == 0 && !WasStopped;
}

/// <summary>
/// A program that reads files of strangers, in a process of its own: with bounds, behind everything else that wants the processor or the
/// disk, and gone when this process goes, however that dies. Whatever it does ends as a value here.
/// </summary>
public static class BoundedProcess
{
    private const int MaxOutput = 1 << 20;

    /// <param name="said">Hears each line of its output, on another thread.</param>
    public static Task<EndedProcess> RunAsync(
        string program,
        IEnumerable<string> arguments,
        ProcessBounds bounds,
        CancellationToken ct,
        Action<string>? said = null
    )
    {
        // Linux ends the child when the thread ends that started it, so that thread is one of its own, which waits for it.
        return Task.Factory.StartNew(
            () => Run(NewStart(program, arguments, bounds), bounds, said, ct),
            ct,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    private static ProcessStartInfo NewStart(string program, IEnumerable<string> arguments, ProcessBounds bounds)
    {
        string[] way =
        [
            "--pdeathsig",
            "KILL",
            "nice",
            "-n",
            "19",
            "ionice",
            "-c",
            "3",
            "prlimit",
            string.Create(CultureInfo.InvariantCulture, $"--as={bounds.Memory}"),
            string.Create(CultureInfo.InvariantCulture, $"--cpu={bounds.CpuSeconds}"),
            program,
        ];
        return new ProcessStartInfo("setpriv", way.Concat(arguments))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static EndedProcess Run(ProcessStartInfo start, ProcessBounds bounds, Action<string>? said, CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            return Follow(process, bounds, said, ct);
        }
        catch (Win32Exception)
        {
            return new EndedProcess(null, "", WasStopped: false);
        }
    }

    private static EndedProcess Follow(Process process, ProcessBounds bounds, Action<string>? said, CancellationToken ct)
    {
        var output = new StringBuilder();
        var heardAt = Stopwatch.StartNew();
        var ran = Stopwatch.StartNew();
        var pumped = Task.WhenAll(
            HearAsync(process.StandardOutput, line =>
            {
                lock (heardAt)
                {
                    heardAt.Restart();
                }
                if (said is not null)
                {
                    said(line);
                }
                else if (output.Length < MaxOutput)
                {
                    output.AppendLine(line);
                }
            }),
            // What it complains of names the file and is of no use to anybody, but a full pipe would stop it.
            process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None)
        );
        var wasStopped = false;
        while (!process.WaitForExit(100))
        {
            TimeSpan quiet;
            lock (heardAt)
            {
                quiet = heardAt.Elapsed;
            }
            if (ct.IsCancellationRequested || ran.Elapsed > bounds.Time || quiet > bounds.Silence)
            {
                process.Kill(entireProcessTree: true);
                wasStopped = true;
            }
        }
        pumped.GetAwaiter().GetResult();
        ct.ThrowIfCancellationRequested();
        // That is how prlimit says that there is no such program.
        var code = process.ExitCode is 126 or 127 ? (int?)null : process.ExitCode;
        return new EndedProcess(code, output.ToString(), wasStopped);
    }

    private static async Task HearAsync(StreamReader from, Action<string> hear)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            hear(line);
        }
    }
}
