using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>Who of the roster may be the one that asks to be bound.</summary>
public sealed class BindCandidates(MemberStore members, BindRequestStore requests)
{
    private const int MaxFound = 5;

    /// <summary>The likeliest first: same number, same phone, same name.</summary>
    public async Task<IReadOnlyList<BindCandidate>> ListAsync(BindRequest request, CancellationToken ct)
    {
        var found = new List<(Member Member, string Why)>();
        if (request.Number is not "" && await members.FindByNumberAsync(MemberNumber.Of(request.Number), ct) is { } byNumber)
        {
            found.Add((byNumber, "会员号相同"));
        }
        if (requests.OpenPhone(request) is { } phone)
        {
            found.AddRange((await members.ListByPhoneAsync(phone, ct)).Select(member => (member, "手机相同")));
        }
        found.AddRange(
            (await members.ListByNameAsync(PersonalName.Key(request.Name), MaxFound, ct)).Select(member => (member, "姓名相同"))
        );
        var candidates = new List<BindCandidate>();
        foreach (var same in found.Where(one => !one.Member.IsSynthetic).GroupBy(one => one.Member.Id).Take(MaxFound))
        {
            candidates.Add(
                new(
                    same.First().Member,
                    string.Join("、", same.Select(one => one.Why)),
                    (await members.ListMarksAsync(same.Key, ct)).IsBound
                )
            );
        }
        return candidates;
    }
}

/// <param name="Why">What is the same, in words.</param>
/// <param name="IsBound">To a WeChat user already.</param>
public sealed record BindCandidate(Member Member, string Why, bool IsBound);
