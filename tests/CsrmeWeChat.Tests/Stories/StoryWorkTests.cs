using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Stories;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>What the rooms of the official account bring to the home page and to help.</summary>
public sealed class StoryWorkTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Reviews_and_sends_that_wait_for_a_decision_are_work_and_are_gone_when_done()
    {
        Assert.Empty(await ListAsync());
        await room.NewStoryAsync(StoryState.Review);
        await room.NewStoryAsync(StoryState.Approved);
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        await room.App.Get<Database>().ExecuteAsync("UPDATE mass_sends SET state = 'held' WHERE id = @send", new { send }, Ct);

        var work = await ListAsync();

        Assert.Equal(["stories.held", "stories.review", "stories.ready"], work.Select(one => one.Key));
        Assert.Equal([true, false, false], work.Select(one => one.IsUrgent));
        Assert.Equal($"/staff/stories/{story}", work[0].Address);
        Assert.Equal([Role.Admin, Role.Reviewer], work[1].Roles);
        await room.App.Get<SendStore>().CancelAsync(Newsroom.Writer, send, room.App.Now, Ct);
        Assert.DoesNotContain("stories.held", (await ListAsync()).Select(one => one.Key));
    }

    [Fact]
    public async Task Followers_are_counted_at_the_end_of_each_month()
    {
        var database = room.App.Get<Database>();
        await database.ExecuteAsync("UPDATE followers SET followed_at = @at", new { at = room.App.Now.AddMonths(-2) }, Ct);
        var gone = await room.NewFollowerAsync(follows: false);
        await database.ExecuteAsync(
            "UPDATE followers SET followed_at = @at, left_at = @left WHERE id = @gone",
            new
            {
                at = room.App.Now.AddMonths(-3),
                left = room.App.Now,
                gone,
            },
            Ct
        );

        var figure = await Sources<IFigureSource>("FollowerFigure").DrawAsync(room.App.Now, Ct);

        Assert.Equal([0, 1, 6, 6, 5], figure!.Series[0].Values.TakeLast(5));
        Assert.Equal(12, figure.Labels.Count);
    }

    [Fact]
    public async Task First_steps_are_open_in_a_new_house()
    {
        foreach (var step in (string[])["RegisterTemplateStep", "SyncFollowersStep", "AutoReplyStep"])
        {
            Assert.False(await Sources<IFirstStep>(step).IsDoneAsync(Ct), step);
        }
    }

    [Fact]
    public void Every_help_that_is_named_is_there()
    {
        var views = room.App.Get<IRazorViewEngine>();

        Assert.All(room.App.Services.GetServices<HelpPart>(), part =>
            Assert.True(views.GetView(null, part.View, isMainPage: false).Success, part.View)
        );
    }

    private T Sources<T>(string name) => room.App.Services.GetServices<T>().Single(source => source!.GetType().Name == name);

    private Task<IReadOnlyList<Work>> ListAsync() => Sources<IWorkSource>("StoryWork").ListAsync(room.App.Now, Ct);
}
