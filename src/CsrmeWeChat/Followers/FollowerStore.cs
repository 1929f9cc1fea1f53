using CsrmeWeChat.Data;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Who follows the official account. Events may come late and in any order, so each says when it happened and the later one holds.
/// Who it is (unionid, tags, remark) is asked of WeChat afterwards: told_at is empty until it is.
/// </summary>
public sealed class FollowerStore
{
    public async Task FollowAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.ExecuteAsync("UPDATE followers SET told_at = NULL WHERE open_id = @openId", new { openId }, ct) == 0)
        {
            await tx.ExecuteAsync("INSERT INTO followers (open_id, union_id, follows, followed_at, scene, remark) VALUES (@openId, '', 1, @at, '', '')", new { openId, at }, ct);
            return;
        }
        await tx.ExecuteAsync("""
            UPDATE followers SET follows = 1, followed_at = @at, left_at = NULL
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """, new { openId, at }, ct);
    }

    /// <summary>Kept, so that what was sent to them stays told; whoever never was known to follow is noted as having left.</summary>
    public async Task LeaveAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.ExecuteAsync("UPDATE followers SET follows = follows WHERE open_id = @openId", new { openId }, ct) == 0)
        {
            await tx.ExecuteAsync("INSERT INTO followers (open_id, union_id, follows, left_at, scene, remark) VALUES (@openId, '', 0, @at, '', '')", new { openId, at }, ct);
            return;
        }
        await tx.ExecuteAsync("""
            UPDATE followers SET follows = 0, left_at = @at
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """, new { openId, at }, ct);
    }
}
