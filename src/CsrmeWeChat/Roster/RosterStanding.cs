using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>The roster as it stands while a file is judged.</summary>
public sealed class Standing(Database database, MemberStore members, Keyring keyring)
{
    public required HashSet<string> Levels { get; init; }

    public required HashSet<string> Branches { get; init; }

    public static async Task<Standing> ReadAsync(Database database, MemberStore members, Keyring keyring, CancellationToken ct) =>
        new(database, members, keyring)
        {
            Levels = [.. await database.ListAsync<string>("SELECT name FROM levels", ct: ct)],
            Branches = [.. await database.ListAsync<string>("SELECT name FROM branches", ct: ct)],
        };

    /// <summary>The members that have these numbers or phones.</summary>
    public async Task<StandingMembers> MembersAsync(IReadOnlyCollection<RosterEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return new StandingMembers([], [], Array.Empty<string>().ToLookup(number => number));
        }
        var numbers = entries.Select(entry => entry.Number).Distinct().ToList();
        var fields = (await members.ListByNumbersAsync(numbers, ct)).ToDictionary(member => member.Number, members.Fields);
        var bound = await database.ListAsync<string>(
            "SELECT m.number FROM members m JOIN bindings b ON b.member_id = m.id WHERE m.number IN @numbers",
            new { numbers },
            ct
        );
        var hashes = (
            from phone in entries.Select(entry => entry.Phone).OfType<string>().Distinct()
            from hash in keyring.Hashes(MemberStore.PhoneHash, phone)
            select (hash, phone)
        ).ToDictionary(pair => pair.hash, pair => pair.phone);
        var holders =
            hashes.Count == 0
                ? []
                : await database.ListAsync<PhoneHolder>(
                    "SELECT number, phone_hash FROM members WHERE phone_hash IN @hashes ORDER BY id",
                    new { hashes = hashes.Keys },
                    ct
                );
        return new StandingMembers(fields, [.. bound], holders.ToLookup(holder => hashes[holder.PhoneHash], holder => holder.Number));
    }

    private sealed record PhoneHolder
    {
        public required string Number { get; init; }
        public required string PhoneHash { get; init; }
    }
}

public sealed class StandingMembers(Dictionary<string, MemberFields> fields, HashSet<string> bound, ILookup<string, string> phones)
{
    private const int MostNamed = 3;

    public MemberFields? Find(string number) => fields.GetValueOrDefault(number);

    public bool IsBound(string number) => bound.Contains(number);

    /// <summary>The numbers of other members who have this phone, the first few.</summary>
    public string OthersWithPhone(string phone, string number) =>
        string.Join("、", phones[phone].Where(other => other != number).Take(MostNamed));
}
