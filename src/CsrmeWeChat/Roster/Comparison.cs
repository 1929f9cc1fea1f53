using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Compares the lines of one file, in their order, with the roster as it stands and with the lines before.</summary>
public sealed class Comparison(long importId, Snapshot roster, LineSeal seal)
{
    private const int MaxNotes = 2_000,
        MaxNumber = 40,
        MaxName = 100,
        MaxCell = 300,
        MaxReason = 500;

    private readonly Dictionary<string, (int Line, UInt128 Content)> numbers = [];
    private readonly Dictionary<string, int> phones = [];
    private readonly HashSet<string> named = [];
    private readonly SortedSet<string> newLevels = new(StringComparer.Ordinal);
    private readonly SortedSet<string> newBranches = new(StringComparer.Ordinal);
    private int remarked;
    private int overHand;

    /// <summary>What somebody should know of the sheet, and what applying its lines will create besides members, in Chinese.</summary>
    public string NotesOn(MemberSheet sheet)
    {
        string[] notes =
        [
            .. sheet.Notes,
            remarked == 0 ? "" : $"有 {remarked} 行的个别内容没有采用或需要核对，见各行的说明",
            overHand == 0 ? "" : $"有 {overHand} 行会改掉手工修改过的内容，各行已标明",
            newLevels.Count == 0 ? "" : $"将新建会员级别 {newLevels.Count} 个：{string.Join("、", newLevels)}",
            newBranches.Count == 0 ? "" : $"将新建分支机构 {newBranches.Count} 个：{string.Join("、", newBranches)}",
        ];
        return PlainText.Cut(Join(notes), MaxNotes);
    }

    /// <summary>Whether any line, even a refused one, has this number.</summary>
    public bool Names(string number) => named.Contains(number);

    public async Task<IReadOnlyList<ImportLine>> CompareAsync(IReadOnlyList<SheetLine> lines, CancellationToken ct)
    {
        var read = lines.Select(line => (Line: line, Read: Entry.Read(line))).ToList();
        var entries = read.Where(line => line.Read.Entry is not null).Select(line => line.Read.Entry!).ToList();
        var members = await roster.MembersAsync(entries, ct);
        return
        [
            .. read.Select(line =>
                line.Read.Entry is { } entry
                    ? Compare(line.Line, entry, line.Read.Reason, members)
                    : Refuse(line.Line, LineVerdict.Invalid, line.Read.Reason)
            ),
        ];
    }

    /// <summary>A staged line, pending where its verdict asks for a change.</summary>
    public ImportLine LineOf(
        int line,
        string number,
        string name,
        LineVerdict verdict,
        string reason,
        MemberFields? before = null,
        MemberFields? after = null,
        string byHand = ""
    ) =>
        new()
        {
            ImportId = importId,
            Line = line,
            Number = number,
            Name = name,
            Verdict = verdict,
            Reason = PlainText.Cut(reason, MaxReason),
            BeforeSealed = before is null ? "" : seal.Before(importId, line, before),
            AfterSealed = after is null ? "" : seal.After(importId, line, after),
            ByHand = byHand,
            Outcome = verdict is LineVerdict.New or LineVerdict.Updated or LineVerdict.Absent or LineVerdict.Returned
                ? LineOutcome.Pending
                : LineOutcome.None,
            OutcomeReason = "",
        };

    private ImportLine Compare(SheetLine line, Entry entry, string remark, SnapshotMembers members)
    {
        named.Add(entry.Number);
        var content = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(entry.ToString())));
        if (!numbers.TryAdd(entry.Number, (line.Line, content)))
        {
            var first = numbers[entry.Number];
            return first.Content == content
                ? LineOf(line.Line, entry.Number, entry.Name, LineVerdict.Same, $"与第 {first.Line} 行重复")
                : Refuse(line, LineVerdict.Conflicting, $"会员号与第 {first.Line} 行相同而内容不同，以第 {first.Line} 行为准");
        }
        List<string> remarks = [remark];
        remarked += remark is "" ? 0 : 1;
        var before = members.Find(entry.Number);
        if (members.Merged(entry.Number) is { } merged)
        {
            return Refuse(
                line,
                LineVerdict.Conflicting,
                $"会员号 {entry.Number} 已并入 {merged.KeptNumber} {merged.KeptName}，请在文件里改用 {merged.KeptNumber}"
            );
        }
        if (before is not null && entry.Phone is { } phone && !Phone.IsMobile(phone) && Phone.IsMobile(before.Phone))
        {
            // WeChat knows people by their mobiles, so a member whose mobile is lost can no longer bind.
            entry = entry with { Phone = null };
            remarks.Add("手机列里是固定电话，未采用，保留原来的手机号");
            remarked += remark is "" ? 1 : 0;
        }
        remarks.AddRange(RemarksOnPhone(line, entry, members));
        if (before is not null)
        {
            return CompareWith(before, line, entry, remarks, members);
        }
        NoteNewNames(entry);
        return LineOf(line.Line, entry.Number, entry.Name, LineVerdict.New, Join(remarks), after: entry.Over(null));
    }

    private ImportLine CompareWith(MemberFields before, SheetLine line, Entry entry, List<string> remarks, SnapshotMembers members)
    {
        var after = entry.Over(before);
        if (after == before)
        {
            return LineOf(line.Line, entry.Number, entry.Name, LineVerdict.Same, Join(remarks));
        }
        if (PersonalName.Key(after.Name) != PersonalName.Key(before.Name))
        {
            if (!IsSamePerson(before, entry))
            {
                return Refuse(
                    line,
                    LineVerdict.Conflicting,
                    $"名册中该会员号是“{before.Name}”，可能填错了会员号。如确是改名，请在本行写上该会员原来的手机或邮箱"
                );
            }
            remarks.Add($"姓名由“{before.Name}”改为“{after.Name}”");
        }
        if (after.Phone != before.Phone && before.Phone is not "" && members.IsBound(entry.Number))
        {
            remarks.Add("该会员已绑定微信，手机号将变更，绑定不变");
        }
        NoteNewNames(entry);
        var byHand = ByHand.Among(members.ByHand(entry.Number), after.DifferingFrom(before));
        overHand += byHand is "" ? 0 : 1;
        return LineOf(line.Line, entry.Number, entry.Name, LineVerdict.Updated, Join(remarks), before, after, byHand);
    }

    /// <summary>
    /// The same number with another name is more often a slip of the number than a change of name, unless phone or e-mail say that it is
    /// the same person.
    /// </summary>
    private static bool IsSamePerson(MemberFields before, Entry entry) =>
        (before.Phone is not "" && entry.Phone == before.Phone)
        || (before.Email is not "" && string.Equals(entry.Email, before.Email, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> RemarksOnPhone(SheetLine line, Entry entry, SnapshotMembers members)
    {
        if (entry.Phone is not { } phone)
        {
            yield break;
        }
        if (!phones.TryAdd(phone, line.Line))
        {
            yield return $"手机号与第 {phones[phone]} 行相同";
        }
        if (members.OthersWithPhone(phone, entry.Number) is { Length: > 0 } others)
        {
            yield return $"手机号与会员 {others} 相同";
        }
    }

    private void NoteNewNames(Entry entry)
    {
        if (entry.Level is { } level && !roster.Levels.Contains(level))
        {
            newLevels.Add(level);
        }
        if (entry.Branch is { } branch && !roster.Branches.Contains(branch))
        {
            newBranches.Add(branch);
        }
    }

    private ImportLine Refuse(SheetLine line, LineVerdict verdict, string reason)
    {
        var number = CellText.NumberOf(line[Column.Number].Text);
        var name = PlainText.Clean(line[Column.Name].Text);
        var cells = line.Cells.Select(cell => PlainText.Cut(cell.Text, MaxCell));
        named.Add(number);
        return LineOf(line.Line, PlainText.Cut(number, MaxNumber), PlainText.Cut(name, MaxName), verdict, reason) with
        {
            AfterSealed = seal.Refused(importId, line.Line, cells),
        };
    }

    private static string Join(IEnumerable<string> remarks) => string.Join("；", remarks.Where(remark => remark is not ""));
}

/// <summary>The roster as it stands while a file is compared with it.</summary>
public sealed class Snapshot(Database database, MemberStore members, Keyring keyring)
{
    public required HashSet<string> Levels { get; init; }

    public required HashSet<string> Branches { get; init; }

    public static async Task<Snapshot> ReadAsync(Database database, MemberStore members, Keyring keyring, CancellationToken ct) =>
        new(database, members, keyring)
        {
            Levels = [.. await database.ListAsync<string>("SELECT name FROM levels", ct: ct)],
            Branches = [.. await database.ListAsync<string>("SELECT name FROM branches", ct: ct)],
        };

    /// <summary>The members who have these numbers or phones.</summary>
    public async Task<SnapshotMembers> MembersAsync(IReadOnlyCollection<Entry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return new SnapshotMembers([], [], [], Array.Empty<string>().ToLookup(number => number));
        }
        var numbers = entries.Select(entry => entry.Number).Distinct().ToList();
        var known = (await members.ListByNumbersAsync(numbers, ct)).ToDictionary(
            member => member.Number,
            member => new KnownMember(members.Fields(member), member.ByHand)
        );
        var merged = (await members.ListMergedAsync(numbers, ct)).ToDictionary(member => member.Number);
        var bound = await database.ListAsync<string>(
            "SELECT m.number FROM members m JOIN bindings b ON b.member_id = m.id WHERE m.number IN @numbers",
            new { numbers },
            ct
        );
        var phones = entries.Select(entry => entry.Phone).OfType<string>().Distinct();
        return new SnapshotMembers(known, merged, [.. bound], await NumbersByPhoneAsync(phones, ct));
    }

    private async Task<ILookup<string, string>> NumbersByPhoneAsync(IEnumerable<string> phones, CancellationToken ct)
    {
        var hashes = (from phone in phones from hash in keyring.Hashes(MemberStore.PhoneHash, phone) select (hash, phone)).ToDictionary(
            pair => pair.hash,
            pair => pair.phone
        );
        if (hashes.Count == 0)
        {
            return Array.Empty<string>().ToLookup(number => number);
        }
        var found = await database.ListAsync<MemberWithPhone>(
            "SELECT number, phone_hash FROM members WHERE phone_hash IN @hashes ORDER BY id",
            new { hashes = hashes.Keys },
            ct
        );
        return found.ToLookup(member => hashes[member.PhoneHash], member => member.Number);
    }

    private sealed record MemberWithPhone
    {
        public required string Number { get; init; }
        public required string PhoneHash { get; init; }
    }
}

/// <param name="ByHand">The fields that staff edited since an import last changed them.</param>
public sealed record KnownMember(MemberFields Fields, string ByHand);

public sealed class SnapshotMembers(
    Dictionary<string, KnownMember> known,
    Dictionary<string, MergedMember> merged,
    HashSet<string> bound,
    ILookup<string, string> numbersByPhone
)
{
    private const int MaxNamed = 3;

    public MemberFields? Find(string number) => known.GetValueOrDefault(number)?.Fields;

    public string ByHand(string number) => known.GetValueOrDefault(number)?.ByHand ?? "";

    /// <summary>Whose the number is today, where its member was found to be another one.</summary>
    public MergedMember? Merged(string number) => merged.GetValueOrDefault(number);

    public bool IsBound(string number) => bound.Contains(number);

    /// <summary>The numbers of other members who have this phone, three at most.</summary>
    public string OthersWithPhone(string phone, string number) =>
        string.Join("、", numbersByPhone[phone].Where(other => other != number).Take(MaxNamed));
}
