using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Tests;

public sealed class JobTurnTests
{
    [Fact]
    public async Task A_second_run_leaves_at_once_and_one_that_failed_gives_its_turn_back()
    {
        var (turn, first) = (new JobTurn(), new TaskCompletionSource<bool>());

        var running = turn.TakeAsync(() => first.Task);
        var second = await turn.TakeAsync(() => throw new InvalidOperationException("Two run at once."));
        first.SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => running);

        Assert.False(second);
        Assert.True(await turn.TakeAsync(() => Task.FromResult(true)));
    }
}
