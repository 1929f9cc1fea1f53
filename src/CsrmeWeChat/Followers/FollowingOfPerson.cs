using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Followers;

/// <summary>
/// That a person follows the official account. It is WeChat's list, which we only copy: it stays while they follow, and an erased person
/// is one follower among others, whom nothing joins to anybody.
/// </summary>
public sealed class FollowingOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("followers.open_id", OnErase.Kept),
        new("followers.union_id", OnErase.Kept),
        new("follower_tags.follower_id", OnErase.Kept),
        new("follower_syncs.next_open_id", OnErase.Kept),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["following"] = await database.ListAsync<Following>(
                "SELECT open_id, follows, followed_at, left_at FROM followers WHERE open_id IN @OpenIds ORDER BY id",
                new { person.OpenIds },
                ct
            ),
        };

    private sealed record Following
    {
        public required string OpenId { get; init; }
        public required bool Follows { get; init; }
        public DateTimeOffset? FollowedAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
    }
}
