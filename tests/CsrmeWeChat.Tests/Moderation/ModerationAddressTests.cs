using CsrmeWeChat.Moderation;
using static CsrmeWeChat.Tests.Support.ModerationArrange;

namespace CsrmeWeChat.Tests;

/// <summary>A service that does not know its own address.</summary>
public sealed class ModerationAddressTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Files_that_WeChat_could_not_reach_are_a_human_s_and_texts_are_asked()
    {
        var phone = await app.NewPhoneAsync();
        var picture = new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(9, 9, 9)));
        var subject = await app.NewAskedAsync(phone, picture, new TextQuestion("title", "题目"));

        await app.ModerateAsync();

        var checks = await app.Services.ChecksAsync(subject);
        Assert.Equal(CheckReason.NoAddress, checks.Single(check => check.Medium is Medium.Picture).Reason);
        Assert.Equal(CheckState.Passed, checks.Single(check => check.Medium is Medium.Text).State);
        Assert.Empty(app.WeChat.Received("/wxa/media_check_async", phone.OpenId));
    }
}
