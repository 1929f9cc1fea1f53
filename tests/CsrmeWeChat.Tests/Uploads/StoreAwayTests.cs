using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using static CsrmeWeChat.Tests.Support.DirectArrange;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>The bucket is set, and nobody answers there.</summary>
public sealed class StoreAwayTests : IClassFixture<App>
{
    private const int InParts = 12 << 20;

    private readonly App app;

    public StoreAwayTests(App app)
    {
        this.app = app;
        app.Settings["Storage:S3:Endpoint"] = $"http://127.0.0.1:{Ports.Free()}";
        app.Settings["Storage:S3:Bucket"] = "away";
        app.Settings["Storage:S3:AccessKey"] = "nobody";
        app.Settings["Storage:S3:SecretKey"] = "nobody";
        app.Settings["Storage:S3:PathStyle"] = "true";
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_would_send_straight_to_the_store_sends_to_us()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));

        var begun = await JsonOf(await phone.Http.BeginDirectAsync(InParts, Sha256(bytes)));
        var sent = await phone.UploadAsync(bytes);

        Assert.Equal("chunks", begun.GetProperty("way").GetString());
        Assert.Equal(Sha256(bytes), sent.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Whoever_was_sending_straight_to_the_store_is_told_to_come_back()
    {
        var phone = await app.NewPhoneAsync();
        var begun = (await JsonOf(await phone.Http.BeginDirectAsync(1_000))).GetProperty("upload");
        var code = begun.GetProperty("code").GetString()!;

        var answer = await phone.CompleteDirectAsync(code);

        Assert.Equal("service.busy", await RefusalOf(answer, HttpStatusCode.ServiceUnavailable));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("", await app.Get<Database>().FindAsync<string>("SELECT lease FROM uploads WHERE code = @code", new { code }, Ct));
    }
}
