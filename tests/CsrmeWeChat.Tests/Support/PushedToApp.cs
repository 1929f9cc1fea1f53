using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Messages as WeChat pushes them, made by the sandbox, sent to the app in this process at the time of its clock.</summary>
public static class PushedToApp
{
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

        public async Task<long> CountCallbacksAsync(string where = "1 = 1") =>
            await app.Get<Database>().FindAsync<long>($"SELECT COUNT(*) FROM callbacks WHERE {where}");
    }

    private static string PathOf(string appId) => appId == Pushed.Official ? "/callbacks/official" : "/callbacks/mini";
}
