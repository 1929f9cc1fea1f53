using System.Diagnostics;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A program of the test's own in the place of one that the service starts, and what the test hears of it.</summary>
public static class TestTool
{
    /// <summary>Of the programs that are started, the one that makes the copy for the phone is told by this argument.</summary>
    public const string MakesCopy = "faststart";

    /// <param name="script">For bash.</param>
    /// <returns>Its path.</returns>
    public static string Make(string folder, string name, string script)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        using var allowed = Process.Start("chmod", ["+x", path]);
        allowed.WaitForExit();
        return path;
    }

    /// <summary>The lines that a script has written, once there are so many.</summary>
    public static async Task<string[]> LinesAsync(string path, int count)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            var lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken) : [];
            if (lines.Length >= count)
            {
                return lines;
            }
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"Only {lines.Length} of {count} lines were written.");
        }
    }

    public static bool IsRunning(string pid) => Directory.Exists($"/proc/{pid}");
}
