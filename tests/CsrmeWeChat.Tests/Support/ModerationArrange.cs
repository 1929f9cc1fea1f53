using System.Text.Json.Nodes;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Testing;
using NetVips;
using WeChat.Sandbox;
using WeChat.Sandbox.Media;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Questions about what somebody sent, and WeChat's verdicts as the sandbox makes them.</summary>
public static class ModerationArrange
{
    private static int made = 1_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Subject NewSubject() => new("test", Interlocked.Increment(ref made), 1);

    /// <summary>A picture of one colour.</summary>
    public static byte[] NewJpeg(int red, int green, int blue)
    {
        using var image = (Image.Black(64, 48, bands: 3) + new double[] { red, green, blue }).Cast(Enums.BandFormat.Uchar);
        return image.Copy(interpretation: Enums.Interpretation.Srgb).JpegsaveBuffer();
    }

    extension(IServiceProvider services)
    {
        private Database Database => (Database)services.GetService(typeof(Database))!;

        public Task<long> PersonAsync(string openId) =>
            services.Database.FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @openId", new { openId }, Ct)!;

        /// <returns>The key of a file in the store.</returns>
        public async Task<string> NewFileAsync(byte[] content, string ending = ".jpg")
        {
            var key = $"test/{Guid.NewGuid():N}{ending}";
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, content, Ct);
            await ((IFileStore)services.GetService(typeof(IFileStore))!).AddAsync(key, path, Ct);
            File.Delete(path);
            return key;
        }

        public async Task AskAsync(string openId, Subject subject, DateTimeOffset now, params Question[] questions)
        {
            var person = await services.PersonAsync(openId);
            await services.Database.TransactAsync(
                async tx =>
                {
                    await ModerationDesk.AskAsync(tx, subject, person, questions, now, Ct);
                    return (true, true);
                },
                Ct
            );
        }

        public Task<IReadOnlyList<Check>> ChecksAsync(Subject subject) =>
            ((ModerationDesk)services.GetService(typeof(ModerationDesk))!).ListAsync(subject, Ct);
    }

    extension(App app)
    {
        /// <summary>Where files can be fetched, as in the world. To be called before the service is first asked for.</summary>
        public void ServeFiles()
        {
            var port = Ports.Free();
            if (app.Settings.TryAdd("Site:Address", $"http://127.0.0.1:{port}"))
            {
                app.UseKestrel(port);
            }
        }

        public async Task<Subject> NewAskedAsync(TestPhone phone, params Question[] questions)
        {
            var subject = NewSubject();
            await app.Services.AskAsync(phone.OpenId, subject, app.Now, questions);
            return subject;
        }

        /// <summary>A subject with one picture, of which WeChat has been asked.</summary>
        public async Task<Subject> NewAskedPictureAsync(TestPhone phone)
        {
            var subject = await app.NewAskedAsync(
                phone,
                new PictureQuestion("frame:0", await app.Services.NewFileAsync(NewJpeg(255, 255, 255)))
            );
            await app.ModerateAsync();
            return subject;
        }

        public Task ModerateAsync() => app.Get<Moderate>().RunAsync(Ct);

        public async Task<Check> CheckAsync(Subject subject) => Assert.Single(await app.Services.ChecksAsync(subject));

        /// <summary>What WeChat found in the newest file of this user, once it has looked.</summary>
        public Task<SandboxMediaCheck> FoundAsync(TestPhone phone) => app.WeChat.FoundAsync(phone.OpenId, Ct);

        /// <summary>WeChat's verdict on the newest file of this user, with changes, is pushed and handled.</summary>
        public async Task TellAsync(TestPhone phone, JsonObject? with = null, SandboxCallback? callback = null) =>
            await app.TellAsync(phone, await app.FoundAsync(phone), with, callback);

        public async Task TellAsync(TestPhone phone, SandboxMediaCheck check, JsonObject? with = null, SandboxCallback? callback = null)
        {
            var fields = (JsonObject)check.Fields!.DeepClone();
            foreach (var (name, value) in with ?? [])
            {
                fields.Remove(name);
                // Null takes a field away.
                if (value is not null)
                {
                    fields[name] = value.DeepClone();
                }
            }
            (await app.PushAsync(Pushed.Mini, callback ?? Pushed.PlainJson, phone.OpenId, fields)).EnsureSuccessStatusCode();
            await app.HandleCallbacksAsync();
        }
    }

    public static async Task<SandboxMediaCheck> FoundAsync(this SandboxControl wechat, string openId, CancellationToken ct)
    {
        while (true)
        {
            if (wechat.Media.Checks(openId, limit: 1) is [{ Fields: not null } check])
            {
                return check;
            }
            await Task.Delay(5, ct);
        }
    }

    public static JsonObject Verdict(string suggest, int label = 100) =>
        new()
        {
            ["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label },
            ["detail"] = new JsonArray(
                new JsonObject
                {
                    ["strategy"] = "content_model",
                    ["errcode"] = 0,
                    ["suggest"] = suggest,
                    ["label"] = label,
                    ["prob"] = 90,
                }
            ),
        };
}
