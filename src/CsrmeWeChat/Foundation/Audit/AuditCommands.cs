using System.CommandLine;

namespace CsrmeWeChat.Foundation.Audit;

public static class AuditCommands
{
    public static Command Audit() => new("audit", "操作记录") { Verify(), Head() };

    private static Command Verify()
    {
        var command = new Command("verify", "逐条核对操作记录：被改动、删除或截去的会列出（退出码 3）");
        command.Does(
            async (services, _, ct) =>
            {
                var report = await services.GetRequiredService<AuditCheck>().RunAsync(ct);
                foreach (var fault in report.Faults)
                {
                    System.Console.Error.WriteLine(fault);
                }
                System.Console.WriteLine($"操作记录 {report.Count} 条，{(report.Holds ? "完整无误" : "有问题，见上")}。");
                return report.Holds ? 0 : 3;
            }
        );
        return command;
    }

    private static Command Head()
    {
        var command = new Command("head", "把条数和末条的校验值写入存档文件（服务运行时自动写），并打印，可另存他处");
        command.Does(
            async (services, _, ct) =>
            {
                var heads = services.GetRequiredService<AuditHeads>();
                var head = await heads.ExportAsync(ct);
                System.Console.WriteLine($"{head.Seq} {head.Hash}");
                System.Console.Error.WriteLine($"已写入 {heads.File}");
                return 0;
            }
        );
        return command;
    }
}
