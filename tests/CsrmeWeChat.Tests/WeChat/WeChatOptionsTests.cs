using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class WeChatOptionsTests
{
    [Theory]
    [InlineData("Development", "http://127.0.0.1:5180", true)]
    [InlineData("Development", "https://api.weixin.qq.com", true)]
    [InlineData("Production", "https://api.weixin.qq.com", true)]
    [InlineData("Production", null, true)]
    [InlineData("Production", "http://api.weixin.qq.com", false)]
    [InlineData("Staging", "http://127.0.0.1:5180", false)]
    [InlineData("Development", "ftp://127.0.0.1", false)]
    [InlineData("Development", "/relative", false)]
    public async Task Only_a_developers_machine_starts_without_https(string environment, string? baseUrl, bool starts)
    {
        using var host = NewHost(environment, new() { ["WeChat:BaseUrl"] = baseUrl });

        if (starts)
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
                host.StartAsync(TestContext.Current.CancellationToken)
            );
            Assert.Contains("WeChat:BaseUrl", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("WeChat:MiniProgram:Secret")]
    [InlineData("WeChat:MiniProgram:AppId")]
    [InlineData("WeChat:OfficialAccount:Secret")]
    public async Task A_missing_account_is_told_at_start_up_without_the_other_secrets(string missing)
    {
        using var host = NewHost("Production", new() { [missing] = "" });

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(missing.Split(':')[^1], refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", refusal.Message, StringComparison.Ordinal);
    }

    private static IHost NewHost(string environment, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["WeChat:MiniProgram:AppId"] = "wx1",
                ["WeChat:MiniProgram:Secret"] = "very-secret-1",
                ["WeChat:OfficialAccount:AppId"] = "wx2",
                ["WeChat:OfficialAccount:Secret"] = "very-secret-2",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Where(setting => setting.Value is not null));
        builder.Services.AddWeChat().BindConfiguration("WeChat").ValidateOnStart();
        return builder.Build();
    }
}
