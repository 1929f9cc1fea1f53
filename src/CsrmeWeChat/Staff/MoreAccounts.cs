using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

/// <summary>A console with one account is one where people share a password.</summary>
public sealed class MoreAccounts(Database database) : IFirstStep
{
    public int Place => 10;

    public string Words => "给每位同事建一个账号（至少一位秘书）";

    public string Address => "/staff/accounts/new";

    public async Task<bool> IsDoneAsync(CancellationToken ct) => await database.FindAsync<int>("SELECT COUNT(*) FROM staff", ct: ct) > 1;
}
