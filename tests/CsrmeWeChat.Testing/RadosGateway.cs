using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CsrmeWeChat.Testing;

/// <summary>A throwaway S3 server of Ceph (monitor, one disk in memory, gateway) on free loopback ports, gone with its folder.</summary>
public sealed class RadosGateway : IAsyncDisposable
{
    public const string AccessKey = "AKTEST",
        SecretKey = "SKTEST";

    private readonly string folder = Directory.CreateTempSubdirectory("csrme-ceph-").FullName;
    private readonly List<Process> servers = [];
    private readonly int port = Ports.Free();

    private RadosGateway() { }

    public Uri Address => new($"http://127.0.0.1:{port}");

    private string Settings => $"{folder}/ceph.conf";

    public static async Task<RadosGateway> StartAsync()
    {
        var gateway = new RadosGateway();
        try
        {
            await gateway.UpAsync();
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of a service that keeps its files in a bucket here.</summary>
    public Dictionary<string, string?> SettingsFor(string bucket) =>
        new()
        {
            ["Storage:S3:Bucket"] = bucket,
            ["Storage:S3:Endpoint"] = Address.ToString(),
            ["Storage:S3:PathStyle"] = "true",
            ["Storage:S3:AccessKey"] = AccessKey,
            ["Storage:S3:SecretKey"] = SecretKey,
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.AsEnumerable().Reverse())
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task UpAsync()
    {
        foreach (var name in (string[])["mon", "osd", "run", "log"])
        {
            Directory.CreateDirectory($"{folder}/{name}");
        }
        var (cluster, disk, monitor) = (Guid.NewGuid(), Guid.NewGuid(), Ports.Free());
        await File.WriteAllTextAsync(Settings, SettingsText(cluster, monitor));
        await RunAsync("ceph-authtool", "--create-keyring", $"{folder}/keyring", "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        await AddKeyAsync("client.admin", "allow *", "allow *");
        await AddKeyAsync("osd.0", "allow profile osd", "allow *");
        var map = $"{folder}/monmap";
        await RunAsync("monmaptool", "--create", "--fsid", $"{cluster}", "--addv", "a", $"[v2:127.0.0.1:{monitor}/0]", map);
        await RunAsync("ceph-mon", "--mkfs", "-i", "a", "--monmap", map);
        Start("ceph-mon", "-i", "a");
        // Both must know the disk by the same id.
        await RunAsync("ceph", "osd", "new", $"{disk}", "0");
        await RunAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", $"{disk}");
        Start("ceph-osd", "-i", "0");
        await UntilAsync(async () => (await RunAsync("ceph", "osd", "stat")).Contains("1 up", StringComparison.Ordinal));
        Start("radosgw", "-n", "client.admin");
        await UntilAsync(AnswersAsync);
        await RunAsync(
            "radosgw-admin",
            [
                "-n",
                "client.admin",
                "user",
                "create",
                "--uid=t",
                "--display-name=t",
                $"--access-key={AccessKey}",
                $"--secret-key={SecretKey}",
            ]
        );
    }

    private string SettingsText(Guid cluster, int monitor)
    {
        // A daemon takes the first free ones of a range.
        var first = RandomNumberGenerator.GetInt32(10_000, 30_000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [global]
            fsid = {cluster}
            mon host = [v2:127.0.0.1:{monitor}/0]
            public network = 127.0.0.0/8
            public addr = 127.0.0.1
            cluster addr = 127.0.0.1
            ms bind port min = {first}
            ms bind port max = {first + 1_000}
            auth cluster required = cephx
            auth service required = cephx
            auth client required = cephx
            auth allow insecure global id reclaim = true
            mon warn on insecure global id reclaim allowed = false
            mon allow pool size one = true
            mon max pg per osd = 1000
            osd pool default size = 1
            osd pool default min size = 1
            osd pool default pg num = 4
            osd crush chooseleaf type = 0
            osd objectstore = memstore
            memstore device bytes = 2147483648
            run dir = {folder}/run
            admin socket = {folder}/run/$name.asok
            log file = {folder}/log/$name.log
            keyring = {folder}/keyring
            mon data = {folder}/mon
            osd data = {folder}/osd
            [client.admin]
            rgw frontends = beast endpoint=127.0.0.1:{port}
            rgw enable usage log = false
            rgw run sync thread = false

            """
        );
    }

    private Task<string> AddKeyAsync(string name, string monitor, string disk) =>
        RunAsync(
            "ceph-authtool",
            [$"{folder}/keyring", "--gen-key", "-n", name, "--cap", "mon", monitor, "--cap", "osd", disk, "--cap", "mgr", "allow *"]
        );

    /// <summary>In the foreground, so that the process is the server's own.</summary>
    private void Start(string program, params string[] arguments)
    {
        var server = Process.Start(
            new ProcessStartInfo(program, ["-f", "-c", Settings, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        servers.Add(server);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        string[] with = program is "ceph-authtool" or "monmaptool" ? [] : ["-c", Settings];
        using var process = Process.Start(
            new ProcessStartInfo(program, [.. with, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await output}{await error}");
    }

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(50))
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(60) || servers.Any(server => server.HasExited))
            {
                throw new InvalidOperationException("The S3 server did not come up.");
            }
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient();
        try
        {
            return (await http.GetAsync(Address)).StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException or IOException)
        {
            return false;
        }
    }
}
