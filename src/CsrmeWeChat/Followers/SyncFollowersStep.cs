using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Followers;

/// <summary>Until the followers are read once, nobody can say whom a send reaches.</summary>
public sealed class SyncFollowersStep(Database database) : IFirstStep
{
    public int Place => 40;

    public string Words => "同步公众号的关注者，之后就能看到群发能送达多少人";

    public string Address => "/staff/followers";

    public async Task<bool> IsDoneAsync(CancellationToken ct) =>
        await database.FindAsync<long>("SELECT COUNT(*) FROM follower_syncs WHERE finished_at IS NOT NULL", ct: ct) > 0;
}
