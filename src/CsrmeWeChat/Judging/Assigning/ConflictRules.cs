using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Judging.Assigning;

/// <summary>Whoever made a thing, and whom they asked not to judge it.</summary>
/// <param name="All">Name and unit of each.</param>
/// <param name="Avoid">As they wrote it.</param>
/// <param name="PersonId">The WeChat user who handed it in; null where none is known.</param>
/// <param name="BranchId">Of the member who that is; null where it is none.</param>
public sealed record Makers(
    IReadOnlyList<(string Name, string Unit)> All,
    IReadOnlyList<string> Avoid,
    long? PersonId = null,
    long? BranchId = null
);

/// <summary>
/// Who may not judge what, in this order; the first that holds is told.
/// <list type="number">
/// <item>Own: a maker has the juror's name, and the units are the same (see below); or it was handed in by the juror's own WeChat.</item>
/// <item>Namesake: a maker has the juror's name, and the units differ or one is not known. It may be the juror, so it counts.</item>
/// <item>NamedByAuthor: the makers asked that somebody of this name do not judge it.</item>
/// <item>NamedByJuror: the juror declared somebody of a maker's name.</item>
/// <item>Unit: a maker's unit and the juror's are the same.</item>
/// <item>Branch: whoever handed it in is a member of the branch that the juror's account belongs to.</item>
/// </list>
/// Names are the same whatever their width, spaces, dots and capitals (<see cref="PersonalName.Key"/>). What people declare is a name, a
/// name with a unit behind it, or a name with a remark in brackets. Units are the same when their letters and figures are, whatever their
/// width, spaces, brackets and capitals, or when one begins with the other and that has at least four: 四川大学 and 四川大学（水利水电学院）.
/// </summary>
public static class ConflictRules
{
    private const int LeastOfUnit = 4;

    private static readonly char[] Remarks = ['(', '（', '[', '【', '〔', ',', '，', '、', ';', '；', '/', '|', ':', '：'];

    /// <summary>Null where nothing is against it.</summary>
    public static ConflictReason? Between(Makers makers, KnownJuror juror)
    {
        var name = PersonalName.Key(juror.Name);
        var namesakes = makers.All.Where(maker => PersonalName.Key(maker.Name) == name).ToList();
        return namesakes.Any(maker => IsSameUnit(maker.Unit, juror.Unit)) || IsSame(makers.PersonId, juror.PersonId) ? ConflictReason.Own
            : namesakes.Count > 0 ? ConflictReason.Namesake
            : makers.Avoid.Any(written => Means(written, juror.Name, juror.Unit)) ? ConflictReason.NamedByAuthor
            : juror.DeclaredList.Any(written => makers.All.Any(maker => Means(written, maker.Name, maker.Unit)))
                ? ConflictReason.NamedByJuror
            : makers.All.Any(maker => IsSameUnit(maker.Unit, juror.Unit)) ? ConflictReason.Unit
            : IsSame(makers.BranchId, juror.BranchId) ? ConflictReason.Branch
            : null;
    }

    public static bool IsSameUnit(string one, string other)
    {
        var (first, second) = (UnitKey(one), UnitKey(other));
        return first is not "" && second is not "" && (first == second || Begins(first, second) || Begins(second, first));
    }

    private static bool IsSame(long? one, long? other) => one is not null && one == other;

    private static bool Begins(string whole, string part) => part.Length >= LeastOfUnit && whole.StartsWith(part, StringComparison.Ordinal);

    private static bool Means(string written, string name, string unit)
    {
        var (said, key) = (PersonalName.Key(written), PersonalName.Key(name));
        var cut = written.IndexOfAny(Remarks);
        return key is not "" && (said == key || (cut > 0 && PersonalName.Key(written[..cut]) == key) || IsNameAndUnit(said, key, unit));
    }

    private static bool IsNameAndUnit(string said, string key, string unit) =>
        said.StartsWith(key, StringComparison.Ordinal) && UnitKey(said[key.Length..]) is not "" and var rest && IsSameUnit(rest, unit);

    private static string UnitKey(string unit) =>
        string.Concat(
            PlainText
                .Normal(unit, NormalizationForm.FormKC)
                .EnumerateRunes()
                .Where(Rune.IsLetterOrDigit)
                .Select(rune => Rune.ToUpperInvariant(rune).ToString())
        );
}
