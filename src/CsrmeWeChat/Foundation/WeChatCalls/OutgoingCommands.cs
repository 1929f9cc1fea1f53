using System.CommandLine;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.WeChatCalls;

public static class OutgoingCommands
{
    public static Command Outgoing() =>
        new("outgoing", "对外发送（消息和群发）：恢复备份后暂停，核对后放行")
        {
            Make("hold", "暂停对外发送", (hold, now, ct) => hold.HoldAsync(Actor.Command, now, ct)),
            Make("release", "放行：已到时间的会随即发出", (hold, now, ct) => hold.ReleaseAsync(Actor.Command, now, ct)),
            Make("state", "是否暂停", (_, _, _) => Task.FromResult(true)),
        };

    private static Command Make(string name, string what, Func<OutgoingHold, DateTimeOffset, CancellationToken, Task<bool>> act)
    {
        var command = new Command(name, what);
        command.Does(
            async (services, _, ct) =>
            {
                var hold = services.GetRequiredService<OutgoingHold>();
                await act(hold, services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
                System.Console.WriteLine(
                    await hold.FindAsync(ct) is { } since ? $"对外发送已暂停，自 {China.Local(since):yyyy-MM-dd HH:mm}。" : "对外发送正常。"
                );
                return 0;
            }
        );
        return command;
    }
}
