using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Foundation.Backups;

/// <summary>Administrators hear of a backup that is missing, old or not right.</summary>
public sealed class BackupWork(BackupLog backups) : IWorkSource
{
    public const string Help = "/staff/help/system#backups";

    /// <summary>A day, and what one night may be longer than another.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromHours(26);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var (keptAt, last) = await backups.FindAsync(ct);
        var words = (keptAt, last) switch
        {
            (null, BackupState.Failed) => "数据库备份失败，而且从来没有成功过。请技术人员查看。",
            (null, _) => "还没有做过数据库备份。请技术人员安排每晚备份。",
            ({ } at, BackupState.Failed) => $"最近一次数据库备份失败。上一次成功是 {Show.Beijing(at)}。请技术人员查看。",
            ({ } at, _) when now - at > Old => $"数据库已超过一天没有备份，上一次是 {Show.Beijing(at)}。请技术人员查看。",
            (_, BackupState.Doubtful) => "最近一次数据库备份留下了，但核对时发现问题。请技术人员查看备份的输出。",
            _ => null,
        };
        return words is null ? [] : [new Work("backup", "", 1, words, Help, "怎么办", Role.Admin) { IsUrgent = last is not null }];
    }
}
