using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Judges the lines of one file in order, against the roster as it stands and against the lines before.</summary>
public sealed class RosterJudge(long batchId, Standing standing, RosterSeal seal)
{
    private const int CellLength = 300,
        ReasonLength = 500;

    private readonly Dictionary<string, (int Line, UInt128 Content)> numbers = [];
    private readonly Dictionary<string, int> phones = [];
    private readonly HashSet<string> named = [];

    public SortedSet<string> NewLevels { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> NewBranches { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether any line, even a refused one, has this number.</summary>
    public bool Names(string number) => named.Contains(number);

    public async Task<IReadOnlyList<RosterRow>> JudgeAsync(IReadOnlyList<RosterLine> lines, CancellationToken ct)
    {
        var read = lines.Select(line => (Line: line, Read: RosterEntry.Read(line))).ToList();
        var entries = read.Where(line => line.Read.Entry is not null).Select(line => line.Read.Entry!).ToList();
        var members = await standing.MembersAsync(entries, ct);
        return
        [
            .. read.Select(line =>
                line.Read.Entry is { } entry
                    ? Judge(line.Line, entry, line.Read.Reason, members)
                    : Refuse(line.Line, RosterVerdict.Invalid, line.Read.Reason)
            ),
        ];
    }

    private RosterRow Judge(RosterLine line, RosterEntry entry, string note, StandingMembers members)
    {
        named.Add(entry.Number);
        var content = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(entry.ToString())));
        if (!numbers.TryAdd(entry.Number, (line.Line, content)))
        {
            var first = numbers[entry.Number];
            return first.Content == content
                ? Row(line.Line, entry.Number, entry.Name, RosterVerdict.Same, $"与第 {first.Line} 行重复")
                : Refuse(line, RosterVerdict.Conflicting, $"会员号与第 {first.Line} 行相同而内容不同，以第 {first.Line} 行为准");
        }
        var notes = new List<string> { note };
        if (entry.Phone is { } phone)
        {
            if (!phones.TryAdd(phone, line.Line))
            {
                notes.Add($"手机号与第 {phones[phone]} 行相同");
            }
            if (members.OthersWithPhone(phone, entry.Number) is { Length: > 0 } others)
            {
                notes.Add($"手机号与会员 {others} 相同");
            }
        }
        if (members.Find(entry.Number) is not { } before)
        {
            Learn(entry);
            return Row(line.Line, entry.Number, entry.Name, RosterVerdict.New, Join(notes), after: entry.Over(null));
        }
        var after = entry.Over(before);
        if (after == before)
        {
            return Row(line.Line, entry.Number, entry.Name, RosterVerdict.Same, Join(notes));
        }
        if (PersonalName.Key(after.Name) != PersonalName.Key(before.Name))
        {
            // The same number with another name is more often a slip of the number than a change of name, unless the contact says it is the same person.
            var isSamePerson =
                (before.Phone is not "" && entry.Phone == before.Phone)
                || (before.Email is not "" && string.Equals(entry.Email, before.Email, StringComparison.OrdinalIgnoreCase));
            if (!isSamePerson)
            {
                return Refuse(
                    line,
                    RosterVerdict.Conflicting,
                    $"名册中该会员号是「{before.Name}」，可能填错了会员号。如确是改名，请在本行写上该会员原来的手机或邮箱"
                );
            }
            notes.Add($"姓名由「{before.Name}」改为「{after.Name}」");
        }
        if (after.Phone != before.Phone && before.Phone is not "" && members.IsBound(entry.Number))
        {
            notes.Add("该会员已绑定微信，手机号将变更，绑定不变");
        }
        Learn(entry);
        return Row(line.Line, entry.Number, entry.Name, RosterVerdict.Updated, Join(notes), before, after);
    }

    private void Learn(RosterEntry entry)
    {
        if (entry.Level is { } level && !standing.Levels.Contains(level))
        {
            NewLevels.Add(level);
        }
        if (entry.Branch is { } branch && !standing.Branches.Contains(branch))
        {
            NewBranches.Add(branch);
        }
    }

    private RosterRow Refuse(RosterLine line, RosterVerdict verdict, string reason)
    {
        var number = RosterEntry.NumberOf(line[RosterColumn.Number].Text);
        named.Add(number);
        return Row(
            line.Line,
            PlainText.Cut(number, 40),
            PlainText.Cut(PlainText.Clean(line[RosterColumn.Name].Text), 100),
            verdict,
            reason
        ) with
        {
            AfterSealed = seal.Refused(batchId, line.Line, line.Cells.Select(cell => PlainText.Cut(cell.Text, CellLength))),
        };
    }

    public RosterRow Row(
        int line,
        string number,
        string name,
        RosterVerdict verdict,
        string reason,
        MemberFields? before = null,
        MemberFields? after = null
    ) =>
        new()
        {
            BatchId = batchId,
            Line = line,
            Number = number,
            Name = name,
            Verdict = verdict,
            Reason = PlainText.Cut(reason, ReasonLength),
            BeforeSealed = before is null ? "" : seal.Before(batchId, line, before),
            AfterSealed = after is null ? "" : seal.After(batchId, line, after),
            Outcome = verdict is RosterVerdict.New or RosterVerdict.Updated or RosterVerdict.Absent or RosterVerdict.Returned
                ? RosterOutcome.Pending
                : RosterOutcome.None,
            OutcomeReason = "",
        };

    private static string Join(IEnumerable<string> notes) => string.Join("；", notes.Where(note => note is not ""));
}
