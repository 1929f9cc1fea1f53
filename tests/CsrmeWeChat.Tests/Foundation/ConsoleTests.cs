using System.Net;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Tests;

/// <summary>The console's frame.</summary>
public sealed class ConsoleTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_home_page_greets_who_is_signed_in()
    {
        var staff = await app.NewStaffAsync(Role.Admin);

        Assert.Contains(staff.Login, await staff.GetPageAsync("/staff"));
        Assert.Contains("新建账号", await staff.GetPageAsync("/staff/accounts"));
        Assert.Contains("操作记录", await staff.GetPageAsync("/staff/audit"));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back()
    {
        var answer = await app.NewVisitor().GetAsync("/staff/accounts?p=2");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/staff/sign-in?back=%2Fstaff%2Faccounts%3Fp%3D2", answer.Headers.Location!.OriginalString);
    }
}
