using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Roster;

/// <summary>Imports that somebody began and that wait for the next step.</summary>
public sealed class ImportWork(ImportSearch imports) : IWorkSource
{
    public const string Path = "/staff/roster";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await imports.ListWaitingAsync(now, ct);
        return
        [
            .. Waits(ImportState.Uploaded, "roster.mapping", "份名册已上传，等待核对各列。", "去核对", isUrgent: false),
            .. Waits(ImportState.Staging, "roster.broken", "份名册读取到一半中断了，请放弃后重新上传。", "去处理", isUrgent: false),
            .. Waits(ImportState.Staged, "roster.apply", "份名册已对照，等待应用。", "去查看", isUrgent: false),
            .. Waits(ImportState.Applying, "roster.resume", "份名册应用到一半中断了，等待继续。", "去继续", isUrgent: true),
            .. Waits(ImportState.Undoing, "roster.undo", "份名册撤销到一半中断了，等待继续。", "去继续", isUrgent: true),
        ];

        IEnumerable<Work> Waits(ImportState state, string key, string words, string button, bool isUrgent)
        {
            var ids = waiting.Where(import => import.State == state).Select(import => import.Id).ToList();
            return ids.Count == 0
                ? []
                :
                [
                    new(
                        key,
                        Path,
                        ids.Count,
                        $"{ids.Count} {words}",
                        ids.Count == 1 ? $"{Path}/{ids[0]}" : $"{Path}?state={state.Key}",
                        button,
                        Role.Admin,
                        Role.Secretary
                    )
                    {
                        IsUrgent = isUrgent,
                    },
                ];
        }
    }
}

/// <summary>会员名册: without members nobody can be bound.</summary>
public sealed class ImportStep(Foundation.Data.Database database) : IFirstStep
{
    public int Place => 10;

    public string Words => "导入会员名册";

    public string Address => ImportWork.Path;

    public async Task<bool> IsDoneAsync(CancellationToken ct) =>
        await database.FindAsync<long?>("SELECT id FROM members WHERE name_key > '' LIMIT 1", ct: ct) is not null;
}
