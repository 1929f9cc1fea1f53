using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Somebody begins to follow the official account, or stops. Callbacks may come late and in any order, so each says when it happened, and
/// the latest one holds.
/// </summary>
public sealed class FollowOrLeave(IOptions<WeChatOptions> wechat) : ICallbackHandler
{
    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct) =>
        message.AppId != wechat.Value.OfficialAccount.AppId ? Task.CompletedTask
        : message.Kind == "subscribe" ? FollowAsync(tx, message.OpenId, message.CreatedAt, ct)
        : LeaveAsync(tx, message.OpenId, message.CreatedAt, ct);

    /// <summary>Also has the follower's details asked of WeChat again.</summary>
    public static async Task FollowAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        var known = await tx.ExecuteAsync("UPDATE followers SET details_at = NULL WHERE open_id = @openId", new { openId }, ct);
        if (known == 0)
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO followers (open_id, union_id, follows, followed_at, scene, remark)
                VALUES (@openId, '', 1, @at, '', '')
                """,
                new { openId, at },
                ct
            );
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE followers
               SET follows = 1, followed_at = @at, left_at = NULL
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """,
            new { openId, at },
            ct
        );
    }

    /// <summary>
    /// The row stays, so that what was sent to the follower stays known. Somebody we never saw follow is noted as having left, so that a
    /// late callback does not make a follower of them.
    /// </summary>
    private static async Task LeaveAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.LockAsync("followers", "open_id", [openId], ct) == 0)
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO followers (open_id, union_id, follows, left_at, scene, remark)
                VALUES (@openId, '', 0, @at, '', '')
                """,
                new { openId, at },
                ct
            );
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE followers
               SET follows = 0, left_at = @at
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """,
            new { openId, at },
            ct
        );
    }
}
