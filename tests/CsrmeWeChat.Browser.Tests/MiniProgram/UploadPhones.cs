using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>The mini program's own upload, on networks and phones that are as bad as they are.</summary>
public sealed class UploadPhones(Hall hall) : IClassFixture<Hall>
{
    private const int Size = 1_000_000,
        Cuts = 20,
        BytesPerSecond = 200_000 / 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_line_with_twenty_cuts_and_two_closings_loses_no_byte()
    {
        var call = await hall.NewCallAsync();
        var video = RandomNumberGenerator.GetBytes(Size);
        var random = new Random(530);
        var cuts = Enumerable.Range(0, Cuts).Select(_ => random.NextInt64(30_000, Size - 30_000));
        await using var network = new CuttingProxy(new Uri(hall.Service.BaseUrl).Port, cuts, BytesPerSecond);
        await using var stage = await hall.StageAsync(network.Port);
        await using var phone = await hall.PhoneAsync(behind: stage);
        var chunks = new ConcurrentQueue<(long Offset, long Length)>();
        var busy = 0;
        phone.Page.Request += (_, request) =>
        {
            if (request.Headers.TryGetValue("upload-offset", out var offset))
            {
                chunks.Enqueue((long.Parse(offset, CultureInfo.InvariantCulture), request.PostDataBuffer!.Length));
            }
        };
        phone.Page.Response += (_, response) => busy += response.Status == 423 ? 1 : 0;
        await phone.BeginEntryAsync(call);
        var id = await phone.Page.EvaluateAsync<string>("stage.router.current.query.id");
        await phone.ChooseVideoAsync("拍摄或选择视频", video, consents: true);

        foreach (var part in (double[])[0.3, 0.65])
        {
            await phone.HasSentAsync((long)(Size * part));
            await phone.LookAsync($"video-upload-{part:0.00}");
            // The app is closed in the middle of whatever it does.
            await phone.OpenAsync($"videos/edit/index?id={id}");
        }
        await Assertions.Expect(phone.Page.GetByText("已收到，正在检查")).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await phone.LookAsync("video-upload-done");

        Assert.Equal(Cuts, network.Cuts);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(video)), await ReceivedAsync(id));
        var sent = chunks.ToList();
        var again = sent.Zip(sent.Skip(1)).Count(pair => pair.Second.Offset < pair.First.Offset + pair.First.Length);
        // Never before where the service was, and so never more than the chunk that was in the air.
        Assert.Equal(sent.Select(chunk => chunk.Offset).Order(), sent.Select(chunk => chunk.Offset));
        Assert.InRange(again, 1, Cuts + 2 + busy);
        Assert.Equal(0, await phone.SavedFilesAsync());
    }

    [Fact]
    public async Task It_pauses_waits_for_the_network_and_goes_on_with_the_same_file_chosen_again()
    {
        var call = await hall.NewCallAsync();
        var video = RandomNumberGenerator.GetBytes(400_000);
        await using var network = new CuttingProxy(new Uri(hall.Service.BaseUrl).Port, [], BytesPerSecond);
        await using var stage = await hall.StageAsync(network.Port);
        await using var phone = await hall.PhoneAsync(behind: stage);
        await phone.BeginEntryAsync(call);
        var id = await phone.Page.EvaluateAsync<string>("stage.router.current.query.id");
        await phone.ChooseVideoAsync("拍摄或选择视频", video, consents: true);
        await phone.HasSentAsync(60_000);
        await phone.TapAsync("暂停");
        await phone.SeesAsync("已暂停");
        await phone.LookAsync("video-upload-paused");
        await phone.OpenAsync($"videos/edit/index?id={id}");
        await phone.SeesAsync("已暂停");

        await phone.DoAsync("stage.phone.setNetwork('none')");
        await phone.TapAsync("继续上传");
        await phone.SeesAsync("等待网络");
        await phone.SeesAsync("网络恢复后自动继续上传，已传部分不会丢失");
        await phone.LookAsync("video-upload-offline");
        await phone.DoAsync("stage.phone.setNetwork('wifi')");
        await phone.HasSentAsync(130_000);

        // The phone clears up, as phones do that are full.
        await phone.DoAsync(
            """
            new Promise((done) => stage.wx.getFileSystemManager().getSavedFileList({ success: ({ fileList }) =>
                stage.wx.getFileSystemManager().removeSavedFile({ filePath: fileList[0].filePath, complete: done }) }))
            """
        );
        await phone.SeesAsync("手机清理了这个文件");
        await phone.LookAsync("video-upload-lost");
        await phone.ChooseVideoAsync("再选一次", video);
        await Assertions.Expect(phone.Page.GetByText("已收到，正在检查")).ToBeVisibleAsync(new() { Timeout = 120_000 });

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(video)), await ReceivedAsync(id));
        Assert.True(network.Sent < 400_000 + 4 * 130_000, $"{network.Sent} bytes went up for 400,000");
        Assert.Equal(0, await phone.SavedFilesAsync());
    }

    [Fact]
    public async Task An_upload_that_the_service_has_forgotten_begins_again_and_refusals_are_said()
    {
        var call = await hall.NewCallAsync();
        var video = await TestVideo.SmallAsync();
        await using var phone = await hall.PhoneAsync();
        var answers = new Queue<(int Status, string Code)>([
            (503, "service.busy"),
            (423, "uploads.busy"),
            (409, "uploads.offset"),
            (410, "uploads.gone"),
            (502, ""),
            (429, "request.too_often"),
        ]);
        await phone.Page.RouteAsync("**/api/uploads/*", route => route.Request.Method == "POST" && answers.TryDequeue(out var answer)
                ? route.FulfillAsync(
                    new()
                    {
                        Status = answer.Status,
                        ContentType = answer.Code is "" ? "text/html" : "application/problem+json",
                        Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
                        Body = answer.Code is "" ? "<html></html>" : $$"""{"code":"{{answer.Code}}","detail":"请稍候。"}""",
                    }
                )
                : route.ContinueAsync());
        await phone.BeginEntryAsync(call);
        var id = await phone.Page.EvaluateAsync<string>("stage.router.current.query.id");

        await phone.ChooseVideoAsync("拍摄或选择视频", video, consents: true);
        // Each of them in a row makes it wait longer.
        await Assertions.Expect(phone.Page.GetByText("已收到，正在检查")).ToBeVisibleAsync(new() { Timeout = 120_000 });

        Assert.Empty(answers);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(video)), await ReceivedAsync(id));
        await phone.Page.RouteAsync("**/api/uploads", route => route.FulfillAsync(
                new()
                {
                    Status = 409,
                    ContentType = "application/problem+json",
                    Body = """{"code":"uploads.too_much","detail":"您今天上传的文件已达上限，请明天再来。"}""",
                }
            ));
        await phone.ChooseVideoAsync("换一个视频", RandomNumberGenerator.GetBytes(10_000));
        await phone.SeesAsync("您今天上传的文件已达上限");
        await phone.LookAsync("video-upload-refused");
        await phone.SeesAsync("上传失败");
        await phone.TapAsync("取消上传");
        await phone.Page.Locator(".sheet").GetByText("取消上传", new() { Exact = true }).ClickAsync();
        await phone.SeesAsync("换一个视频");
    }

    [Fact]
    public async Task The_stage_is_as_odd_about_files_as_WeChat()
    {
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync("消息设置");
        await phone.DoAsync("sessionStorage.setItem('stage:privacy', 'agreed')");
        var (small, large) = (await ChosenAsync(phone, 1_000), await ChosenAsync(phone, (10 << 20) + 1));

        var answers = await phone.Page.EvaluateAsync<string[]>(
            """
            async ([small, large]) => {
                const told = (act) => new Promise((done) => act({ success: done, fail: done }));
                const manage = (name, options) => told((more) => stage.wx.getFileSystemManager()[name]({ ...options, ...more }));
                const { value } = JSON.parse(sessionStorage.getItem('wx:1:session')).value;
                const upload = (filePath) => told((more) => void stage.wx.uploadFile({
                    url: `${stage.service}/api/uploads/whole`,
                    filePath,
                    name: 'file',
                    formData: { purpose: 'video' },
                    header: { Authorization: `Bearer ${value}` },
                    ...more,
                }));
                const sent = await upload(small);
                const { data } = await manage('readFile', { filePath: small, position: 993, length: 7 });
                const beyond = await manage('readFile', { filePath: small, position: 994, length: 7 });
                const { savedFilePath } = await manage('saveFile', { tempFilePath: small });
                return [
                    `${sent.statusCode} ${typeof sent.data}`,
                    (await upload(large)).errMsg,
                    String(data.byteLength),
                    beyond.errMsg.split(' ')[0],
                    (await manage('access', { path: small })).errMsg.split(',')[0],
                    (await manage('access', { path: savedFilePath })).errMsg,
                    savedFilePath,
                ];
            }
            """,
            new[] { small, large }
        );

        Assert.Equal(
            [
                "201 string",
                "uploadFile:fail exceed max upload size 10M",
                "7",
                "readFile:fail",
                "access:fail no such file or directory",
                "access:ok",
            ],
            answers[..^1]
        );
        await phone.OpenAsync("pages/me/index");
        Assert.False(await IsThereAsync(phone, large));
        Assert.True(await IsThereAsync(phone, answers[^1]));
    }

    private static async Task<string> ChosenAsync(Phone phone, int bytes)
    {
        var path = phone.Page.EvaluateAsync<string>(
            """
            new Promise((done) => stage.wx.chooseMedia({
                count: 1,
                mediaType: ['video'],
                success: ({ tempFiles: [file] }) => done(file.tempFilePath),
            }))
            """
        );
        var chooser = await phone.Page.RunAndWaitForFileChooserAsync(() => phone.TapAsync("从相册选择"));
        await chooser.SetFilesAsync(
            new FilePayload
            {
                Name = "clip.mp4",
                MimeType = "video/mp4",
                Buffer = new byte[bytes],
            }
        );
        return await path;
    }

    private static Task<bool> IsThereAsync(Phone phone, string path) =>
        phone.Page.EvaluateAsync<bool>(
            """
            path => new Promise((done) =>
                stage.wx.getFileSystemManager().access({ path, success: () => done(true), fail: () => done(false) }))
            """,
            path
        );

    /// <summary>The hash of the file that the entry has.</summary>
    private Task<string?> ReceivedAsync(string entry) =>
        hall
            .Services.GetRequiredService<Database>()
            .FindAsync<string>(
                "SELECT f.sha256 FROM video_entries e JOIN video_files f ON f.id = e.video_id WHERE e.id = @entry",
                new { entry = long.Parse(entry, CultureInfo.InvariantCulture) },
                Ct
            );
}
