using System.Diagnostics;
using MySqlConnector;

namespace CsrmeWeChat.Testing;

/// <summary>A throwaway MariaDB on a free loopback port, gone with its folder when disposed.</summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-mariadb-").FullName;
    private readonly int port = Ports.Free();
    private Process? server;

    private readonly bool isDurable;

    private MariaDbServer(bool isDurable) => this.isDurable = isDurable;

    public int Pid => server!.Id;

    /// <param name="isDurable">
    /// Whether each commit reaches the disk, as it must where the server is stopped or measured. Otherwise it reaches the system, which is
    /// enough where processes are killed, and a schema is made in a fraction of the time.
    /// </param>
    public static async Task<MariaDbServer> StartAsync(bool isDurable = true)
    {
        var database = new MariaDbServer(isDurable);
        await database.InstallAsync();
        await database.UpAsync();
        return database;
    }

    /// <summary>A new, empty database on this server.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"t_{Guid.NewGuid():N}";
        await using var connection = new MySqlConnection(ConnectionString());
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts again what was stopped, on the same port and data.</summary>
    public async Task UpAsync()
    {
        // runuser would fork: setpriv execs, so that the pid is the server's own.
        server = Process.Start(
            new ProcessStartInfo(
                "setpriv",
                [
                    "--reuid=mysql",
                    "--regid=mysql",
                    "--init-groups",
                    "mariadbd",
                    "--no-defaults",
                    $"--datadir={folder}/data",
                    // A server that starts deletes what looks like another's temporary tables in a folder that they share.
                    $"--tmpdir={folder}",
                    $"--socket={folder}/sock",
                    $"--port={port}",
                    "--bind-address=127.0.0.1",
                    $"--pid-file={folder}/pid",
                    $"--log-error={folder}/error.log",
                    "--skip-name-resolve",
                    "--character-set-server=utf8mb4",
                    "--innodb-buffer-pool-size=512M",
                    "--innodb-log-file-size=256M",
                    $"--innodb-flush-log-at-trx-commit={(isDurable ? 1 : 2)}",
                    $"--innodb-doublewrite={(isDurable ? 1 : 0)}",
                    "--max-connections=500",
                ]
            )
        )!;
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new MySqlConnection(ConnectionString());
                await connection.OpenAsync();
                return;
            }
            catch (MySqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(30) && !server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Sends TERM, STOP, CONT or KILL.</summary>
    public void Signal(string signal) => Process.Start("kill", [$"-{signal}", Pid.ToString()]).WaitForExit();

    public async Task DownAsync()
    {
        Signal("TERM");
        await server!.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!server!.HasExited)
        {
            Signal("CONT");
            Signal("KILL");
            await server.WaitForExitAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    private string ConnectionString(string? database = null) =>
        new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)port,
            UserID = "root",
            Database = database ?? "",
            SslMode = MySqlSslMode.None,
            ConnectionTimeout = 5,
        }.ToString();

    private async Task InstallAsync()
    {
        Directory.CreateDirectory($"{folder}/data");
        await RunAsync("chown", "-R", "mysql:mysql", folder);
        await RunAsync(
            "setpriv",
            "--reuid=mysql",
            "--regid=mysql",
            "--init-groups",
            "mariadb-install-db",
            "--no-defaults",
            $"--datadir={folder}/data",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--force"
        );
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await output}{await error}");
        }
    }
}
