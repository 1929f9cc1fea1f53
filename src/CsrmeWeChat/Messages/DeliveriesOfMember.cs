using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Messages;

/// <summary>What was sent to a member who was found to be another one stands in the history of the one that is kept.</summary>
public sealed class DeliveriesOfMember : IMemberData
{
    public IReadOnlyCollection<string> Columns { get; } = ["deliveries.member_id"];

    public async Task<string> WhatMovesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        await sql.FindAsync<long>("SELECT COUNT(*) FROM deliveries WHERE member_id = @GoneId", pair, ct) is > 0 and var count
            ? $"通知消息的记录 {count} 条"
            : "";

    public Task MergeAsync(Transaction tx, Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE deliveries SET member_id = @KeptId WHERE member_id = @GoneId", pair, ct);
}
