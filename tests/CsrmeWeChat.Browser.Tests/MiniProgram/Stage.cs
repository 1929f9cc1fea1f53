using System.Diagnostics;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>The mini program in a browser: its own folder, served beside a service and a stand-in for WeChat.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly Process node;

    private Stage(Process node, string baseUrl) => (this.node, BaseUrl) = (node, baseUrl);

    public string BaseUrl { get; }

    public static async Task<Stage> StartAsync(string service, string wechat)
    {
        var port = Ports.Free();
        var start = new ProcessStartInfo(
            "node",
            ["src/MiniProgram/stage/serve.mjs", "--port", $"{port}", "--api", service, "--wechat", wechat]
        )
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        var node = Process.Start(start)!;
        // It says its address once it listens.
        var address = await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The stage did not start.");
        return new Stage(node, address.TrimEnd('/'));
    }

    public async ValueTask DisposeAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }
}
