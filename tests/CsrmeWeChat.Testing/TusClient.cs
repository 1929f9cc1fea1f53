using System.Diagnostics;
using System.Text.Json;

namespace CsrmeWeChat.Testing;

/// <summary>tus-js-client in Node, restored from npm by its lock file; and the folder in which a tus server of others stands too.</summary>
public static class TusClient
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TusClient");

    /// <summary>Uploads the file so many times at once.</summary>
    /// <param name="tokens">Whose uploads they are, in turn; none for a server that asks for none.</param>
    public static async Task<TusResult> UploadAsync(
        string endpoint,
        IReadOnlyList<string> tokens,
        string file,
        int chunkSize,
        IReadOnlyDictionary<string, string> metadata,
        int times = 1
    )
    {
        var about = JsonSerializer.Serialize(
            new
            {
                endpoint,
                headers = tokens.Count == 0
                    ?
                    [
                        [],
                    ]
                    : tokens.Select(token => new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" }).ToArray(),
                file,
                size = new FileInfo(file).Length,
                chunkSize,
                metadata,
                times,
            }
        );
        var start = new ProcessStartInfo("node", ["--no-deprecation", "upload.mjs", about])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<TusResult>(await output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"tus-js-client gave up: {await error}");
    }
}

public sealed record TusResult(string[] Urls, double Seconds);
