using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Contests;

/// <summary>Who belongs to a crowd.</summary>
internal static class Crowds
{
    public static async Task<bool> HasAsync(Sql sql, Crowd crowd, long personId, CancellationToken ct) =>
        (await ListAsync(sql, crowd, [personId], ct)).Count == 1;

    /// <summary>Of these persons, those who belong to it.</summary>
    public static Task<IReadOnlyList<long>> ListAsync(Sql sql, Crowd crowd, IReadOnlyCollection<long> personIds, CancellationToken ct) =>
        crowd switch
        {
            Crowd.Everyone => PersonPhones.ListVerifiedAsync(sql, personIds, ct),
            Crowd.Members => sql.ListAsync<long>("SELECT person_id FROM bindings WHERE person_id IN {=personIds}", new { personIds }, ct),
        };
}
