using System.Buffers.Text;
using System.Security.Cryptography;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <summary>
/// A database full of members who are signed in and bound, with the service's own stores to make benefits in it and to read the rows.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
    private readonly MariaDbServer? server;
    private readonly WebApplication stores;
    private readonly DateTimeOffset now;

    private Stage(Engine engine, MariaDbServer? server, string? connectionString)
    {
        this.server = server;
        Configuration = new Dictionary<string, string?>(
            MeasuredService.Settings(engine, connectionString ?? $"Data Source={folder}/claims.db", folder)
        )
        {
            ["Jobs:Run"] = "false",
            // All phones of the load share one address.
            ["Limits:PerAddress"] = "10000000",
        };
        stores = MeasuredService.OpenStores(Configuration);
        now = Get<TimeProvider>().GetUtcNow();
    }

    /// <summary>What a service process on this database is started with.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; }

    /// <summary>One token for each member; member i has the id i + 1.</summary>
    public IReadOnlyList<string> Tokens { get; private set; } = [];

    public int? ServerPid => server?.Pid;

    public Database Database => Get<Database>();

    public static async Task<Stage> SetAsync(Engine engine, int members)
    {
        var server = engine is Engine.MySql ? await MariaDbServer.StartAsync() : null;
        var stage = new Stage(engine, server, server is null ? null : await server.NewDatabaseAsync());
        await stage.Get<Migrator>().MigrateAsync(CancellationToken.None);
        await stage.FillAsync(members);
        return stage;
    }

    /// <summary>For every member, open now.</summary>
    public async Task<long> NewBenefitAsync(int stock)
    {
        var store = Get<BenefitStore>();
        await Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, default);
        var (id, refusal) = await store.AddAsync(
            Actor.Command,
            new NewBenefit(
                2026,
                BenefitKind.Counter,
                "科普图书礼包",
                "院士签名科普图书一套。",
                "请在签到处出示福利码领取。",
                "岩石力学与工程学会",
                now.AddHours(-1),
                now.AddDays(1),
                now.AddDays(2),
                stock
            ),
            now,
            default
        );
        _ = refusal is null ? 0 : throw new InvalidOperationException(refusal);
        await Get<BenefitOperations>().SetStateAsync(Actor.Command, id, from: null, BenefitState.Published, now, default);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await stores.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    public T Get<T>()
        where T : notnull => stores.Services.GetRequiredService<T>();

    // Members of a whole society do not sign in one by one here: their rows are written as the stores would have written them.
    private async Task FillAsync(int members)
    {
        Tokens = [.. Enumerable.Range(0, members).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))];
        var ids = Enumerable.Range(1, members).ToList();
        await InsertAsync("INSERT INTO people (id, created_at)", id => [id, now]);
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
