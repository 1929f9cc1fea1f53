using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>The official account's menu, with every version that staff made.</summary>
public sealed class AccountMenuStore(Database database, IOfficialAccount account, AuditTrail audit)
{
    private const string Columns = "SELECT id, content, made_by, made_at, sent_at, doubt_at FROM account_menus";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<AccountMenu>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<AccountMenu>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public Task<AccountMenu?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<AccountMenu>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <summary>The one that WeChat shows, or perhaps shows.</summary>
    public Task<AccountMenu?> FindShownAsync(CancellationToken ct) =>
        database.FindAsync<AccountMenu>($"{Columns} WHERE sent_at IS NOT NULL OR doubt_at IS NOT NULL ORDER BY id DESC LIMIT 1", ct: ct);

    /// <summary>Keeps it, and then has WeChat show it; what WeChat refuses stays as a version that was not sent.</summary>
    /// <exception cref="WeChatException">WeChat did not take it.</exception>
    public async Task SendAsync(Actor by, IReadOnlyList<MenuButton> buttons, DateTimeOffset now, CancellationToken ct)
    {
        var told = new { entries = string.Join("、", buttons.Select(Says)) };
        var id = await database.TransactAsync(
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
                await audit.AddAsync(tx, by, new Change("menu.save", "menu", id, "公众号菜单", After: told), now, ct);
                return (true, id);
            },
            ct
        );
        // Whoever asked may have gone: what WeChat did is written down all the same.
        try
        {
            await account.SetMenuAsync(buttons, CancellationToken.None);
        }
        catch (WeChatException unsure) when (unsure.Failure is WeChatFailure.Unknown)
        {
            await database.ExecuteAsync("UPDATE account_menus SET doubt_at = @now WHERE id = @id", new { id, now }, CancellationToken.None);
            throw;
        }
        await database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync("UPDATE account_menus SET sent_at = @now WHERE id = @id", new { id, now }, CancellationToken.None);
                await audit.AddAsync(tx, by, new Change("menu.send", "menu", id, "公众号菜单"), now, CancellationToken.None);
                return (true, true);
            },
            CancellationToken.None
        );
    }

    private static string Says(MenuButton button) =>
        button.Children.Count == 0 ? button.Name : $"{button.Name}（{string.Join("、", button.Children.Select(child => child.Name))}）";
}
