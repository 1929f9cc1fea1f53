using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Benchmarks.Messages;

/// <summary>A MariaDB with recipients, WeChat's stand-in as a process of its own, and the service's stores and sender on them.</summary>
internal sealed class MessageStage : IAsyncDisposable
{
    public const int InFlight = 32;

    private readonly string folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
    private readonly MariaDbServer server;
    private readonly ServiceProcess sandbox;
    private readonly WebApplication stores;
    private readonly HttpClient control;
    private MessageTemplate template = null!;

    private MessageStage(MariaDbServer server, ServiceProcess sandbox, string connectionString)
    {
        this.server = server;
        this.sandbox = sandbox;
        control = new HttpClient { BaseAddress = new Uri(sandbox.BaseUrl) };
        var settings = MeasuredService.Settings(Engine.MySql, connectionString, folder);
        settings.AskSandbox(sandbox.BaseUrl);
        settings["Data:PoolSize"] = "64";
        settings["Messages:PerSecond"] = "10000";
        settings["Messages:InFlight"] = $"{InFlight}";
        settings["Logging:LogLevel:Default"] = "Warning";
        Configuration = settings;
        stores = MeasuredService.OpenStores(settings);
    }

    public IReadOnlyDictionary<string, string?> Configuration { get; }

    public string WechatUrl => sandbox.BaseUrl;

    public Database Database => Get<Database>();

    public T Get<T>()
        where T : notnull => stores.Services.GetRequiredService<T>();

    public static async Task<MessageStage> SetAsync()
    {
        var server = await MariaDbServer.StartAsync();
        var sandbox = await ServiceProcess.StartAsync(
            typeof(SandboxServer).Assembly.Location,
            new Dictionary<string, string?> { ["Sandbox__ReceivedKept"] = "100" },
            readyPath: "/sandbox/counts"
        );
        var stage = new MessageStage(server, sandbox, await server.NewDatabaseAsync());
        await stage.Get<Migrator>().MigrateAsync(CancellationToken.None);
        var official = SandboxOptions.DefaultApps[1].AppId;
        (
            await stage.control.PostAsJsonAsync(
                "/sandbox/templates",
                new
                {
                    appId = official,
                    templateId = "bench",
                    keys = (string[])["thing1", "time2"],
                }
            )
        ).EnsureSuccessStatusCode();
        (
            await stage.control.PostAsJsonAsync(
                "/sandbox/quotas",
                new
                {
                    appId = official,
                    api = "/cgi-bin/message/template/send",
                    perDay = 100_000_000,
                }
            )
        ).EnsureSuccessStatusCode();
        var templates = stage.Get<TemplateStore>();
        var id = await templates.TryAddAsync(
            Actor.Command,
            MessageChannel.Template,
            "bench",
            "活动提醒",
            [new("thing1", "活动"), new("time2", "时间")],
            longTerm: false,
            stage.Now,
            default
        );
        stage.template = (await templates.FindAsync(id!.Value, default))!;
        return stage;
    }

    private DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    /// <summary>Followers whom WeChat knows, by their openids.</summary>
    public async Task<List<string>> NewFollowersAsync(int count)
    {
        var openIds = new List<string>(count);
        while (openIds.Count < count)
        {
            var answer = await control.PostAsJsonAsync(
                "/sandbox/users",
                new
                {
                    count = Math.Min(10_000, count - openIds.Count),
                    unionIds = false,
                    follows = true,
                }
            );
            var users = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("users");
            openIds.AddRange(
                users
                    .EnumerateArray()
                    .Select(user => user.GetProperty("openIds").GetProperty(SandboxOptions.DefaultApps[1].AppId).GetString()!)
            );
        }
        return openIds;
    }

    /// <summary>A campaign that runs for these, with a planned row for each.</summary>
    public async Task<Campaign> NewCampaignAsync(IReadOnlyList<string> openIds, bool runs = true)
    {
        var store = Get<CampaignStore>();
        var draft = new CampaignDraft(
            "活动提醒",
            Topic.Events,
            template.Id,
            new Dictionary<string, string> { ["thing1"] = "岩石力学科普周开幕式", ["time2"] = "2027年5月30日 09:00" },
            "",
            Audience.All
        );
        var id = (await store.TryAddAsync(Actor.Command, $"bench-{Guid.NewGuid():N}", draft, Now, default))!.Value;
        foreach (var some in openIds.Chunk(5_000))
        {
            await Database.TransactAsync(
                async tx =>
                {
                    await tx.InsertManyAsync(
                        "INSERT INTO deliveries (campaign_id, recipient, open_id, state, reason, lease, due_at, attempts, round)",
                        [.. some.Select(openId => new object?[] { id, openId, openId, "planned", "", "", Now, 0, 0 })],
                        default
                    );
                    return (true, true);
                },
                default
            );
        }
        await Database.ExecuteAsync("UPDATE campaigns SET state = @state WHERE id = @id", new { id, state = runs ? "running" : "frozen" });
        return (await store.FindAsync(id, default))!;
    }

    /// <summary>Puts planned messages of campaigns that do not run into the tables.</summary>
    public async Task FillAsync(int count)
    {
        var campaigns = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            campaigns.Add((await NewCampaignAsync([$"crowd-{i}"], runs: false)).Id);
        }
        for (var (rows, round) = (campaigns.Count, 0); rows < count; rows *= 2, round++)
        {
            await Database.ExecuteAsync(
                """
                INSERT INTO deliveries (campaign_id, recipient, open_id, state, reason, lease, due_at, attempts, round)
                SELECT campaign_id, CONCAT(id, ':', @round), CONCAT('crowd-', id, ':', @round), state, '', '', due_at, 0, 0
                  FROM deliveries
                 WHERE campaign_id IN @campaigns
                 LIMIT @most
                """,
                new
                {
                    round,
                    campaigns,
                    most = count - rows,
                }
            );
        }
    }

    /// <summary>Leases once; how many, and how many rows MariaDB read for it.</summary>
    public async Task<(int Leased, long Rows)> LeaseAsync(Campaign campaign, int want)
    {
        var before = await StatusAsync("Rows_read");
        var batch = await Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], want, "bench", Now, default);
        return (batch.Leased.Count, await StatusAsync("Rows_read") - before);
    }

    public Task CancelAsync(Campaign campaign) => Get<CampaignStates>().CancelAsync(Actor.Command, campaign, Now, default);

    /// <summary>From the first call to the last recorded outcome.</summary>
    public async Task<TimeSpan> TakenAsync(Campaign campaign)
    {
        var times = (
            await Database.FindAsync<Times>(
                "SELECT MIN(tried_at) AS first, MAX(ended_at) AS last FROM deliveries WHERE campaign_id = @Id",
                new { campaign.Id }
            )
        )!;
        return times.Last - times.First;
    }

    public async Task<DeliveredSummary> DeliveredAsync() =>
        (await control.GetFromJsonAsync<DeliveredSummary>("/sandbox/delivered?template=bench"))!;

    /// <summary>Transactions that MariaDB committed so far.</summary>
    public Task<long> CommitsAsync() => StatusAsync("Com_commit");

    private async Task<long> StatusAsync(string name) =>
        long.Parse((await Database.FindAsync<Status>("SHOW GLOBAL STATUS LIKE @name", new { name }))!.Value);

    public async ValueTask DisposeAsync()
    {
        await stores.DisposeAsync();
        control.Dispose();
        await sandbox.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed record Times
    {
        public required DateTimeOffset First { get; init; }
        public required DateTimeOffset Last { get; init; }
    }

    private sealed record Status
    {
        public required string Value { get; init; }
    }
}
