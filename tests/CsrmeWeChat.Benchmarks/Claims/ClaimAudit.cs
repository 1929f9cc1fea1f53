using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <summary>Holds what the callers were told against the rows, and the rows against the benefit's counters.</summary>
internal static class ClaimAudit
{
    /// <summary>What is wrong, in words; nothing where all is right.</summary>
    /// <param name="callers">Members 1 to this each claimed once.</param>
    /// <param name="again">What some of them were told when they asked again, by their place among the callers.</param>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(
        Database database,
        long benefitId,
        int callers,
        LoadRun run,
        IReadOnlyDictionary<int, LoadAnswer> again
    )
    {
        var benefit = (
            await database.FindAsync<Counters>("SELECT stock, issued, held FROM benefits WHERE id = @benefitId", new { benefitId })
        )!;
        var rows = await database.ListAsync<Row>(
            "SELECT member_id, holder, serial, code, state FROM claims WHERE benefit_id = @benefitId ORDER BY serial",
            new { benefitId }
        );
        var byMember = rows.ToLookup(row => row.MemberId);
        List<string> faults = [.. FindUnanswered(run)];

        Check(rows.Count == Math.Min(benefit.Stock, callers), $"{rows.Count} claims, not min({benefit.Stock}, {callers})");
        Check(
            benefit.Held == rows.Count && benefit.Held <= benefit.Stock,
            $"held is {benefit.Held} with {rows.Count} claims and a stock of {benefit.Stock}"
        );
        Check(
            benefit.Issued == rows.Count && rows.Select(row => row.Serial).SequenceEqual(Enumerable.Range(1, rows.Count)),
            $"serials do not run from 1 to {benefit.Issued}"
        );
        Check(byMember.All(claims => claims.Count() == 1), "a member has two claims");
        Check(rows.All(row => row.State == "held" && row.Holder == row.MemberId), "a claim is not held by its member");
        var lied = run.Answers.Where((answer, i) => answer.Status == 200 && !IsTold(answer, byMember[i + 1])).Count();
        Check(lied == 0, $"{lied} callers were told another ticket than their row says");
        var changed = again.Count(pair => pair.Value.Status != 200 || !pair.Value.Body.AsSpan().SequenceEqual(run.Answers[pair.Key].Body));
        Check(changed == 0, $"{changed} of {again.Count} callers were told something else when they asked again");
        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    public static IReadOnlyList<string> FindUnanswered(LoadRun run) =>
        run.Succeeded == run.Answers.Count && run.Broken == 0
            ? []
            : [$"{run.Answers.Count - run.Succeeded} callers were not answered with 200, {run.Broken} connections broke"];

    private static bool IsTold(LoadAnswer answer, IEnumerable<Row> rows)
    {
        using var ticket = JsonDocument.Parse(answer.Body);
        var serial = ticket.RootElement.GetProperty("serial").GetInt32();
        var code = ticket.RootElement.GetProperty("code").GetString();
        return rows.Any(row => row.Serial == serial && row.Code == code);
    }

    private sealed record Counters
    {
        public required int Stock { get; init; }
        public required int Issued { get; init; }
        public required int Held { get; init; }
    }

    private sealed record Row
    {
        public required long MemberId { get; init; }
        public required long Holder { get; init; }
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public required string State { get; init; }
    }
}
