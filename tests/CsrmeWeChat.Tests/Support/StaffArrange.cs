using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

public static class StaffArrange
{
    public const string Password = "一个足够长的测试密码 4711",
        Cookie = "csrme-staff";

    private static int made;

    extension(IServiceProvider services)
    {
        /// <summary>A new account that has changed its first password, and is not signed in.</summary>
        public Task<StaffMember> NewAccountAsync(params Role[] roles) =>
            services.NewAccountAsync($"staff{Interlocked.Increment(ref made)}", roles);

        public async Task<StaffMember> NewAccountAsync(string login, Role[] roles, string? name = null)
        {
            var store = services.GetRequiredService<StaffStore>();
            var fields = new StaffFields(
                name ?? login,
                roles,
                TotpRequired: false,
                BranchId: null,
                roles.Contains(Role.Unit) ? "测试单位" : ""
            );
            var id = await store.AddAsync(
                Actor.Command,
                login,
                fields,
                Password,
                services.GetRequiredService<TimeProvider>().GetUtcNow(),
                default
            );
            await services
                .GetRequiredService<Database>()
                .ExecuteAsync("UPDATE staff SET must_change_password = 0 WHERE id = @id", new { id });
            return (await store.FindAsync(id!.Value, default))!;
        }
    }
}
