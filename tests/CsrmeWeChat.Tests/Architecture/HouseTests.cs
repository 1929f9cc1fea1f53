using System.Text.RegularExpressions;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>The rooms of the house: who may know whom, and who writes which table. Read from the sources, as a reader does.</summary>
public sealed partial class HouseTests
{
    /// <summary>A room uses rooms of lower levels. The foundation is level 0, and its parts are one room each.</summary>
    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Home"] = 1,
        ["Seasons"] = 1,
        ["Costs"] = 1,
        ["Members"] = 1,
        ["Staff"] = 1,
        ["People"] = 2,
        ["Roster"] = 2,
        ["Callbacks"] = 3,
        ["Followers"] = 3,
        ["Account"] = 3,
        ["Messages"] = 3,
        ["Uploads"] = 3,
        ["Moderation"] = 3,
        ["Judging"] = 3,
        ["Certificates"] = 3,
        ["Benefits"] = 4,
        ["Stories"] = 4,
        ["Videos"] = 4,
        ["Contests"] = 4,
        ["Events"] = 4,
        ["Rehearsals"] = 5,
        ["Outgoing"] = 5,
    };

    /// <summary>Reaches sideways or upwards, each with its reason.</summary>
    private static readonly Dictionary<(string From, string To), string> Reaches = new()
    {
        [("Followers", "Callbacks")] = "follows and leaves are events that WeChat sends",
        [("Messages", "Callbacks")] = "receipts and consents are events that WeChat sends",
        [("Moderation", "Callbacks")] = "verdicts on pictures and sounds are events that WeChat sends",
        [("Judging", "Messages")] = "jurors are told that a round opened, and that they are late",
        [("Messages", "Benefits")] = "a message may go to those who hold a benefit, which staff choose by its title",
        [("Contests", "Stories")] = "an article about the winners is drafted among the stories",
        [("Events", "Stories")] = "an article that announces an event is drafted among the stories",
        [("Staff", "Members")] = "an account of a unit names its branch, one of the members'",
    };

    /// <summary>Tables that another room may write, each with its reason.</summary>
    private static readonly Dictionary<(string Room, string Table), string> ForeignWrites = new[]
    {
        "seasons",
        "members",
        "member_tags",
        "people",
        "sessions",
        "bindings",
        "benefits",
        "benefit_tags",
        "claims",
        "claim_refusals",
        "claim_tries",
        "redemptions",
    }.ToDictionary(
        table => ("Rehearsals", table),
        _ => "a rehearsal makes a crowd of its own in one statement a table, and removes it without a trace"
    );

    private static readonly string Source = Path.Combine(Repository.Root, "src", "CsrmeWeChat");

    [Fact]
    public void A_room_uses_only_what_lies_below_it()
    {
        var wrong = Uses().Where(use => !use.To.StartsWith("Foundation", StringComparison.Ordinal) && !IsAllowed(use.From, use.To));

        AssertNone(wrong.Select(use => $"{use.From} uses {use.To} ({use.File})"));
    }

    [Fact]
    public void The_foundation_knows_no_feature()
    {
        var wrong = Uses().Where(use => use.From.StartsWith("Foundation", StringComparison.Ordinal) && Levels.ContainsKey(use.To));

        AssertNone(wrong.Select(use => $"{use.From} uses {use.To} ({use.File})"));
    }

    [Fact]
    public void No_rooms_stand_in_a_circle()
    {
        var uses = Uses().Where(use => Levels.ContainsKey(use.From) && Levels.ContainsKey(use.To)).ToLookup(use => use.From, use => use.To);

        AssertNone(Levels.Keys.Where(room => Reachable(room).Contains(room)));

        HashSet<string> Reachable(string from)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(uses[from]);
            while (open.TryPop(out var room))
            {
                if (seen.Add(room))
                {
                    foreach (var next in uses[room])
                    {
                        open.Push(next);
                    }
                }
            }
            return seen;
        }
    }

    [Fact]
    public void Every_reach_in_the_table_is_still_needed()
    {
        var uses = Uses().Select(use => (use.From, use.To)).ToHashSet();

        AssertNone(Reaches.Keys.Where(reach => !uses.Contains(reach)).Select(reach => $"{reach}"));
        AssertNone(ForeignWrites.Keys.Except(Writes().Select(write => (write.Room, write.Table))).Select(write => $"{write}"));
    }

    [Fact]
    public void Every_folder_is_a_room_that_has_its_level()
    {
        var folders = Files().Select(file => file.Room.Split('/')[0]).Where(room => room is not ("" or "Foundation")).Distinct();

        Assert.Equal(Levels.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_table_is_written_by_the_room_whose_schema_makes_it()
    {
        var owners = Tables();
        var wrong = Writes().Where(write => owners[write.Table] != write.Room && !ForeignWrites.ContainsKey((write.Room, write.Table)));

        Assert.True(owners.Count > 40, $"{owners.Count} tables");
        AssertNone(wrong.Select(write => $"{write.Room} writes {write.Table} of {owners[write.Table]} ({write.File})"));
    }

    /// <summary>A new feature is known to the house by one line in each of these files, and its code stands in its folder.</summary>
    [Theory]
    [InlineData("AppHost.cs", 40)]
    [InlineData("Program.cs", 40)]
    [InlineData("CommandLine.cs", 60)]
    public void The_shared_files_have_one_line_for_each_feature(string file, int limit)
    {
        var lines = File.ReadAllLines(Path.Combine(Source, file))
            .Where(line => !line.StartsWith("using ", StringComparison.Ordinal))
            .ToList();

        foreach (var room in Levels.Keys)
        {
            Assert.True(
                lines.Count(line => Regex.IsMatch(line, $@"\b(Add|Map){room}\(|\b{room}\(\)")) <= 1,
                $"{file} has {room} more than once"
            );
        }
        Assert.True(
            lines.Count(line => line.Trim() is not ("" or "{" or "}")) <= limit + Levels.Count,
            $"{file} is becoming a list of its own"
        );
    }

    [Fact]
    public void Every_action_of_the_trail_has_a_label_in_the_room_that_does_it()
    {
        var labels = Files().Where(file => file.Name.EndsWith("Feature.cs", StringComparison.Ordinal)).Select(file => file.Text).ToList();
        var unnamed =
            from file in Files()
            from Match action in AuditAction().Matches(file.Text)
            where !labels.Any(text => text.Contains($"[\"{action.Groups[1].Value}\"]", StringComparison.Ordinal))
            select $"{action.Groups[1].Value} ({file.Name})";

        AssertNone(unnamed.Distinct());
    }

    private static void AssertNone(IEnumerable<string> wrong)
    {
        var lines = wrong.Distinct().ToList();
        // xUnit's own message would be cut off.
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    private static bool IsAllowed(string from, string to) =>
        from == to
        || !Levels.ContainsKey(from)
        || Levels.TryGetValue(to, out var level) && level < Levels[from]
        || Reaches.ContainsKey((from, to));

    /// <summary>From the `using`s, and from names written out in full.</summary>
    private static IEnumerable<(string From, string To, string File)> Uses() =>
        from file in Files()
        where file.Room is not ""
        from Match use in Namespace().Matches(file.Text)
        let to = use.Groups[1].Value is "Foundation" ? $"Foundation/{use.Groups[2].Value}" : use.Groups[1].Value
        where to != file.Room && (Levels.ContainsKey(to) || to.StartsWith("Foundation", StringComparison.Ordinal))
        select (file.Room, to, file.Name);

    private static IEnumerable<(string Room, string Table, string File)> Writes()
    {
        var tables = Tables();
        return from file in Files()
            from Match write in Write().Matches(file.Text)
            where tables.ContainsKey(write.Groups[1].Value)
            select (file.Room, write.Groups[1].Value, file.Name);
    }

    private static Dictionary<string, string> Tables() =>
        (
            from path in Directory.GetFiles(Source, "*.sql", SearchOption.AllDirectories)
            where !path.Contains("node_modules", StringComparison.Ordinal)
            from Match table in CreateTable().Matches(File.ReadAllText(path))
            select (table.Groups[1].Value, RoomOf(path))
        ).ToDictionary(table => table.Item1, table => table.Item2);

    private static IEnumerable<(string Room, string Name, string Text)> Files() =>
        from path in Directory
            .GetFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Source, "*.cshtml", SearchOption.AllDirectories))
        where !path.Contains("node_modules", StringComparison.Ordinal)
        select (RoomOf(path), Path.GetRelativePath(Source, path), File.ReadAllText(path));

    private static string RoomOf(string path) =>
        Path.GetRelativePath(Source, path).Split('/') switch
        {
            ["Foundation", var part, _, ..] => $"Foundation/{part}",
            ["Foundation", _] => "Foundation",
            [var room, _, ..] => room,
            _ => "",
        };

    [GeneratedRegex(@"\bCsrmeWeChat\.(\w+)(?:\.(\w+))?")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\b")]
    private static partial Regex Write();

    [GeneratedRegex(@"CREATE TABLE (\w+)")]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"new Change\(\s*""([a-z_]+\.[a-z_]+)""")]
    private static partial Regex AuditAction();
}
