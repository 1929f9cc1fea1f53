using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Data;
using WeChat.Sandbox;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Messages as WeChat pushes them, made by the sandbox, sent to the app in this process at the time of its clock.</summary>
public static class Pushed
{
    public const string Token = "TokenOfTheTests", Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static readonly string Official = SandboxOptions.DefaultApps[1].AppId, Mini = SandboxOptions.DefaultApps[0].AppId;

    /// <summary>The official account is in safe mode, the mini program in plain mode.</summary>
    public static readonly SandboxCallback
        Safe = new() { Token = Token, EncodingAesKey = Key, Mode = PushMode.Safe },
        SafeJson = Safe with { Format = PushFormat.Json },
        Plain = new() { Token = Token },
        PlainJson = Plain with { Format = PushFormat.Json };

    public static JsonObject Event(string name, params ReadOnlySpan<(string Name, JsonNode Value)> fields) => PushControl.Event(name, fields);

    extension(App app)
    {
        /// <summary>A message of now: the sandbox's own clock is another.</summary>
        public SignedPush Sign(string appId, SandboxCallback callback, string openId, JsonObject fields, DateTimeOffset? at = null) =>
            app.WeChat.Pushes.Sign(appId, callback, openId, fields, at ?? app.Now);

        public Task<HttpResponseMessage> PushAsync(string appId, SandboxCallback callback, string openId, JsonObject fields) =>
            app.DeliverAsync(appId, app.Sign(appId, callback, openId, fields));

        public async Task<HttpResponseMessage> DeliverAsync(string appId, SignedPush push, string? query = null, string? body = null)
        {
            using var http = app.CreateClient();
            var content = new StringContent(body ?? push.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse(push.ContentType));
            return await http.PostAsync($"{PathOf(appId)}?{query ?? push.Query}", content, TestContext.Current.CancellationToken);
        }

        public Task HandleCallbacksAsync() => app.Get<HandleCallbacks>().RunAsync(TestContext.Current.CancellationToken);

        public async Task<long> CountCallbacksAsync(string where = "1 = 1") => await app.Get<Database>().FindAsync<long>($"SELECT COUNT(*) FROM callbacks WHERE {where}");
    }

    public static string PathOf(string appId) => appId == Official ? "/callbacks/official" : "/callbacks/mini";
}
