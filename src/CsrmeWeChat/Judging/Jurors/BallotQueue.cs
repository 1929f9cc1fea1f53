namespace CsrmeWeChat.Judging;

/// <summary>A juror's ballots of a round in the juror's own order.</summary>
/// <param name="ballots">With those that they stepped back from.</param>
public sealed class BallotQueue(IReadOnlyList<Ballot> ballots)
{
    private readonly List<Ballot> all = [.. ballots.Where(ballot => ballot.State is not BallotState.Recused)];

    /// <summary>What is theirs to score, done or not.</summary>
    public IReadOnlyList<Ballot> All => all;

    public IReadOnlyList<Ballot> Recused { get; } = [.. ballots.Where(ballot => ballot.State is BallotState.Recused)];

    public int Scored => all.Count(ballot => ballot.State is BallotState.Scored);

    /// <summary>From 1; 0 where it is not theirs to score.</summary>
    public int PlaceOf(long id) => all.FindIndex(ballot => ballot.Id == id) + 1;

    public Ballot? After(long id) => all.ElementAtOrDefault(PlaceOf(id));

    public Ballot? Before(long id) => PlaceOf(id) is > 1 and var place ? all[place - 2] : null;

    /// <summary>The next to be scored behind this one, or else from the beginning. Null where none is left.</summary>
    public Ballot? OpenAfter(long id) =>
        all.Skip(PlaceOf(id)).Concat(all).FirstOrDefault(ballot => ballot.State is BallotState.Open && ballot.Id != id);
}
