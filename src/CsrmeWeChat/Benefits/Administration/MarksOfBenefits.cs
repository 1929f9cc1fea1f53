using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>Benefits that are for a branch, a level or a tag stay so when that is merged into another.</summary>
public sealed class MarksOfBenefits : IMarkUser
{
    public async Task ReplaceAsync(Transaction tx, Mark from, Mark to, CancellationToken ct)
    {
        var (table, column) = from.Kind switch
        {
            MarkKind.Branch => ("benefit_branches", "branch_id"),
            MarkKind.Level => ("benefit_levels", "level_id"),
            MarkKind.Tag => ("benefit_tags", "tag"),
        };
        object values = from.Kind is MarkKind.Tag ? new { from = from.Name, to = to.Name } : new { from = from.Id, to = to.Id };
        // A batch of claims must not read who may claim before this and its members after it.
        await tx.ExecuteAsync(
            $"UPDATE benefits SET id = id WHERE id IN (SELECT benefit_id FROM {table} WHERE {column} = @from)",
            values,
            ct
        );
        await tx.ExecuteAsync(
            $"""
            INSERT INTO {table} (benefit_id, {column})
            SELECT r.benefit_id, @to FROM {table} r
             WHERE r.{column} = @from AND r.benefit_id NOT IN (SELECT o.benefit_id FROM {table} o WHERE o.{column} = @to)
            """,
            values,
            ct
        );
        await tx.ExecuteAsync($"DELETE FROM {table} WHERE {column} = @from", values, ct);
    }
}
