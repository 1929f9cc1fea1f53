using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>Who of the roster may be the one that asks to be bound.</summary>
public sealed class BindCandidates(MemberStore members, BindRequestStore requests)
{
    private const int MaxFound = 5;

    private const string SameNumber = "会员号相同",
        SamePhone = "手机相同",
        SameName = "姓名相同",
        SameUnit = "单位相同";

    /// <summary>The likeliest first: same number, same phone, same name.</summary>
    public async Task<IReadOnlyList<BindCandidate>> ListAsync(BindRequest request, CancellationToken ct)
    {
        var found = new List<(Member Member, string Why)>();
        if (request.Number is not "" && await members.FindByNumberAsync(MemberNumber.Of(request.Number), ct) is { } byNumber)
        {
            found.Add((byNumber, SameNumber));
        }
        if (requests.OpenPhone(request) is { } phone)
        {
            found.AddRange((await members.ListByPhoneAsync(phone, ct)).Select(member => (member, SamePhone)));
        }
        found.AddRange((await members.ListByNameAsync(PersonalName.Key(request.Name), MaxFound, ct)).Select(member => (member, SameName)));
        var candidates = new List<BindCandidate>();
        foreach (var same in found.Where(one => !one.Member.IsSynthetic).GroupBy(one => one.Member.Id).Take(MaxFound))
        {
            var member = same.First().Member;
            var whys = same.Select(one => one.Why).ToList();
            if (request.Unit is not "" && MemberKeys.Folded(request.Unit) == MemberKeys.Folded(member.Unit))
            {
                whys.Add(SameUnit);
            }
            candidates.Add(new(member, whys, (await members.ListMarksAsync(same.Key, ct)).IsBound));
        }
        return candidates;
    }

    /// <summary>
    /// The one candidate who is surely the person, and not bound to another: the only one whose number or phone was given, who has the name
    /// too. Where neither points to anybody, the only one of the name, of the same unit.
    /// </summary>
    public static BindCandidate? Certain(IReadOnlyList<BindCandidate> candidates)
    {
        var pointedTo = candidates.Where(candidate => candidate.Whys.Any(why => why is SameNumber or SamePhone)).ToList();
        var namesakes = candidates.Where(candidate => candidate.Whys.Contains(SameName)).ToList();
        return (pointedTo, namesakes) switch
        {
            ([{ IsBound: false } only], _) when only.Whys.Contains(SameName) => only,
            ([], [{ IsBound: false } only]) when only.Whys.Contains(SameUnit) => only,
            _ => null,
        };
    }
}

/// <param name="Whys">What is the same, in words.</param>
/// <param name="IsBound">To a WeChat user already.</param>
public sealed record BindCandidate(Member Member, IReadOnlyList<string> Whys, bool IsBound);
