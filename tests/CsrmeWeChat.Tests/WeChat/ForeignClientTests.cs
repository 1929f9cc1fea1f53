using System.Diagnostics;
using System.Text.Json;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>
/// Clients that others wrote for the real WeChat: what they sign and encrypt our callbacks take, what we reply they open, and the
/// stand-in answers their ordinary calls.
/// </summary>
public sealed class ForeignClientTests(TestEngine engine)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "CsrmeWeChat.Tests", "Foreign");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_foreign_clients_talk_to_the_callbacks_and_to_the_stand_in()
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var account = SandboxOptions.DefaultApps[1];
        var configuration = new Dictionary<string, string?>(await engine.NewConfigurationAsync()) { ["WeChat:BaseUrl"] = sandbox.BaseUrl };
        await using var backstage = await Backstage.OnAsync(configuration);
        await backstage
            .Services.GetRequiredService<AutoReplyStore>()
            .AddAsync(
                Actor.Command,
                AutoReplyFields.Of(AutoReplyKind.Keyword, "岩石", Matching.Exact, "岩石力学 😀 𠮷 <b>&amp;", true),
                DateTimeOffset.UnixEpoch,
                Ct
            );
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, configuration);
        var openId = sandbox.Control.MakeUser(follows: true).OpenIds[account.AppId];
        sandbox.Control.RegisterTemplate(account.AppId, "foreign", ["first", "thing1", "remark"]);
        await sandbox.Control.Pushes.SendTextAsync(openId, "有人吗");
        var picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(picture, TestPicture.Png(8, 8, 1), Ct);

        var told = await RunAsync(
            new
            {
                wechat = sandbox.BaseUrl,
                callback = $"{service.BaseUrl}/callbacks/official",
                appId = account.AppId,
                secret = account.Secret,
                token = Pushed.Token,
                key = Pushed.Key,
                openId,
                templateId = "foreign",
                picture,
            }
        );
        File.Delete(picture);

        CallbacksUnderstand(told, account.AppId, openId);
        CallsAreAnswered(told.GetProperty("calls"), openId);
        Assert.Equal("老会员", (await GetFollowerAsync(sandbox, openId)).GetProperty("remark").GetString());
        Assert.Empty(sandbox.Control.TagsOf(openId));
        Assert.Single(sandbox.Control.Delivered("foreign"));
    }

    private static void CallbacksUnderstand(JsonElement told, string appId, string openId)
    {
        Assert.Equal((200, "5838479218127813673"), StatusAndText(told.GetProperty("challenge")));
        Assert.Equal(403, told.GetProperty("wrongChallenge").GetProperty("status").GetInt32());
        Assert.Equal((200, "success"), StatusAndText(told.GetProperty("silent")));
        var answered = told.GetProperty("answered");
        Assert.Equal((200, "岩石力学 😀 𠮷 <b>&amp;"), StatusAndText(answered));
        Assert.True(answered.GetProperty("isSigned").GetBoolean());
        Assert.Equal(appId, answered.GetProperty("appId").GetString());
        Assert.Equal((openId, "text"), (answered.GetProperty("to").GetString(), answered.GetProperty("type").GetString()));
    }

    private static void CallsAreAnswered(JsonElement calls, string openId)
    {
        var refused = calls
            .EnumerateObject()
            .Where(call => call.Value.TryGetProperty("refused", out _))
            .Select(call => (call.Name, call.Value.GetProperty("refused").ToString()));
        // A menu that is gone, what was sent within a minute, and an address that WeChat does not have.
        Assert.Equal([("getMenuAgain", "46003"), ("sendTemplateAgain", "40241"), ("shorturl", "40066")], refused);
        Assert.Equal(openId, calls.GetProperty("getFollowers").GetProperty("data").GetProperty("openid")[0].GetString());
        Assert.Equal(openId, calls.GetProperty("getUser").GetProperty("openid").GetString());
        Assert.Equal(1, calls.GetProperty("batchGetUsers").GetProperty("user_info_list")[0].GetProperty("subscribe").GetInt32());
        var tag = calls.GetProperty("createTags").GetProperty("tag").GetProperty("id").GetInt32();
        Assert.Equal(tag, calls.GetProperty("getIdList").GetProperty("tagid_list")[0].GetInt32());
        Assert.Equal(openId, calls.GetProperty("getUsersFromTag").GetProperty("data").GetProperty("openid")[0].GetString());
        Assert.Equal("青年会员", calls.GetProperty("getTags").GetProperty("tags")[0].GetProperty("name").GetString());
        var menu = calls.GetProperty("getMenu").GetProperty("menu").GetProperty("button");
        Assert.Equal("scancode_push", menu[1].GetProperty("sub_button")[0].GetProperty("type").GetString());
        Assert.True(calls.GetProperty("sendTemplate").GetProperty("msgid").GetInt64() > 0);
        Assert.StartsWith(
            "http://mmbiz.qpic.cn/",
            calls.GetProperty("uploadImage").GetProperty("url").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("SEND_SUCCESS", calls.GetProperty("getMassMessageStatus").GetProperty("msg_status").GetString());
    }

    private static (int Status, string? Text) StatusAndText(JsonElement answer) =>
        (answer.GetProperty("status").GetInt32(), answer.GetProperty("text").GetString());

    private static async Task<JsonElement> GetFollowerAsync(RunningSandbox sandbox, string openId)
    {
        var wire = new Wire(sandbox.BaseUrl);
        var account = SandboxOptions.DefaultApps[1];
        var token = await wire.TokenAsync(account.AppId, account.Secret);
        return await wire.GetAsync($"/cgi-bin/user/info?access_token={token}&openid={openId}&lang=zh_CN");
    }

    private static async Task<JsonElement> RunAsync<T>(T about)
    {
        var start = new ProcessStartInfo("node", ["--no-deprecation", "clients.cjs", JsonSerializer.Serialize(about)])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(Ct), node.StandardError.ReadToEndAsync(Ct));
        await node.WaitForExitAsync(Ct);
        Assert.True(node.ExitCode == 0, await error);
        return JsonElement.Parse(await output);
    }
}
