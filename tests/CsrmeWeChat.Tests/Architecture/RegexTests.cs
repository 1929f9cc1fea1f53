using System.Reflection;
using System.Text.RegularExpressions;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Testing;
using WeChat;

namespace CsrmeWeChat.Tests;

/// <summary>
/// What people type, paste or upload is matched in a number of steps that grows with its length, never with the square of it or worse.
/// Such an expression matches without going back, or gives up after a time.
/// </summary>
public sealed class RegexTests
{
    private const BindingFlags AnyMethod = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly (string Name, Regex Regex)[] All =
    [
        .. new[] { typeof(Program).Assembly, typeof(IOfficialAccount).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(AnyMethod | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<GeneratedRegexAttribute>() is not null && method.IsStatic)
            .Select(method => ($"{method.DeclaringType!.Name}.{method.Name}", (Regex)method.Invoke(null, [])!)),
    ];

    [Fact]
    public void Every_expression_is_linear_or_gives_up()
    {
        Assert.NotEmpty(All);
        Assert.Empty(All.Where(item => item.Regex.MatchTimeout == Regex.InfiniteMatchTimeout).Select(item => item.Name));
        // After a text of 65,536 blanks the framework's engine without backtracking (10.0) finds blanks in 张 三 that are none.
        Assert.Empty(All.Where(item => item.Regex.Options.HasFlag(RegexOptions.NonBacktracking)).Select(item => item.Name));
    }

    [Fact]
    public void Every_expression_is_one_that_the_build_knows()
    {
        // One made at run time would not be seen by the test above.
        Assert.Empty(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains("Sandbox", StringComparison.Ordinal) && !file.Contains("node_modules", StringComparison.Ordinal)
                )
                .Where(file => RunTimeRegex(File.ReadAllText(file)))
                .Select(Path.GetFileName)
        );

        static bool RunTimeRegex(string source) =>
            source.Contains("new Regex(", StringComparison.Ordinal)
            || ((string[])["IsMatch", "Match", "Matches", "Replace", "Split", "Count"]).Any(method =>
                source.Contains($" Regex.{method}(", StringComparison.Ordinal)
                || source.Contains($"(Regex.{method}(", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void The_worst_texts_of_full_size_are_matched_to_their_end()
    {
        // The size of a request's body, which is more than any cell or field may hold.
        const int size = 64 * 1024;
        string[] pieces = [" ", "a", "1", "{", "{{a", "1 ", "a@", "\"", "[", "a1 ", "<", "src=\"/media/", "-", "\u3000", "1-"];
        string[] samples = ["张 三", "李　四 b", "a@b.cn", "A1", "2026-05-30", "{{thing1.DATA}}", "138 0000 0000"];
        foreach (var (name, regex) in All)
        {
            var found = samples.Select(sample => regex.Replace(sample, "_")).ToList();
            foreach (var piece in pieces)
            {
                var text = string.Concat(Enumerable.Repeat(piece, size / piece.Length));
                Assert.True(regex.Count(text + "!") >= 0, name);
            }
            Assert.Equal(found, samples.Select(sample => regex.Replace(sample, "_")));
        }

        Assert.Equal(new string('a', size), Masked.Any(new string('a', size)));
    }
}
