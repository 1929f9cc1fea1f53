using System.Buffers.Text;
using System.Security.Cryptography;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Benchmarks.Votes;

/// <summary>A database with members who are signed in, on MariaDB, and contests with entries to vote for.</summary>
internal sealed class VoteStage : IAsyncDisposable
{
    public const int Entries = 20,
        VotesEach = 10;

    private readonly string folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
    private MariaDbServer server = null!;
    private WebApplication stores = null!;

    /// <summary>What a service process on this database is started with.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Voter i has the id i + 1.</summary>
    public IReadOnlyList<string> Tokens { get; private set; } = [];

    public int ServerPid => server.Pid;

    public Database Database => Get<Database>();

    private DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    public static async Task<VoteStage> SetAsync(int voters)
    {
        var stage = new VoteStage { server = await MariaDbServer.StartAsync() };
        stage.Configuration = new Dictionary<string, string?>(await MeasuredService.SettingsAsync(stage.server, stage.folder))
        {
            ["Jobs:Run"] = "false",
            // All phones of the load share one address.
            ["Limits:PerAddress"] = "10000000",
            ["Votes:PerAddress"] = "1000000",
        };
        stage.stores = await MeasuredService.OpenStoresAsync(stage.Configuration);
        await stage.FillAsync(voters);
        return stage;
    }

    /// <summary>A contest that takes votes now, and its entries.</summary>
    public async Task<(Contest Contest, IReadOnlyList<long> Entries)> NewContestAsync()
    {
        var (store, now) = (Get<ContestStore>(), Now);
        await Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, default);
        var draft = new ContestDraft
        {
            Title = "第二届科普摄影大赛",
            Rules = "拍下岩石和与它打交道的人。",
            Groups = [new ContestGroup("single", "单幅组", GroupShape.Single)],
            Criteria = [new Criterion("科学性", 100)],
            OpensAt = now.AddDays(-60),
            ClosesAt = now.AddDays(-10),
            IsShown = true,
            Granted = "社交-社区",
            VoteOpensAt = now.AddHours(-1),
            VoteClosesAt = now.AddDays(1),
            VotesEach = VotesEach,
        };
        var id = (await store.AddAsync(Actor.Command, 2026, draft, now, default))!.Value;
        await store.MoveAsync(Actor.Command, (await store.FindAsync(id, default))!, ContestState.Published, now, default);
        var author = await Database.InsertAsync("INSERT INTO people (created_at) VALUES (@now)", new { now });
        List<long> entries = [];
        for (var i = 0; i < Entries; i++)
        {
            entries.Add(
                await Database.InsertAsync(
                    """
                    INSERT INTO contest_entries (slot, contest_id, person_id, state, group_key, subject, title, caption, place, taken_on,
                                                 author, unit, coauthors, avoid, edit, edit_note, ai_use, ai_note, version, revision,
                                                 reason, votes, created_at, changed_at, decided_by)
                    VALUES (@slot, @id, @author, 'accepted', 'single', '', '采场日出', '', '', '2026-05', '', '', '[]', '[]', 'none', '',
                            'none', '', 1, 1, '', 0, @now, @now, '')
                    """,
                    new
                    {
                        slot = $"{Guid.NewGuid():N}",
                        id,
                        author,
                        now,
                    }
                )
            );
        }
        return ((await store.FindAsync(id, default))!, entries);
    }

    /// <summary>Each of these voters for half of the entries, in an order in which nobody's votes follow each other.</summary>
    public static IReadOnlyList<(int Voter, long Entry)> Votes(int voters, IReadOnlyList<long> entries)
    {
        var votes = Enumerable
            .Range(0, voters)
            .SelectMany(voter => Enumerable.Range(0, VotesEach).Select(i => (voter, entries[(voter * 7 + i) % entries.Count])))
            .ToArray();
        new Random(1).Shuffle(votes);
        return votes;
    }

    /// <summary>Counts the votes as staff do, as soon as the voting is over.</summary>
    public async Task<CountOutcome> CountAsync(Contest contest) =>
        await Get<VoteStates>().CloseAsync(Actor.Command, contest, knowsHeld: true, contest.VoteClosesAt!.Value, default);

    public async ValueTask DisposeAsync()
    {
        await stores.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private T Get<T>()
        where T : notnull => stores.Services.GetRequiredService<T>();

    // Members of a whole society do not sign in one by one here: their rows are written as the stores would have written them.
    private async Task FillAsync(int voters)
    {
        Tokens = [.. Enumerable.Range(0, voters).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))];
        var (now, ids) = (Now, Enumerable.Range(1, voters).ToList());
        await InsertAsync("INSERT INTO people (id, created_at)", id => [id, now.AddDays(-1)]);
        await InsertAsync(
            """
            INSERT INTO members (id, number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                 revision, created_at, updated_at)
            """,
            id => [id, $"S{id:D7}", $"会员{id}", $"会员{id}", "", $"{id}", $"{id % 10_000}", "", "", "测试单位", 1, now, now]
        );
        await InsertAsync("INSERT INTO bindings (member_id, person_id, bound_at)", id => [id, id, now]);
        await InsertAsync("INSERT INTO sessions (token_hash, person_id, created_at, expires_at)", id =>
            [Token.Hash(Tokens[id - 1]), id, now, now.AddDays(7)]
        );

        async Task InsertAsync(string into, Func<int, object?[]> row)
        {
            foreach (var some in ids.Chunk(5_000))
            {
                await using var tx = await Database.BeginAsync(default);
                await tx.InsertManyAsync(into, [.. some.Select(row)], default);
                await tx.CommitAsync(default);
            }
        }
    }
}
