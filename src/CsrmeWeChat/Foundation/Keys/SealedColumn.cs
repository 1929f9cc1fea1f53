namespace CsrmeWeChat.Foundation.Keys;

/// <summary>A column of sealed text: how its rows are told apart and named in what is sealed, and which columns hold hashes of
/// the same text. Every room adds its own to the services, and <c>keys rotate</c> turns over all of them.</summary>
/// <param name="SecondKey">Where one number does not tell the rows apart; 0 otherwise.</param>
/// <param name="Name">A text column that the place is made from; '' where the keys are enough.</param>
public sealed record SealedColumn(
    string Table,
    string Column,
    string FirstKey,
    string SecondKey,
    string Name,
    Func<SealedRow, string> Place,
    params HashColumn[] Hashes
);

/// <param name="Of">What of the text is hashed.</param>
public sealed record HashColumn(string Column, string Kind, Func<string, string> Of);

public sealed record SealedRow
{
    public required long First { get; init; }
    public required long Second { get; init; }
    public required string Name { get; init; }
    public required string Sealed { get; init; }
}
