using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What a robot of a group chat took.</summary>
public sealed record Posted(string Query, string Body)
{
    /// <summary>The words of the message, of whichever service.</summary>
    public string Words =>
        Json.GetProperty(Json.TryGetProperty("text", out _) ? "text" : "content") switch
        {
            var text when text.TryGetProperty("content", out var content) => content.GetString()!,
            var text => text.GetProperty("text").GetString()!,
        };

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A server of group robots on loopback, which answers what it is told to.</summary>
public sealed class TestRobot : IAsyncDisposable
{
    public const string Key = "f5a623f7-af0156aab9fb7-secret-of-the-group";

    private readonly HttpListener listener = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task serving;

    public TestRobot()
    {
        Port = Ports.Free();
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        serving = ServeAsync();
    }

    public int Port { get; }

    public string Webhook => $"http://127.0.0.1:{Port}/cgi-bin/webhook/send?key={Key}";

    public ConcurrentQueue<Posted> Posts { get; } = [];

    /// <summary>Null never answers.</summary>
    public (int Status, string Body)? Answer { get; set; } = (200, """{"errcode":0,"errmsg":"ok"}""");

    public string ContentType { get; set; } = "application/json";

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Close();
        await serving;
        ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            Posts.Enqueue(new Posted(context.Request.Url!.Query, await reader.ReadToEndAsync()));
            if (Answer is { } answer)
            {
                context.Response.StatusCode = answer.Status;
                context.Response.ContentType = ContentType;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Close();
            }
        }
    }
}
