using System.Text.Json;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The stand-in fetches what it is to check, and tells what it found; and what our client makes of the question.</summary>
public sealed class SandboxMediaTests
{
    private const string MediaApi = "/wxa/media_check_async";

    public static TheoryData<byte[], int, string> Files =>
        new()
        {
            { ModerationArrange.NewJpeg(250, 250, 250), 2, "pass" },
            { ModerationArrange.NewJpeg(255, 0, 0), 2, "risky" },
            { ModerationArrange.NewJpeg(255, 255, 0), 2, "review" },
            { TestPicture.Png(20, 20), 2, "pass" },
            { [.. TestPicture.Png(20, 20), .. "违规"u8], 2, "risky" },
            { [.. "ID3"u8, .. "岩石"u8], 1, "pass" },
            { [.. "ID3"u8, .. "可疑"u8], 1, "review" },
            // Of another kind than it is said to be, no kind at all, damaged.
            { [.. "ID3"u8], 2, "" },
            { ModerationArrange.NewJpeg(1, 1, 1), 1, "" },
            { [.. "\0\0\0 ftypM4A "u8], 1, "" },
            { [.. "<svg/>"u8], 2, "" },
            { [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], 2, "" },
        };

    /// <summary>Not among the rows above: a row's bytes are written out for its name, each of them.</summary>
    [Fact]
    public Task A_file_that_is_too_large_is_not_looked_at() =>
        A_file_is_fetched_and_its_bytes_decide([.. "ID3"u8, .. new byte[10 << 20]], 1, "");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_is_fetched_and_its_bytes_decide(byte[] file, int mediaType, string suggest)
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        lab.Control.Pushes.SetCallback(MiniAppId, Pushed.PlainJson with { Url = listener.Url });
        listener.Files["file"] = file;

        var trace = await lab.MiniProgram.CheckMediaAsync(
            new MediaToCheck(lab.NewVisitor(), CheckScene.Forum, (MediaKind)mediaType, new Uri($"{listener.Url}/file?mark=岩")),
            Ct
        );

        var told = await listener.NextAsync(Ct);
        Assert.Equal(trace, $"{told["trace_id"]}");
        Assert.Equal(suggest, $"{told["result"]?["suggest"]}");
        Assert.Equal(suggest is "" ? -1008 : 0, told["errcode"]!.GetValue<int>());
        Assert.Equal(suggest is "" ? 0 : 1, told["detail"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/to/file", 0)]
    [InlineData("/none", -1008)]
    [InlineData("/to/to/to/to/to/to/file", -1008)]
    [InlineData("https://a.example/picture.jpg", -1008)]
    public async Task Redirects_are_followed_and_only_on_this_machine(string address, int errCode)
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        listener.Files["file"] = ModerationArrange.NewJpeg(9, 9, 9);
        var openId = lab.NewVisitor();

        await lab.MiniProgram.CheckMediaAsync(
            new MediaToCheck(openId, CheckScene.Forum, MediaKind.Picture, new Uri(new Uri(listener.Url), address)),
            Ct
        );

        Assert.Equal(errCode, (await lab.Control.FoundAsync(openId, Ct)).Fields!["errcode"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_address_is_not_looked_at_twice_within_ten_minutes()
    {
        await using var lab = await StartAsync();
        var media = new MediaToCheck(lab.NewVisitor(), CheckScene.Forum, MediaKind.Picture, new Uri("http://127.0.0.1:9/a.jpg"));

        await lab.MiniProgram.CheckMediaAsync(media, Ct);
        var refusal = await RefusalOf(() => lab.MiniProgram.CheckMediaAsync(media, Ct));
        await lab.MiniProgram.CheckMediaAsync(media with { Url = new Uri("http://127.0.0.1:9/b.jpg") }, Ct);
        lab.Time.Advance(TimeSpan.FromMinutes(10));
        await lab.MiniProgram.CheckMediaAsync(media, Ct);

        Assert.Equal((WeChatFailure.Refused, ErrCode.RepeatedMedia), (refusal.Failure, refusal.Code));
    }

    [Fact]
    public async Task A_verdict_is_early_late_or_in_the_old_form_as_it_is_told_to_be()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        lab.Control.Pushes.SetCallback(MiniAppId, Pushed.PlainJson with { Url = listener.Url });
        listener.Files["file"] = ModerationArrange.NewJpeg(9, 9, 9);
        var (wire, openId, place) = (new Wire(lab.Sandbox.BaseUrl), lab.NewVisitor(), 0);

        await wire.StatusAsync(
            "/sandbox/verdicts",
            new
            {
                openId,
                verdict = new
                {
                    timing = "BeforeTheAnswer",
                    suggest = "risky",
                    times = 2,
                },
            }
        );
        var early = await AskAsync();
        var overtook = listener.Received.Count;
        await wire.StatusAsync(
            "/sandbox/verdicts",
            new
            {
                openId,
                verdict = new
                {
                    timing = "Never",
                    oldForm = true,
                    errCode = -1008,
                },
            }
        );
        var old = await AskAsync();
        await lab.Control.FoundAsync(openId, Ct);
        await wire.StatusAsync($"/sandbox/media-checks/{old}/push", new { times = 1 });
        await wire.StatusAsync("/sandbox/verdicts", new { openId });

        Assert.Equal(2, overtook);
        Assert.Equal((early, "risky"), ($"{listener.Received[0]["trace_id"]}", $"{listener.Received[0]["result"]!["suggest"]}"));
        Assert.Equal(3, listener.Received.Count);
        Assert.Equal(
            (old, 4_294_966_288, null),
            ($"{listener.Received[2]["trace_id"]}", listener.Received[2]["status_code"]!.GetValue<long>(), listener.Received[2]["version"])
        );
        Assert.Contains(old, await wire.TextAsync($"/sandbox/media-checks?openid={openId}"), StringComparison.Ordinal);

        Task<string> AskAsync() =>
            lab.MiniProgram.CheckMediaAsync(
                new MediaToCheck(openId, CheckScene.Forum, MediaKind.Picture, new Uri($"{listener.Url}/file?{place++}")),
                Ct
            );
    }

    [Fact]
    public async Task A_busy_WeChat_is_not_asked_about_a_picture_again()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = MediaApi, ErrCode = -1 });
        var media = new MediaToCheck(lab.NewVisitor(), CheckScene.Forum, MediaKind.Picture, new Uri("http://127.0.0.1:9/a.jpg"));

        var failure = await RefusalOf(() => lab.MiniProgram.CheckMediaAsync(media, Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
        Assert.Equal(1, lab.CallsOf(MediaApi));
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    [InlineData("""{"errcode":0,"trace_id":""}""")]
    [InlineData("""{"trace_id":"t1"}""")]
    [InlineData("<html>sign in to this network</html>")]
    public async Task An_answer_that_names_no_question_is_an_unknown_outcome(string body)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = MediaApi, Body = body });
        var media = new MediaToCheck(lab.NewVisitor(), CheckScene.Forum, MediaKind.Picture, new Uri("http://127.0.0.1:9/a.jpg"));

        var failure = await RefusalOf(() => lab.MiniProgram.CheckMediaAsync(media, Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
    }

    [Fact]
    public async Task What_is_asked_is_what_WeChat_documents()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewVisitor();

        await lab.MiniProgram.CheckMediaAsync(
            new MediaToCheck(openId, CheckScene.Forum, MediaKind.Sound, new Uri("http://127.0.0.1:9/a.mp3?until=1&mark=a%2Bb")),
            Ct
        );

        var asked = JsonDocument.Parse(Assert.Single(lab.Control.Received(MediaApi)).Body).RootElement;
        Assert.Equal(
            ("http://127.0.0.1:9/a.mp3?until=1&mark=a%2Bb", 1, 2, 3, openId),
            (
                asked.GetProperty("media_url").GetString(),
                asked.GetProperty("media_type").GetInt32(),
                asked.GetProperty("version").GetInt32(),
                asked.GetProperty("scene").GetInt32(),
                asked.GetProperty("openid").GetString()
            )
        );
    }
}
