using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Stories;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Callbacks;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>The service before a WeChat of its own whose clock is the test's: months and minutes pass where a test says so.</summary>
public sealed class Newsroom(TestEngine engine) : IAsyncLifetime
{
    private static int made;

    private RunningSandbox sandbox = null!;

    public static readonly Actor Writer = new(101, "王秘书"),
        Second = new(102, "李审核");

    public App App { get; } = new(engine);

    public SandboxControl WeChat => sandbox.Control;

    public string AppId { get; } = SandboxOptions.DefaultApps[1].AppId;

    public IReadOnlyList<SandboxMassSend> MassSends => WeChat.Articles.MassSends(AppId);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(time: App.Clock);
        await App.InitializeAsync();
        App.Settings["WeChat:BaseUrl"] = sandbox.BaseUrl;
        await App.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), App.Now, Ct);
        for (var i = 0; i < 5; i++)
        {
            await NewFollowerAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    public async Task<long> NewFollowerAsync(bool follows = true)
    {
        var user = WeChat.MakeUser(follows: follows);
        return await App.Get<Database>()
            .InsertAsync(
                "INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES (@openId, '', @follows, '', '')",
                new { openId = user.OpenIds[AppId], follows = follows ? 1 : 0 },
                Ct
            );
    }

    public async Task<long> NewTagAsync(string name, params long[] followers)
    {
        var id = 1000L + Interlocked.Increment(ref made);
        WeChat.AddTag(AppId, (int)id, name);
        await App.Get<Database>().ExecuteAsync("INSERT INTO account_tags (id, name) VALUES (@id, @name)", new { id, name }, Ct);
        foreach (var follower in followers)
        {
            await App.Get<Database>()
                .ExecuteAsync("INSERT INTO follower_tags (follower_id, tag_id) VALUES (@follower, @id)", new { follower, id }, Ct);
        }
        return id;
    }

    /// <summary>A picture that nobody has had before, in the folder.</summary>
    public async Task<string> NewPictureAsync()
    {
        var (name, why) = await App.Get<Pictures>().AddAsync(TestPicture.Png(64, 48, Interlocked.Increment(ref made)), Ct);
        Assert.Null(why);
        return name!;
    }

    public async Task<StoryText> NewTextAsync(string? title = null) =>
        new(
            "张岩",
            "某大学",
            2022,
            await NewPictureAsync(),
            await NewPictureAsync(),
            title ?? $"深部岩体里的光 {Interlocked.Increment(ref made)}",
            "秘书处",
            "一位青年学者的十年",
            $"<p>井下一千米。</p><p><img src=\"/media/{await NewPictureAsync()}\"></p>"
        );

    public async Task<long> NewStoryAsync(
        StoryState state = StoryState.Draft,
        string? title = null,
        Func<StoryText, StoryText>? with = null
    )
    {
        var store = App.Get<StoryStore>();
        var text = await NewTextAsync(title);
        var id = (await store.AddAsync(Writer, 2026, with is null ? text : with(text), App.Now, Ct))!.Value;
        if (state is StoryState.Draft)
        {
            return id;
        }
        Assert.Equal(StoryEdit.Saved, await store.SubmitAsync(Writer, id, 1, App.Now, Ct));
        if (state is StoryState.Review)
        {
            return id;
        }
        Assert.Equal(StoryEdit.Saved, await store.ApproveAsync(Second, id, 2, App.Now, Ct));
        if (state is StoryState.Out)
        {
            await PlanAsync(id, SendWay.Publish);
            await RunAsync();
        }
        return id;
    }

    public async Task<Story> StoryAsync(long id) => (await App.Get<StoryStore>().FindAsync(id, Ct))!;

    public async Task<PlanOutcome> TryPlanAsync(long story, SendWay way = SendWay.All, DateTimeOffset? at = null, long? tag = null)
    {
        var plan = new SendPlan(story, (await StoryAsync(story)).Revision, way, tag, at ?? App.Now);
        return (await App.Get<SendStore>().PlanAsync(Writer, plan, App.Now, Ct)).Outcome;
    }

    public async Task<long> PlanAsync(long story, SendWay way = SendWay.All, DateTimeOffset? at = null, long? tag = null)
    {
        Assert.Equal(PlanOutcome.Planned, await TryPlanAsync(story, way, at, tag));
        return (await App.Get<SendStore>().ListAsync(story, Ct))[0].Id;
    }

    public async Task<PlannedSend> SendAsync(long id) => (await App.Get<SendStore>().FindAsync(id, Ct))!;

    public Task<SettleOutcome> SettleAsync(long send, bool isOut) => App.Get<SendStore>().SettleAsync(Writer, send, isOut, App.Now, Ct);

    public Task RunAsync() => App.Get<AdvanceSends>().RunAsync(Ct);

    /// <summary>Lets so much time pass, and the job have its turn.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        App.Clock.Advance(time);
        await RunAsync();
    }

    /// <summary>An event as WeChat pushes it, handled as the callbacks' job does.</summary>
    public async Task PushAsync(string kind, params CallbackNode[] body)
    {
        var message = new CallbackMessage(AppId, "gh_helper", App.Now, kind, new CallbackNode("xml", "", body));
        await App.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    foreach (var route in App.Services.GetServices<CallbackRoute>().Where(route => route.Kind == kind))
                    {
                        await route.Handler.HandleAsync(tx, message, App.Now, Ct);
                    }
                    return (true, true);
                },
                Ct
            );
    }

    public static CallbackNode Node(string name, string value) => new(name, value, []);

    public static CallbackNode Node(string name, params CallbackNode[] children) => new(name, "", children);
}
