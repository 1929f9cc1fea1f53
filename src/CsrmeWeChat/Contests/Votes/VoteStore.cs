using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>A person's own votes, of which they always may know.</summary>
public sealed class VoteStore(Database database)
{
    /// <summary>The entries for which the person has voted.</summary>
    public async Task<IReadOnlySet<long>> ListAsync(long personId, long contestId, CancellationToken ct) =>
        (
            await database.ListAsync<long>(
                "SELECT entry_id FROM contest_votes WHERE contest_id = @contestId AND voter = @voter AND taken_back_at IS NULL",
                new { contestId, voter = Voter.Of(personId) },
                ct
            )
        ).ToHashSet();
}
