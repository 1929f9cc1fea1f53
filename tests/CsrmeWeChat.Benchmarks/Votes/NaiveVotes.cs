using CsrmeWeChat.Benchmarks.Votes;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(NaiveVotes))]

namespace CsrmeWeChat.Benchmarks.Votes;

/// <summary>
/// Gives the service a second way to vote, by which each vote is a transaction of its own and its entry has a counter, as likes do it: the
/// person's row is locked, what decides is read, the counter goes up, the vote is inserted. It signs in as the other way does and holds the
/// same rules. The service itself knows nothing of it: its process is told to load this assembly too.
/// </summary>
internal sealed class NaiveVotes : IHostingStartup, IStartupFilter
{
    private const string Prefix = "/api/naive-votes",
        AtOnceSetting = "NAIVE_VOTES_AT_ONCE";

    private readonly SemaphoreSlim turns = new(int.Parse(Environment.GetEnvironmentVariable(AtOnceSetting) ?? "1"));
    private readonly Endpoint endpoint;

    public NaiveVotes() =>
        endpoint = new(VoteAsync, new EndpointMetadataCollection(new AuthorizeAttribute(Policies.Person)), "a naive vote");

    public static string PathOf(long entry) => $"{Prefix}/{entry}";

    /// <summary>What to start the service with.</summary>
    /// <param name="atOnce">Transactions under way at once.</param>
    public static IReadOnlyDictionary<string, string?> Configuration(int atOnce) =>
        new Dictionary<string, string?>(EmptyPost.Configuration)
        {
            [AtOnceSetting] = $"{atOnce}",
            // Connections beyond those and the two that look up tokens would go unused.
            ["Data:PoolSize"] = $"{atOnce + 2}",
            // It may be as slow as it is: refused for lateness it would have to be asked again.
            ["Limits:RequestSeconds"] = "60",
            ["Data:CommandTimeout"] = "60",
        };

    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, NaiveVotes>());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, pipeline) =>
                {
                    if (context.Request.Path.StartsWithSegments(Prefix))
                    {
                        context.SetEndpoint(endpoint);
                    }
                    return pipeline(context);
                }
            );
            next(app);
        };

    private async Task VoteAsync(HttpContext context)
    {
        var entry = long.Parse(context.Request.Path.Value!.Split('/')[^1]);
        var (database, time) = (
            context.RequestServices.GetRequiredService<Database>(),
            context.RequestServices.GetRequiredService<TimeProvider>()
        );
        await turns.WaitAsync();
        try
        {
            var isGiven = await VoteAsync(database, context.SignedIn!.PersonId, entry, time.GetUtcNow());
            context.Response.StatusCode = isGiven ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
            await context.Response.WriteAsJsonAsync(new { myVote = isGiven });
        }
        finally
        {
            turns.Release();
        }
    }

    private static Task<bool> VoteAsync(Database database, long person, long entry, DateTimeOffset now) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("people", person, default);
                var may = await tx.FindAsync<int>(
                    """
                    SELECT 1 FROM contest_entries e JOIN contests c ON c.id = e.contest_id JOIN bindings b ON b.person_id = @person
                     WHERE e.id = @entry AND e.state = 'accepted' AND e.person_id <> @person AND c.state = 'published' AND c.is_shown = 1
                       AND c.votes_closed_at IS NULL AND c.vote_opens_at <= @now AND c.vote_closes_at > @now
                       AND NOT EXISTS (SELECT 1 FROM contest_votes v WHERE v.person_id = @person AND v.entry_id = @entry)
                       AND c.votes_each > (SELECT COUNT(*) FROM contest_votes v WHERE v.person_id = @person AND v.contest_id = c.id)
                    """,
                    new
                    {
                        person,
                        entry,
                        now,
                    }
                );
                if (may != 1)
                {
                    return (false, false);
                }
                // The entry's row before the vote: whoever inserts first and counts then makes deadlocks.
                await tx.ExecuteAsync("UPDATE contest_entries SET votes = votes + 1 WHERE id = @entry", new { entry });
                await tx.ExecuteAsync(
                    """
                    INSERT INTO contest_votes (contest_id, entry_id, voter, person_id, state, reason, source, voted_at, decided_by)
                    SELECT contest_id, id, @voter, @person, 'counted', '', '', @now, '' FROM contest_entries WHERE id = @entry
                    """,
                    new
                    {
                        voter = $"p:{person}",
                        person,
                        entry,
                        now,
                    }
                );
                return (true, true);
            },
            default
        );
}
