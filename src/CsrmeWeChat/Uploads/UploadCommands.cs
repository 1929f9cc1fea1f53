using System.CommandLine;
using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Uploads;

public static class UploadCommands
{
    public static Command Uploads() => new("uploads", "上传的文件") { Receipt() };

    private static Command Receipt()
    {
        var receipt = new Argument<string>("RECEIPT") { Description = "上传者出示的回执" };
        var command = new Command("receipt", "核对回执：什么文件，何时开始传，何时传完") { receipt };
        command.Does(
            (services, parsed, _) =>
            {
                if (services.GetRequiredService<UploadReceipts>().Read(parsed.GetRequiredValue(receipt).Trim()) is not { } facts)
                {
                    return Task.FromResult(CommandLine.Refuse("这不是本系统签发的回执，或有改动，或签发它的密钥已不在 Keys:Ring 中。"));
                }
                Console.WriteLine($"回执有效。上传 {facts.Code}，{facts.Size} 字节，SHA-256 {facts.Sha256}");
                Console.WriteLine($"开始 {Beijing(facts.BegunAt)}，传完 {Beijing(facts.CompletedAt)}（北京时间）");
                return Task.FromResult(0);
            }
        );
        return command;
    }

    private static string Beijing(DateTimeOffset instant) =>
        China.Local(instant).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
