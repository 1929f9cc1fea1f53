using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Staff;

/// <summary>An account of a branch that was merged into another is the other's.</summary>
public sealed class MarksOfStaff : IMarkUser
{
    public Task ReplaceAsync(Transaction tx, Mark from, Mark to, CancellationToken ct) =>
        from.Kind is MarkKind.Branch
            ? tx.ExecuteAsync(
                "UPDATE staff SET branch_id = @to, revision = revision + 1 WHERE branch_id = @from",
                new { from = from.Id, to = to.Id },
                ct
            )
            : Task.CompletedTask;
}
