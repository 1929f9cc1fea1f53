using System.Globalization;
using CsrmeWeChat.Benchmarks.Claims;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Roster;

/// <summary>Runs the commands one after another on one engine, and claims through all of them.</summary>
internal sealed class RosterRun(string engine, Stage stage, SteadyCallers callers, string book)
{
    public const int ClaimsPerSecond = 20;

    // Enough members for ten minutes of claims.
    private const int Members = 600 * ClaimsPerSecond,
        WarmUp = 500;

    private static readonly string dll = Path.Combine(AppContext.BaseDirectory, "CsrmeWeChat.dll");

    private readonly List<(string Name, int From, int To, CommandEnd? Command)> parts = [];
    private readonly List<string> faults = [];

    public static string Header { get; } =
        $"{"engine", -8} {"part", -6} {"s", 6} {"peak MB", 7} {"claims", 7} {"p50 ms", 7} {"p99 ms", 7} {"max ms", 7}";

    /// <summary>Runs all parts. Returns what is wrong, in words; nothing where all is right.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string name,
        Engine engine,
        string book,
        int lines,
        TimeSpan alone,
        Figures figures
    )
    {
        await using var stage = await Stage.SetAsync(engine, Members + WarmUp);
        var (benefit, other) = (await stage.NewBenefitAsync(Members), await stage.NewBenefitAsync(WarmUp));
        await using var service = await ServiceProcess.StartAsync(dll, stage.Configuration);
        await new LoadClient(service.BaseUrl, 8).RunAsync(
            [.. stage.Tokens.Skip(Members).Select(token => LoadClient.Post($"/api/benefits/{other}/claim", token))],
            TimeSpan.FromMinutes(1)
        );

        var run = new RosterRun(
            name,
            stage,
            SteadyCallers.Start(service.BaseUrl, $"/api/benefits/{benefit}/claim", stage.Tokens.Take(Members), ClaimsPerSecond),
            book
        );
        await run.CommandsAsync(lines, alone);
        return await run.CloseAsync(benefit, figures);
    }

    private async Task CommandsAsync(int lines, TimeSpan alone)
    {
        await Task.Delay(alone);
        parts.Add(("alone", 0, callers.Come, null));
        await CommandAsync("stage", "import", book);
        var import = await stage.Database.FindAsync<long>("SELECT MAX(id) FROM roster_imports");
        await CountAsync("staged", "SELECT COUNT(*) FROM roster_lines WHERE verdict = 'new'", lines);
        await CommandAsync("apply", "apply", $"{import}");
        await CountAsync("members after apply", $"SELECT COUNT(*) FROM members WHERE number LIKE '{RosterWorkbook.Prefix}%'", lines);
        await CommandAsync("undo", "undo", $"{import}");
        await CountAsync("members after undo", $"SELECT COUNT(*) FROM members WHERE number LIKE '{RosterWorkbook.Prefix}%'", 0);
        await CountAsync("all members in the end", "SELECT COUNT(*) FROM members", Members + WarmUp);
    }

    private async Task CommandAsync(string name, params string[] arguments)
    {
        var from = callers.Come;
        await using var command = ServiceCommand.Start(dll, stage.Configuration, ["roster", .. arguments]);
        var end = await command.EndAsync();
        if (end.ExitCode != 0)
        {
            faults.Add($"{name} ended with {end.ExitCode}: {end.Error}{end.Output}");
        }
        parts.Add((name, from, callers.Come, end));
    }

    private async Task CountAsync(string what, string sql, int expected)
    {
        if (await stage.Database.FindAsync<int>(sql) is var found && found != expected)
        {
            faults.Add($"{what}: {found}, not {expected}");
        }
    }

    private async Task<IReadOnlyList<string>> CloseAsync(long benefit, Figures figures)
    {
        var run = await callers.EndAsync();
        faults.AddRange(
            await ClaimAudit.FindFaultsAsync(stage.Database, benefit, run.Answers.Count, run, new Dictionary<int, LoadAnswer>())
        );
        if (run.Answers.Count == Members)
        {
            faults.Add("the claims ended before the commands did");
        }
        foreach (var (name, from, to, command) in parts)
        {
            var claims = Slice(from, to);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{engine, -8} {name, -6} {command?.Taken.TotalSeconds, 6:0.0} {command?.PeakMegabytes, 7} {to - from, 7} "
                        + $"{Ms(claims, 0.5), 7:0.0} {Ms(claims, 0.99), 7:0} {Ms(claims, 1), 7:0}"
                )
            );
        }
        var during = Slice(parts[1].From, parts[^1].To);
        var seconds = parts
            .Where(part => part.Command is not null)
            .ToDictionary(part => part.Name, part => part.Command!.Taken.TotalSeconds);
        figures.Add($"roster.{engine}.stage-s", seconds["stage"]);
        figures.Add($"roster.{engine}.apply-s", seconds["apply"]);
        figures.Add($"roster.{engine}.stage-and-apply-s", seconds["stage"] + seconds["apply"]);
        figures.Add($"roster.{engine}.undo-s", seconds["undo"]);
        figures.Add($"roster.{engine}.memory-mb", parts.Max(part => part.Command?.PeakMegabytes ?? 0));
        figures.Add($"roster.{engine}.claim-p99-ms", Ms(during, 0.99));
        figures.Add($"roster.{engine}.claim-longest-ms", Ms(during, 1));
        return faults;

        LoadRun Slice(int from, int to) => new(TimeSpan.Zero, to - from, 0, [.. run.Answers.Take(from..to)]);
    }

    private static double Ms(LoadRun claims, double share) => claims.Within(share).TotalMilliseconds;
}
