using CsrmeWeChat.Foundation.Console;
using Microsoft.Playwright;
using OtpNet;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Accounts and signing in, as an administrator and a new secretary do it.</summary>
public sealed class AccountJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task An_administrator_makes_an_account_whose_owner_changes_the_password_and_sets_up_the_second_factor(Width width)
    {
        await using var boss = await venue.OpenAsync(width);
        var login = $"li.{Guid.NewGuid().ToString("N")[..6]}";
        var password = await MakeAccountAsync(boss, login);

        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(login, password);
        var recovery = await SetPasswordAndSecondFactorAsync(secretary, password);

        await using var elsewhere = await venue.OpenAsync(width);
        await elsewhere.SignInAsync(login);
        await elsewhere.SeesAsync("两步验证");
        await elsewhere.LookAsync("second-factor");
        await elsewhere.Page.GetByLabel("验证码").FillAsync(recovery);
        await elsewhere.Button("继续").ClickAsync();
        await elsewhere.SeesAsync("李<script>alert(1)</script>");
        await elsewhere.Page.GotoAsync("/staff/account");
        await elsewhere.LookAsync("my-account");
        await elsewhere.Button("结束").First.ClickAsync();
        await elsewhere.SeesAsync("已结束那次登录");
        await secretary.Page.ReloadAsync();
        await Assertions.Expect(secretary.Button("登录")).ToBeVisibleAsync();

        await boss.Page.GotoAsync($"/staff/accounts?q={login}");
        await boss.Link("李<script>alert(1)</script>").ClickAsync();
        await boss.LookAsync("account-edit");
        await boss.Page.GotoAsync("/staff/audit");
        await boss.SeesAsync("启用两步验证");
        await boss.LookAsync("audit");
    }

    /// <summary>Makes the account and returns its first password.</summary>
    private async Task<string> MakeAccountAsync(Visit boss, string login)
    {
        await boss.Page.GotoAsync("/staff");
        await boss.LookAsync("sign-in");
        await boss.SignInAsync(venue, Role.Admin);
        await boss.LookAsync("home");
        await boss.ChooseAsync("工作人员账号");
        await boss.LookAsync("accounts");
        await boss.Link("新建账号").ClickAsync();
        await boss.Page.GetByLabel("账号名").FillAsync(login);
        await boss.Page.GetByLabel("姓名").FillAsync("李<script>alert(1)</script>");
        await boss.Button("建立账号").ClickAsync();
        await boss.SeesAsync("请至少选择一个角色");
        await boss.LookAsync("account-new-refused");
        Assert.Equal("李<script>alert(1)</script>", await boss.Page.GetByLabel("姓名").InputValueAsync());
        await boss.Page.GetByLabel("秘书").CheckAsync();
        await boss.Page.GetByLabel("要求两步验证").CheckAsync();
        await boss.Button("建立账号").ClickAsync();
        var password = await boss.Page.GetByTestId("password").InnerTextAsync();
        await boss.LookAsync("account-made");
        return password;
    }

    /// <summary>Sets both up for the account and returns one of its recovery codes.</summary>
    private static async Task<string> SetPasswordAndSecondFactorAsync(Visit secretary, string password)
    {
        await secretary.SeesAsync("请设置您自己的密码");
        await secretary.LookAsync("first-password");
        await secretary.Page.GetByLabel("现在的密码").FillAsync(password);
        await secretary.Page.GetByLabel("新密码", new() { Exact = true }).FillAsync(StaffArrange.Password);
        await secretary.Page.GetByLabel("再输入一次新密码").FillAsync(StaffArrange.Password);
        await secretary.Button("修改密码").ClickAsync();
        await secretary.SeesAsync("设置两步验证");
        await secretary.LookAsync("two-step");
        var secret = (await secretary.Page.GetByTestId("secret").InnerTextAsync()).Replace(" ", "");
        await secretary.Page.GetByLabel("6 位数字").FillAsync(new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp());
        await secretary.Page.GetByLabel("现在的密码").FillAsync(StaffArrange.Password);
        await secretary.Button("启用两步验证").ClickAsync();
        await secretary.SeesAsync("请保存恢复码");
        await secretary.LookAsync("recovery-codes");
        var recovery = await secretary.Page.GetByTestId("recovery-codes").GetByRole(AriaRole.Listitem).First.InnerTextAsync();
        await secretary.Link("已保存，继续").ClickAsync();
        await secretary.SeesAsync("李<script>alert(1)</script>");
        return recovery;
    }

    [Fact]
    public async Task What_was_typed_stays_when_the_session_has_ended_meanwhile()
    {
        await using var boss = await venue.OpenAsync(Width.Desk);
        boss.Expects("401");
        await boss.SignInAsync(venue, Role.Admin);
        await boss.Page.GotoAsync("/staff/accounts/new");
        await boss.Page.GetByLabel("姓名").FillAsync("写了很久的内容");
        await boss.Page.GetByLabel("账号名").FillAsync("somebody");
        await boss.Page.Context.ClearCookiesAsync(new() { Name = StaffArrange.Cookie });
        await boss.Button("建立账号").ClickAsync();

        await boss.SeesAsync("登录已失效");
        await boss.LookAsync("session-ended");
        Assert.Equal("写了很久的内容", await boss.Page.GetByLabel("姓名").InputValueAsync());
    }
}
