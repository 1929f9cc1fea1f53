namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>The stage at a desk: a phone beside what somebody who tries it may want to change.</summary>
public sealed class StagePage(Hall hall) : IClassFixture<Hall>
{
    [Fact]
    public async Task A_phone_beside_its_switches_becomes_another_loses_its_network_and_turns_dark()
    {
        await hall.NewBenefitAsync(with: benefit => benefit with { Title = "桌面上的手机" });
        await using var desk = await hall.DeskAsync();
        desk.Expects("Failed to load resource");
        await desk.Page.GotoAsync("/");
        var phone = desk.Page.FrameLocator("#phone");
        await Microsoft.Playwright.Assertions.Expect(phone.GetByText("桌面上的手机")).ToBeVisibleAsync();
        await desk.LookAsync("stage");

        await desk.Page.GetByLabel("别的手机号").FillAsync("13800138000");
        await desk.Button("换成这部").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(phone.GetByText("桌面上的手机")).ToBeVisibleAsync();
        await desk.Page.GetByLabel("深色模式").CheckAsync();
        await Microsoft.Playwright.Assertions.Expect(phone.GetByText("桌面上的手机")).ToBeVisibleAsync();
        await desk.Page.GetByLabel("没有网络").CheckAsync();
        await desk.Button("下拉刷新").ClickAsync();

        await Microsoft.Playwright.Assertions.Expect(phone.GetByText("网络不通")).ToBeVisibleAsync();
        await desk.LookAsync("stage-offline");
    }
}
