using System.CommandLine;

namespace CsrmeWeChat.Foundation.Notices;

public static class NoticeCommands
{
    public static Command Notices() => new("notices", "发到工作群或邮箱的提醒") { Test() };

    private static Command Test()
    {
        var command = new Command("test", "按现在的设置发一条测试提醒（退出码 1：没有发到）");
        command.Does(
            async (services, _, ct) =>
            {
                var told = await services
                    .GetRequiredService<SendNotices>()
                    .TryAsync(NoticeKind.Test, "这是一条测试提醒。看到它，就说明工作提醒能够收到。", ct);
                if (told.Count == 0)
                {
                    return CommandLine.Refuse("没有设置群机器人（Notices__Webhook），也没有设置邮件（Notices__Mail__Host）。");
                }
                foreach (var (way, why) in told)
                {
                    (why is null ? System.Console.Out : System.Console.Error).WriteLine(why ?? $"已由{way}发出。");
                }
                return told.All(one => one.Why is null) ? 0 : 1;
            }
        );
        return command;
    }
}
