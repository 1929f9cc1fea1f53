using System.Diagnostics;

namespace CsrmeWeChat.Drive;

/// <summary>What happened, in a short table, and whether what must hold held.</summary>
internal sealed class Report
{
    private readonly List<(string What, bool Held, string Note)> checks = [];
    private readonly List<(string Step, Answer[] Answers, TimeSpan Took)> steps = [];

    public bool AllHeld => checks.All(check => check.Held);

    /// <summary>Lets all act at the same moment and notes how long it took.</summary>
    public async Task<Answer[]> AllAtOnceAsync(string step, IEnumerable<Phone> phones, Func<Phone, Task<Answer>> act)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acting = phones
            .Select(async phone =>
            {
                await gate.Task;
                return await act(phone);
            })
            .ToList();
        var started = Stopwatch.GetTimestamp();
        gate.SetResult();
        var answers = await Task.WhenAll(acting);
        steps.Add((step, answers, Stopwatch.GetElapsedTime(started)));
        return answers;
    }

    public void Check(string what, bool held, object? note = null) => checks.Add((what, held, note?.ToString() ?? ""));

    public void Print(int comeBacks)
    {
        Console.WriteLine();
        Console.WriteLine($"{Pad("步骤", 34)}{Left("人次", 6)}{Left("每秒", 8)}{Left("p50", 9)}{Left("p95", 9)}   结果");
        foreach (var (step, answers, took) in steps)
        {
            var times = answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToArray();
            var outcomes = answers
                .CountBy(answer => answer.Code)
                .OrderByDescending(outcome => outcome.Value)
                .Select(outcome => $"{Say(outcome.Key)} {outcome.Value}");
            var load = $"{Left($"{answers.Length}", 6)}{Left($"{answers.Length / took.TotalSeconds:F0}", 8)}";
            var latencies = $"{Left($"{At(times, 0.50):F0} ms", 9)}{Left($"{At(times, 0.95):F0} ms", 9)}";
            Console.WriteLine($"{Pad(step, 34)}{load}{latencies}   {string.Join("，", outcomes)}");
        }
        var refused = steps
            .SelectMany(step => step.Answers)
            .Where(answer => !answer.IsOk)
            .GroupBy(answer => (answer.Status, answer.Code, answer.Detail))
            .ToList();
        Console.WriteLine();
        Console.WriteLine("未办成的原因");
        foreach (var reason in refused.OrderByDescending(reason => reason.Count()))
        {
            Console.WriteLine($"{Left($"{reason.Count()}", 6)}  {reason.Key.Status} {Pad(reason.Key.Code, 24)}{reason.Key.Detail}");
        }
        Console.WriteLine($"{Left($"{comeBacks}", 6)}  次被告知稍后再来（429、503），随后照办");
        Console.WriteLine();
        Console.WriteLine("核对");
        foreach (var (what, held, note) in checks)
        {
            Console.WriteLine($"    {(held ? "✓" : "✗")} {what}{(note is "" ? "" : $"：{note}")}");
        }
        Console.WriteLine();
    }

    private static string Say(string code) =>
        code switch
        {
            "ok" => "办成",
            "benefit.sold_out" => "已领完",
            _ => code,
        };

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    // A Chinese character is as wide as two letters.
    private static int Width(string text) => text.EnumerateRunes().Sum(rune => rune.Value >= 0x1100 ? 2 : 1);

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(1, width - Width(text)));

    private static string Left(string text, int width) => new string(' ', Math.Max(1, width - Width(text))) + text;
}
