using System.Diagnostics;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.People;
using CsrmeWeChat.Testing;
using WeChat.Sandbox;
using WeChat.Sandbox.Media;
using static CsrmeWeChat.Tests.Support.ModerationArrange;

namespace CsrmeWeChat.Tests;

/// <summary>
/// The whole way by a real process and a WeChat that pushes by itself; the process is killed between question and answer.
/// </summary>
public sealed class ModerationKillTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_asking_and_recording_it_asks_again_and_passes_nothing_unasked()
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        await using var backstage = await Backstage.OnAsync(configuration);
        var settings = new Dictionary<string, string?>(configuration) { ["Jobs:Run"] = "true" };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        // Its address is known once it has one.
        settings["Site:Address"] = service.BaseUrl;
        sandbox.Control.Pushes.SetCallback(Pushed.Mini, Pushed.PlainJson with { Url = $"{service.BaseUrl}/callbacks/mini" });
        var past = DateTimeOffset.UnixEpoch;
        foreach (var (content, ending, state) in Files())
        {
            var openId = await NewAuthorAsync(backstage, sandbox);
            sandbox.Control.Media.Plan(openId, new SandboxVerdict { AnswerDelayMs = 60_000, Timing = VerdictTiming.Never });
            var file = await backstage.Services.NewFileAsync(content, ending);
            await service.KillAsync();
            await service.UpAsync();
            var subject = NewSubject();
            Question question = ending is ".jpg" ? new PictureQuestion("frame:0", file) : new SoundQuestion("sound", file);
            await backstage.Services.AskAsync(
                openId,
                subject,
                TimeProvider.System.GetUtcNow(),
                question,
                new TextQuestion("title", "题目")
            );

            await sandbox.Control.FoundAsync(openId, Ct);
            await service.KillAsync();
            var killed = await OfFileAsync(backstage, subject);
            sandbox.Control.Media.Plan(openId, null);
            await service.UpAsync();
            // Nobody waits for the lease of the dead.
            await backstage
                .Get<Database>()
                .ExecuteAsync(
                    "UPDATE moderation_checks SET due_at = @now WHERE state = 'waiting'",
                    new { now = DateTimeOffset.UnixEpoch },
                    Ct
                );

            Assert.Equal(CheckState.Waiting, killed.State);
            var check = await SettledAsync(backstage, subject);
            Assert.Equal(state, check.State);
            Assert.Equal(2, sandbox.Control.Media.Checks(openId).Select(asked => asked.Url).Distinct().Count());
        }
        Assert.DoesNotContain("题目", service.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<(byte[] Content, string Ending, CheckState State)> Files() =>
        [(NewJpeg(250, 250, 250), ".jpg", CheckState.Passed), (Encoding.UTF8.GetBytes("ID3违规"), ".mp3", CheckState.Human)];

    private static async Task<string> NewAuthorAsync(Backstage backstage, RunningSandbox sandbox)
    {
        var openId = sandbox.Control.MakeUser().OpenIds[Pushed.Mini];
        await backstage.Get<PersonStore>().SignInAsync(Pushed.Mini, openId, unionId: null, TimeProvider.System.GetUtcNow(), Ct);
        sandbox.Control.Visit(openId);
        return openId;
    }

    private static async Task<Check> OfFileAsync(Backstage backstage, Subject subject) =>
        (await backstage.Services.ChecksAsync(subject)).Single(check => check.Medium is not Medium.Text);

    private static async Task<Check> SettledAsync(Backstage backstage, Subject subject)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Ct))
        {
            if (await OfFileAsync(backstage, subject) is { SettledAt: not null } check)
            {
                return check;
            }
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
    }
}
