using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>The official account's menu: every version that staff made, and the one that WeChat shows.</summary>
public sealed class AccountMenuStore(Database database, IOfficialAccount account, AuditTrail audit)
{
    private const string Columns = "SELECT id, content, made_by, made_at, sent_at, doubt_at FROM account_menus";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<AccountMenu>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<AccountMenu>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public Task<AccountMenu?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<AccountMenu>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <summary>The version that WeChat shows, or that it may show because it did not answer.</summary>
    public Task<AccountMenu?> FindShownAsync(CancellationToken ct) =>
        database.FindAsync<AccountMenu>(
            $"""
            {Columns}
             WHERE sent_at IS NOT NULL OR doubt_at IS NOT NULL
             ORDER BY id DESC
             LIMIT 1
            """,
            ct: ct
        );

    /// <summary>
    /// Keeps the menu and then has WeChat show it. A menu that WeChat refuses stays as a version that was not sent.
    /// </summary>
    /// <exception cref="WeChatException">WeChat did not take it.</exception>
    public async Task SendAsync(Actor by, IReadOnlyList<MenuButton> buttons, DateTimeOffset now, CancellationToken ct)
    {
        var id = await AddAsync(by, buttons, now, ct);
        // What WeChat did is written down even if the person who asked has closed the page.
        try
        {
            await account.SetMenuAsync(buttons, CancellationToken.None);
        }
        catch (WeChatException refusal) when (refusal.Failure is WeChatFailure.Unknown)
        {
            await database.ExecuteAsync("UPDATE account_menus SET doubt_at = @now WHERE id = @id", new { id, now }, CancellationToken.None);
            throw;
        }
        await MarkSentAsync(by, id, now, CancellationToken.None);
    }

    private Task<long> AddAsync(Actor by, IReadOnlyList<MenuButton> buttons, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var id = await tx.InsertAsync(
                    "INSERT INTO account_menus (content, made_by, made_at) VALUES (@content, @Name, @now)",
                    new
                    {
                        content = JsonSerializer.Serialize(buttons, Json),
                        by.Name,
                        now,
                    },
                    ct
                );
                var after = new { entries = AccountMenu.Summarize(buttons) };
                await audit.AddAsync(tx, by, new Change("menu.save", "menu", id, "公众号菜单", After: after), now, ct);
                return (true, id);
            },
            ct
        );

    private Task MarkSentAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync("UPDATE account_menus SET sent_at = @now WHERE id = @id", new { id, now }, ct);
                await audit.AddAsync(tx, by, new Change("menu.send", "menu", id, "公众号菜单"), now, ct);
                return (true, true);
            },
            ct
        );
}
