using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>The WeChat user of a member who was found to be another one stays bound, to the one that is kept.</summary>
public sealed class BindingsOfMember(BindingStore bindings, SessionStore sessions) : IMemberData
{
    private const string Reason = "两位会员合并";

    public IReadOnlyCollection<string> Columns { get; } = ["bindings.member_id", "binding_events.member_id", "bind_requests.member_id"];

    public async Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        await sql.FindAsync<long>("SELECT COUNT(*) FROM bindings WHERE member_id IN (@KeptId, @GoneId)", pair, ct) == 2
            ? ["两位会员各绑定了一个微信，系统无法判断保留哪一个。请先到其中一位的页面解除绑定，再合并。"]
            : [];

    public async Task<string> WhatMovesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        await sql.FindAsync<long>("SELECT COUNT(*) FROM bindings WHERE member_id = @GoneId", pair, ct) > 0 ? "绑定的微信" : "";

    public async Task MergeAsync(Transaction tx, Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        if (await bindings.ReleaseAsync(tx, by, pair.GoneId, Reason, now, ct) is { } personId)
        {
            await bindings.AddAsync(tx, by, personId, pair.KeptId, Reason, now, ct);
            // Whoever is signed in goes on as the kept member, at once on this node and on others within half a minute.
            tx.OnCommitted(() => sessions.Forget(personId));
        }
        await BindingStore.MoveHistoryAsync(tx, pair.KeptId, pair.GoneId, ct);
    }
}
