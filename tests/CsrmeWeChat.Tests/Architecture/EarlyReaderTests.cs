using System.Text.RegularExpressions;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>No pipe of a script ends in a reader that goes before its writer has ended, which would kill the writer now and then.</summary>
public sealed partial class EarlyReaderTests
{
    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [Fact]
    public void No_pipe_in_a_script_ends_in_a_reader_that_goes_early()
    {
        var scripts = Scripts().ToList();

        Assert.Superset(new HashSet<string> { ".ci/run", "deploy/needs.sh", "deploy/install.sh", "tests/run.sh" }, scripts.ToHashSet());
        Assert.Equal([], scripts.SelectMany(script => EarlyReaders(Text(script)).Select(found => $"{script}:{found}")));
    }

    [Theory]
    [InlineData("ldconfig -p | grep -q icu")]
    [InlineData("{ a || b; } | grep -Eq '^x|y' || c")]
    [InlineData("a | grep --quiet x")]
    [InlineData("a | grep -m 1 x")]
    [InlineData("a | grep -F x >/dev/null")]
    [InlineData("a |& LC_ALL=C grep -e x -q")]
    [InlineData("x=$(a | head -1)")]
    [InlineData("a \\\n  | head -n 1")]
    [InlineData("a |\n  head -n 1")]
    [InlineData("a | sed 1q")]
    [InlineData("a | sed -n '/x/{s//y/p;q}'")]
    [InlineData("a | sort | awk '/x/ { print; exit }'")]
    [InlineData("a | read -r x")]
    [InlineData("a | { read -r x; b; }")]
    public void A_reader_that_goes_early_is_seen(string script) => Assert.Single(EarlyReaders(script));

    [Theory]
    [InlineData("a | grep -c x")]
    [InlineData("a | grep -v quiet | sort")]
    [InlineData("grep -q x <<<\"$a\"")]
    [InlineData("a || head -1 file")]
    [InlineData("a | sed 's/q/Q/; /^quit$/d'")]
    [InlineData("a | awk 'NR <= 10' || exit 1")]
    [InlineData("a | tail -n 1 | cut -c1-17")]
    [InlineData("head -c 32 /dev/urandom | base64")]
    [InlineData("# not: a | head -1")]
    public void A_reader_that_reads_to_the_end_passes(string script) => Assert.Equal([], EarlyReaders(script));

    /// <summary>By their paths from the root: what is named .sh, and what has no such ending but begins as a script does.</summary>
    private static IEnumerable<string> Scripts() =>
        from folder in new[] { ".ci", "deploy", "src", "tests" }
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
        where !path.Contains("/node_modules/", StringComparison.Ordinal)
        let script = Path.GetRelativePath(Repository.Root, path)
        let ending = Path.GetExtension(script)
        where ending is ".sh" || (ending is "" && Text(script).StartsWith("#!", StringComparison.Ordinal))
        select script;

    /// <summary>As `LINE: | READER`.</summary>
    private static IEnumerable<string> EarlyReaders(string script)
    {
        var code = Comment().Replace(script, "");
        foreach (Match reader in Reader().Matches(code))
        {
            var arguments = reader.Groups["arguments"].Value;
            var early = reader.Groups["name"].Value switch
            {
                "head" or "read" => true,
                "sed" => Quit().IsMatch(arguments),
                "awk" => arguments.Contains("exit", StringComparison.Ordinal),
                _ => FirstMatchIsEnough().IsMatch(arguments),
            };
            if (early)
            {
                yield return $"{code.AsSpan(0, reader.Index).Count('\n') + 1}: {reader.Value}";
            }
        }
    }

    [GeneratedRegex(@"(?<=^\s*)#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    /// <summary>A command behind a pipe, with its arguments: as far as the next command, but what is quoted is theirs.</summary>
    [GeneratedRegex(
        """
            (?<!\|)\|(?!\|)&?(?:\s|\\\n|[{(]|\w+=\S*\s)*
            \b(?<name>head|read|sed|awk|[efz]?grep)\b(?<arguments>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\\n|[^|;&)'"\n])*)
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Reader();

    /// <summary>grep goes at its first match with -q, -m, -l, -L, and where its output goes to /dev/null.</summary>
    [GeneratedRegex(@"\s-[A-Za-z]*[qmlL]|\s--(quiet|silent|max-count|files-with)|>\s*/dev/null")]
    private static partial Regex FirstMatchIsEnough();

    /// <summary>sed's command q or Q: behind an address, a brace, a semicolon or at the beginning.</summary>
    [GeneratedRegex(@"[\s;{'""\d$/][qQ]\d*\s*(?=[;}'""\s]|$)")]
    private static partial Regex Quit();
}
