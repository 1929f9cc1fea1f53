using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>
/// The scripts do not fail by chance. In `command | grep -q` grep goes at its first match, and a command that has more to print is then
/// killed by SIGPIPE, which pipefail makes a failure of: on this machine, now and then.
/// </summary>
public sealed class ScriptTests
{
    /// <summary>
    /// Tools that print the line that is looked for, and then more than a pipe holds (64 KB): whoever goes before their end kills them
    /// every time, not by chance.
    /// </summary>
    private const string TalkativeTools = """
        printf -v rest '%200000s' ''
        talk() { printf '%s\n%s\n' "$1" "$rest"; }
        dotnet() { talk '10.0.100 [/usr/share/dotnet/sdk]'; }
        ldconfig() { talk 'libicuuc.so.72 (libc6,x86-64) => /lib/x86_64-linux-gnu/libicuuc.so.72'; }
        fc-list() { talk '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc: Noto Sans CJK SC:style=Regular'; }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("need_dotnet")]
    [InlineData("has_icu")]
    [InlineData("has_chinese")]
    public async Task What_a_machine_has_is_found_on_every_try(string function)
    {
        await EveryTryAsync("", function);
        await EveryTryAsync(TalkativeTools, function, tries: 10);
    }

    [Fact]
    public async Task What_a_machine_lacks_is_missed()
    {
        await EveryTryAsync(
            """
            ldconfig() { echo 'libc.so.6'; }
            fc-list() { :; }
            unset DOTNET_ICU_VERSION_OVERRIDE
            """,
            "! has_icu && ! has_chinese && ! says gone false && ! says gone echo here",
            tries: 1
        );
    }

    [Fact]
    public async Task A_part_of_the_connection_string_is_found_on_every_try()
    {
        await EveryTryAsync(
            """
            folder=$(mktemp -d)
            trap 'rm -rf "$folder"' EXIT
            printf -v rest '%0100000d' 0
            printf "Data__Engine=Sqlite\nData__ConnectionString='%s'\n" \
              "Password=p=w; Data Source = /a b.db ;datasource=$rest" >"$folder/env"
            sqlite3() { :; }
            CSRME_ENV=$folder/env
            . deploy/database.sh
            """,
            """
            source=$(part 'data source|datasource|filename')
            [ "$source" = '/a b.db' ]
            """
        );
    }

    [Fact]
    public async Task A_count_of_a_result_file_is_read_on_every_try()
    {
        var file = Path.GetTempFileName();
        const string counters = """    <Counters total="9" executed="8" passed="7" passedButRunAborted="6" />""";
        await File.WriteAllLinesAsync(file, Enumerable.Repeat(counters, 100_000), Ct);

        await EveryTryAsync(
            $"file='{file}'",
            """
            passed=$(counter passed "$file")
            [ "$passed" = 7 ]
            """
        );

        File.Delete(file);
    }

    [Fact]
    public async Task A_database_server_left_behind_is_known_on_every_try_and_only_those_in_our_folder_are_ended()
    {
        // Behind what is looked for stand a line's end and more than a pipe holds.
        const string servers = """
            trap 'kill -KILL $ours $others 2>/dev/null || true' EXIT
            printf -v rest '\n%100000s' ''
            server() { exec -a /usr/sbin/mariadbd bash -c 'kill -STOP $$' - "--datadir=$1/data" "$rest" >/dev/null 2>&1; }
            server /ours &
            ours=$!
            server /others &
            others=$!
            for server in $ours $others; do until grep -q '^/usr/sbin/mariadbd' "/proc/$server/cmdline"; do sleep 0.01; done; done
            """;
        await EveryTryAsync(servers, "is_server /ours /proc/$ours && ! is_server /ours /proc/$others && ! is_server /ours /proc/0");

        var said = await BashAsync(
            servers
                + """

                end_servers /ours
                wait $ours || echo "ended with $?"
                kill -0 $others && echo "the other lives"
                """
        );
        // By KILL, signal 9.
        Assert.Equal("ended with 137\nthe other lives\n", said);
    }

    [Fact]
    public async Task A_server_that_hangs_up_does_not_end_the_script_that_asks_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var hangingUp = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var caller = await listener.AcceptSocketAsync(stop.Token);
                    // Reset, not closed: what the caller still writes is refused at once.
                    caller.LingerState = new LingerOption(true, 0);
                }
            },
            stop.Token
        );

        await EveryTryAsync("", $"! answers http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port} /");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hangingUp);
    }

    [Fact]
    public async Task The_slowest_tests_of_all_runs_are_listed_with_their_engine_and_seconds()
    {
        var folder = Directory.CreateTempSubdirectory("csrme-times-");
        static string Result(string name, string duration) =>
            $"""<UnitTestResult executionId="1" testName="{name}" computerName="vm" duration="{duration}" outcome="Passed" />""" + "\n";
        var many = string.Concat(Enumerable.Range(0, 5000).Select(number => Result($"Quick_{number}", "00:00:00.0100000")));
        var slow = Result("Slow(text: &quot;&lt;a&gt; 中&quot;)", "00:01:02.5000000");
        await File.WriteAllTextAsync($"{folder}/A.Tests.Sqlite.trx", slow + many, Ct);
        await File.WriteAllTextAsync($"{folder}/A.Tests.MySql.trx", many + Result("Slower", "01:00:01.0000000"), Ct);

        var said = (await BashAsync("""slowest 10 "$1" """, folder.FullName)).TrimEnd('\n').Split('\n');

        Assert.Equal(10, said.Length);
        Assert.Equal(" 3601.00 s  MySql   Slower", said[0]);
        Assert.Equal("   62.50 s  Sqlite  Slow(text: \"<a> 中\")", said[1]);
        Assert.All(said[2..], line => Assert.Contains("Quick_", line, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    /// <summary>Runs that part of a script 500 times, each time as under `set -euo pipefail`, and expects no failure.</summary>
    private static async Task EveryTryAsync(string before, string call, int? tries = null)
    {
        // A script knows of no engine: in the second run a few tries will do.
        tries ??= TestEngine.IsMySql ? 10 : 500;
        // Not `( … ) || …`: set -e is off in whatever stands before `||`.
        var said = await BashAsync(
            $$"""
            {{before}}
            failed=0 codes=
            for ((try = 0; try < {{tries}}; try++)); do
              set +e
              (
                set -e
                {{call}}
              )
              code=$?
              set -e
              [ $code = 0 ] || { failed=$((failed + 1)); [[ $codes == *" $code"* ]] || codes+=" $code"; }
            done
            echo "$failed of $try failed$codes"
            """
        );
        Assert.Equal($"0 of {tries} failed\n", said);
    }

    private static async Task<string> BashAsync(string script, params string[] arguments)
    {
        const string sourced = "set -euo pipefail\n. deploy/needs.sh\n. tests/functions.sh\n";
        // .NET ignores SIGPIPE, and so would what it starts; a shell does not.
        string[] command = ["--default-signal=PIPE", "bash", "-c", sourced + script, "bash", .. arguments];
        using var bash = Process.Start(
            new ProcessStartInfo("env", command)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(Ct), bash.StandardError.ReadToEndAsync(Ct));
        await bash.WaitForExitAsync(Ct);
        Assert.True(bash.ExitCode == 0, $"Exit code {bash.ExitCode}: {await error}");
        return await output;
    }
}
