using System.Diagnostics;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>
/// What can be said of the mini program without running it: its types are those of the API as it was built, its templates fit their
/// data, it is small. Nobody changes the API and leaves the mini program behind.
/// </summary>
public sealed class CheckJobs
{
    [Fact]
    public Task The_mini_program_fits_the_API_its_own_data_and_its_size() => PassesAsync("tools/check.mjs");

    [Fact]
    public Task The_check_finds_what_it_is_there_to_find() => PassesAsync("--test", "tools/");

    private static async Task PassesAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "MiniProgram"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await output + await error);
    }
}
