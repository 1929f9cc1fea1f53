using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WeChat;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The client and a sandbox of its own, over loopback HTTP, on one clock that only the test moves.</summary>
internal sealed class WeChatLab : IAsyncDisposable
{
    public const string MiniAppId = "wx00000000000000aa";
    public const string MiniSecret = "secret-of-the-mini-program";
    public const string AccountAppId = "wx00000000000000bb";
    public const string AccountSecret = "secret-of-the-service-account";
    public const string Reminder = "template-reminder";
    public const string Notice = "template-notice";

    private readonly List<IHost> hosts = [];

    private WeChatLab(RunningSandbox sandbox, FakeTimeProvider time) => (Sandbox, Time) = (sandbox, time);

    public RunningSandbox Sandbox { get; }

    public SandboxControl Control => Sandbox.Control;

    public FakeTimeProvider Time { get; }

    public LogBook Log { get; } = new();

    public IMiniProgram MiniProgram { get; private set; } = null!;

    public IOfficialAccount OfficialAccount { get; private set; } = null!;

    public static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public static async Task<WeChatLab> StartAsync(Action<WeChatOptions>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero));
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Apps =
                [
                    new()
                    {
                        AppId = MiniAppId,
                        Secret = MiniSecret,
                        Kind = SandboxAppKind.MiniProgram,
                        Templates = { Template(Reminder) },
                        Pages = { "pages/home" },
                    },
                    new()
                    {
                        AppId = AccountAppId,
                        Secret = AccountSecret,
                        Kind = SandboxAppKind.ServiceAccount,
                        Templates = { Template(Notice) },
                    },
                ],
            },
            time
        );
        var lab = new WeChatLab(sandbox, time);
        (lab.MiniProgram, lab.OfficialAccount) = lab.NewNode(configure);
        return lab;
    }

    /// <summary>The client as another process would have it: with its own token cache.</summary>
    public (IMiniProgram, IOfficialAccount) NewNode(Action<WeChatOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        register?.Invoke(builder.Services);
        builder
            .Services.AddWeChat()
            .Configure(options =>
            {
                options.BaseUrl = new Uri(Sandbox.BaseUrl);
                options.MiniProgram = new WeChatAccount { AppId = MiniAppId, Secret = MiniSecret };
                options.OfficialAccount = new WeChatAccount { AppId = AccountAppId, Secret = AccountSecret };
                configure?.Invoke(options);
            });
        var host = builder.Build();
        hosts.Add(host);
        return (host.Services.GetRequiredService<IMiniProgram>(), host.Services.GetRequiredService<IOfficialAccount>());
    }

    public SandboxUser NewUser(bool follows = false) => Control.MakeUser(follows: follows);

    /// <summary>A user who has just visited, so their texts can be checked.</summary>
    public string NewVisitor()
    {
        var openId = NewUser().OpenIds[MiniAppId];
        Control.Visit(openId);
        return openId;
    }

    public static SubscriptionMessage ReminderTo(string openId, string title = "颁奖典礼") =>
        new(openId, Reminder, "pages/home", new Dictionary<string, string> { ["thing1"] = title, ["time2"] = "2022年5月30日 09:00" });

    public static TemplateMessage NoticeTo(string openId, string clientMessageId) =>
        new(
            openId,
            Notice,
            "pages/home",
            new Dictionary<string, string> { ["thing1"] = "全国科技工作者日", ["time2"] = "2022年5月30日 09:00" },
            clientMessageId
        );

    public long CallsOf(string api) => Control.Counts().Where(count => count.Api == api).Sum(count => count.Count);

    /// <summary>A call that needs an access token.</summary>
    public static Task<Verdict> CheckAsync(IMiniProgram miniProgram, string author) =>
        miniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, "文字"), Ct);

    /// <summary>The force_refresh of each token call, oldest first.</summary>
    public IReadOnlyList<string> ForcedTokens() =>
        [
            .. Control
                .Received("/cgi-bin/stable_token")
                .Reverse()
                .Select(call => call.Body.Contains("\"force_refresh\":true", StringComparison.Ordinal) ? "true" : "false"),
        ];

    public static async Task<WeChatException> RefusalOf(Func<Task> call) => await Xunit.Assert.ThrowsAsync<WeChatException>(call);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            host.Dispose();
        }

        await Sandbox.DisposeAsync();
    }

    private static SandboxTemplate Template(string id) => new() { Id = id, Keys = { "thing1", "time2" } };
}

/// <summary>Every line that was logged, in every level and category.</summary>
internal sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose() { }

    private sealed class Writer(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            book.lines.Enqueue($"scope {category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => book.lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
