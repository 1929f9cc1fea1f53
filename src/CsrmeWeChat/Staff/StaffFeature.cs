using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;
using Hangfire;
using Microsoft.AspNetCore.Authentication;

namespace CsrmeWeChat.Staff;

/// <summary>Who works at the console: accounts, signing in, sessions.</summary>
public static class StaffFeature
{
    public static IHostApplicationBuilder AddStaff(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<StaffStore>()
            .AddSingleton<OwnAccount>()
            .AddDemo<DemoAccounts>()
            .AddSingleton<StaffSessions>()
            .AddSingleton<SignInLimits>()
            .AddSingleton<SignInFailures>()
            .AddSingleton<KnownDevices>()
            .AddSingleton<Passwords>()
            .AddSingleton<TwoStep>()
            .AddSingleton<SignInDesk>()
            .AddSingleton<IMarkUser, MarksOfStaff>()
            .AddMenu(MenuGroup.System, 10, "/staff/accounts", "工作人员账号", Role.Admin)
            .AddHelp(MenuGroup.System, 10, "/Staff/Pages/_Help.cshtml", Role.Admin)
            .AddSingleton<IFirstStep, MoreAccounts>()
            .AddAuditKinds(AuditedStaff)
            .AddSealedColumns(new SealedColumn("staff", "totp_sealed", "id", "0", "''", row => TwoStep.Place($"{row.First}")))
            .AddRecurringJob<StaffCleanup>("staff-cleanup", Cron.Hourly());
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, StaffAuthentication>(
            StaffAuthentication.Scheme,
            configureOptions: null
        );
        return builder;
    }

    private static AuditKind AuditedStaff { get; } =
        new("staff", "工作人员账号")
        {
            Actions = new()
            {
                ["staff.add"] = "新建账号",
                ["staff.edit"] = "修改账号",
                ["staff.disable"] = "停用账号",
                ["staff.enable"] = "恢复账号",
                ["staff.reset"] = "重置密码",
                ["staff.password"] = "修改密码",
                ["staff.totp_on"] = "启用两步验证",
                ["staff.totp_off"] = "关闭两步验证",
                ["staff.recovery"] = "重新生成恢复码",
                ["staff.sign_in"] = "登录",
                ["staff.wrong_passwords"] = "密码输错",
                ["staff.wrong_codes"] = "验证码输错",
                ["staff.codes_stopped"] = "验证码输错过多，已结束未完成的登录",
                ["staff.sign_out"] = "退出登录",
                ["staff.end_session"] = "结束一次登录",
                ["staff.end_sessions"] = "结束全部登录",
                ["staff.export"] = "导出账号",
            },
            Fields = new()
            {
                ["address"] = "地址",
                ["failures"] = "次数",
                ["hour"] = "时段",
                ["sessions"] = "结束的登录数",
                ["branch"] = "分支机构",
                ["device"] = "设备",
                ["name"] = "姓名",
                ["roles"] = "角色",
                ["totpOff"] = "关闭两步验证",
                ["totpRequired"] = "要求两步验证",
                ["unit"] = "单位",
            },
        };
}
