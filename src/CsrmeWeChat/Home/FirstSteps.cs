using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Home;

public sealed record StepLine(string Words, string Address, bool IsDone);

/// <summary>What a new installation begins with. Once all of it is done, this node asks no more.</summary>
public sealed class FirstSteps(IEnumerable<IFirstStep> steps)
{
    private readonly IFirstStep[] steps = [.. steps.OrderBy(step => step.Place)];
    private volatile bool allDone;

    /// <summary>All of them, with what is done; none where all is done.</summary>
    public async Task<IReadOnlyList<StepLine>> ListAsync(CancellationToken ct)
    {
        if (allDone)
        {
            return [];
        }
        var lines = new List<StepLine>();
        foreach (var step in steps)
        {
            lines.Add(new StepLine(step.Words, step.Address, await step.IsDoneAsync(ct)));
        }
        allDone = lines.All(line => line.IsDone);
        return allDone ? [] : lines;
    }
}
