using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Outgoing.Pages;

/// <summary>After a restore: what would go out, and which vouchers wait, until staff have looked and say go.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class OutgoingModel(OutgoingHold hold, VoucherRestore vouchers, Database database) : ConsolePage
{
    public DateTimeOffset? Since { get; private set; }

    /// <summary>Whether somebody has ticked that they looked.</summary>
    [BindProperty]
    public bool Looked { get; set; }

    public IReadOnlyList<WaitingSend> Sends { get; private set; } = [];

    public IReadOnlyList<HeldVouchers> Vouchers { get; private set; } = [];

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostReleaseAsync()
    {
        if (!Looked)
        {
            await LoadAsync();
            return Refuse("请先逐项核对，再勾选“已核对”。");
        }
        await hold.ReleaseAsync(By, Now, Ct);
        Done("已放行。到时间的消息和群发会随即发出。");
        return RedirectToPage();
    }

    private async Task LoadAsync()
    {
        Since = await hold.FindAsync(Ct);
        Vouchers = await vouchers.ListAsync(Ct);
        Sends = await database.ListAsync<WaitingSend>(
            """
            SELECT 'message' AS kind, id, name, start_at AS at FROM campaigns WHERE state IN ('frozen', 'running', 'paused')
            UNION ALL
            SELECT 'story', m.story_id, v.title, m.scheduled_at
              FROM mass_sends m
              JOIN stories t ON t.id = m.story_id
              JOIN story_versions v ON v.story_id = t.id AND v.number = t.version
             WHERE m.state NOT IN ('sent', 'failed', 'cancelled', 'recalled')
            """,
            ct: Ct
        );
    }
}

public sealed record WaitingSend
{
    /// <summary>message, or story for a mass send.</summary>
    public required string Kind { get; init; }
    public required long Id { get; init; }
    public required string Name { get; init; }
    public DateTimeOffset? At { get; init; }
}
