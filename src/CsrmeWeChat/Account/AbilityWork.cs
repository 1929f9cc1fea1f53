using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Account;

/// <summary>What WeChat does not let the account do, for a week after it was found: then staff know, and it may stay so.</summary>
public sealed class AbilityWork(Database database) : IWorkSource
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var missing = await database.FindAsync<long>(
            "SELECT COUNT(*) FROM account_abilities WHERE allowed = 0 AND asked_at > @since",
            new { since = now - Shown },
            ct
        );
        var words = $"公众号有 {missing} 项权限不可用，相关功能要到公众平台手工办理。";
        const string Page = "/staff/abilities";
        return missing == 0 ? [] : [new Work("abilities", Page, missing, words, Page, "去查看", Role.Admin, Role.Secretary)];
    }
}

/// <summary>Whether WeChat was ever asked what the account may do.</summary>
public sealed class AbilitiesAsked(Database database) : IFirstStep
{
    public int Place => 60;

    public string Words => "检测公众号的权限与额度";

    public string Address => "/staff/abilities";

    public async Task<bool> IsDoneAsync(CancellationToken ct) =>
        await database.FindAsync<int>("SELECT COUNT(*) FROM account_abilities", ct: ct) > 0;
}
