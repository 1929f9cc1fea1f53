using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Redis.StackExchange;
using StackExchange.Redis;
using WeChat;

namespace CsrmeWeChat.Benchmarks.Messages;

/// <summary>The other ways to send to many: each message is one call with the same fields, and one row that says it was sent.</summary>
internal static class Sides
{
    /// <summary>A loop of an HttpClient, without a row or with one.</summary>
    public static async Task BareAsync(MessageStage stage, Campaign campaign, bool writes)
    {
        using var http = new HttpClient { BaseAddress = new Uri(stage.WechatUrl) };
        var options = stage.Get<Microsoft.Extensions.Options.IOptions<WeChatOptions>>().Value.OfficialAccount;
        var token = await PostAsync(
            http,
            "/cgi-bin/stable_token",
            new
            {
                grant_type = "client_credential",
                appid = options.AppId,
                secret = options.Secret,
            }
        );
        var path = $"/cgi-bin/message/template/send?access_token={token.GetProperty("access_token").GetString()}";
        await Parallel.ForEachAsync(
            await TodoAsync(stage, campaign),
            new ParallelOptions { MaxDegreeOfParallelism = MessageStage.InFlight },
            async (row, _) =>
            {
                var json = await PostAsync(
                    http,
                    path,
                    new
                    {
                        touser = row.OpenId,
                        template_id = campaign.WechatId,
                        data = campaign.Values.ToDictionary(field => field.Key, field => new { value = field.Value }),
                        client_msg_id = $"b{row.Id}",
                    }
                );
                if (json.GetProperty("errcode").GetInt32() != 0)
                {
                    throw new InvalidOperationException(json.ToString());
                }
                if (writes)
                {
                    await WriteAsync(stage.Database, row.Id, json.GetProperty("msgid").GetInt64());
                }
            }
        );
    }

    /// <summary>One Hangfire job for each message, enqueued one by one as such services do.</summary>
    public static async Task JobsAsync(MessageStage stage, Campaign campaign, JobStorage storage)
    {
        var rows = await TodoAsync(stage, campaign);
        var ended = new TaskCompletionSource();
        (MessageJob.Stage, MessageJob.Campaign, MessageJob.Left, MessageJob.Ended) = (stage, campaign, rows.Count, ended);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = MessageStage.InFlight }, storage);
        var jobs = new BackgroundJobClient(storage);
        await Task.Run(() =>
            Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 4 }, row =>
                jobs.Enqueue<MessageJob>(job => job.SendAsync(row.Id, row.OpenId))
            )
        );
        await ended.Task;
    }

    public static Task OursAsync(MessageStage stage) =>
        stage.Get<Sender>().RunAsync(MessageChannel.Template, TimeSpan.FromHours(1), default);

    public static JobStorage InMemory() => new InMemoryStorage();

    public static JobStorage Redis(RedisServer redis) =>
        new RedisStorage(ConnectionMultiplexer.Connect(redis.Address), new RedisStorageOptions { Prefix = $"{{{Guid.NewGuid():N}}}:" });

    // WeChat does not read chunked bodies.
    /// <summary>WeChat takes no character as \uXXXX.</summary>
    private static readonly JsonSerializerOptions Unescaped = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static async Task<JsonElement> PostAsync<T>(HttpClient http, string path, T body)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Unescaped));
        content.Headers.ContentType = new("application/json");
        using var answer = await http.PostAsync(path, content);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<IReadOnlyList<Todo>> TodoAsync(MessageStage stage, Campaign campaign) =>
        stage.Database.ListAsync<Todo>("SELECT id, open_id FROM deliveries WHERE campaign_id = @Id ORDER BY id", new { campaign.Id });

    private static Task<int> WriteAsync(Database database, long id, long? messageId) =>
        database.ExecuteAsync(
            "UPDATE deliveries SET state = 'sent', message_id = @messageId, ended_at = @now WHERE id = @id",
            new
            {
                id,
                messageId,
                now = DateTimeOffset.UnixEpoch,
            }
        );

    private sealed record Todo
    {
        public required long Id { get; init; }
        public required string OpenId { get; init; }
    }

    /// <summary>Made by Hangfire for each message.</summary>
    public sealed class MessageJob
    {
        internal static MessageStage Stage = null!;
        internal static Campaign Campaign = null!;
        internal static TaskCompletionSource Ended = null!;
        internal static int Left;

        public async Task SendAsync(long id, string openId)
        {
            var sent = await Stage
                .Get<IOfficialAccount>()
                .SendTemplateAsync(new TemplateMessage(openId, Campaign.WechatId, null, Campaign.Values, $"j{id}"), default);
            await WriteAsync(Stage.Database, id, sent);
            if (Interlocked.Decrement(ref Left) == 0)
            {
                Ended.SetResult();
            }
        }
    }
}
