using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates;

/// <summary>What a certificate is for, in the words of the room that issues it: contest, 5, entry/12/1. For each one stands.</summary>
public sealed record CertificateSubject(string Panel, long PanelId, string Key);

/// <summary>What rooms issue certificates for, with the word for it at the console.</summary>
public sealed record CertificatePanel(string Key, string Label);

public enum CertificateState
{
    Issued,
    Revoked,
}

/// <summary>A certificate to be issued. The room that issues it has cleaned its texts.</summary>
/// <param name="Heading">证书, or 荣誉证书.</param>
/// <param name="Name">Of one or several people, or of a team; as it is printed.</param>
/// <param name="Words">What is printed after the name; each line is a paragraph.</param>
/// <param name="PersonId">Who finds it in the mini program; null for nobody.</param>
/// <param name="DatedOn">The printed day.</param>
public sealed record CertificateDraft(
    CertificateSubject Subject,
    string Heading,
    string Name,
    string Unit,
    string Occasion,
    string Award,
    string Work,
    string Words,
    string Issuer,
    DateOnly DatedOn,
    long? PersonId
)
{
    public const int MaxName = 300,
        MaxUnit = 200,
        MaxReason = 300;

    public const string Society = "中国岩石力学与工程学会";

    /// <summary>Every character that is printed: for <c>CertificatePress.WhatCannotBeDrawn</c>.</summary>
    public string Printed => $"{Heading}{Name}{Unit}{Words}{Issuer}";

    /// <summary>For an award.</summary>
    /// <param name="work">The title of what was awarded; empty where it was people themselves.</param>
    public static CertificateDraft OfAward(
        CertificateSubject subject,
        string name,
        string unit,
        string occasion,
        string award,
        string work,
        DateOnly datedOn,
        long? personId
    ) =>
        new(
            subject,
            "荣誉证书",
            name,
            unit,
            occasion,
            award,
            work,
            $"{AddressOf(name)}{(work is "" ? "" : $"的作品《{work}》")}在{occasion}中荣获{award}。\n特发此证。",
            Society,
            datedOn,
            personId
        );

    /// <summary>The same for another name, be it of one or of several.</summary>
    public CertificateDraft For(string name, string unit)
    {
        var address = AddressOf(Name);
        return this with
        {
            Name = name,
            Unit = unit,
            Words = Words.StartsWith(address, StringComparison.Ordinal) ? AddressOf(name) + Words[address.Length..] : Words,
        };
    }

    private static string AddressOf(string name) => CertificateNames.AreSeveral(name) ? "你们" : "您";
}

/// <summary>A certificate as it stands in the database.</summary>
public sealed record Certificate
{
    public required long Id { get; init; }
    public required string Code { get; init; }
    public required string Panel { get; init; }
    public required long PanelId { get; init; }
    public required string Subject { get; init; }
    public required string Heading { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public required string Occasion { get; init; }
    public required string Award { get; init; }
    public required string Work { get; init; }
    public required string Words { get; init; }
    public required string Issuer { get; init; }
    public required DateOnly DatedOn { get; init; }
    public long? PersonId { get; init; }
    public required CertificateState State { get; init; }
    public required string IssuedBy { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required string RevokedBy { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked; empty while it stands. Staff alone read it.</summary>
    public required string Reason { get; init; }
    public long? ReplacesId { get; init; }
    public long? ReplacedById { get; init; }
    public required long Revision { get; init; }

    public const string Columns = """
        c.id, c.code, c.panel, c.panel_id, c.subject, c.heading, c.name, c.unit, c.occasion, c.award, c.work, c.words, c.issuer, c.dated_on,
        c.person_id, c.state, c.issued_by, c.issued_at, c.revoked_by, c.revoked_at, c.reason, c.replaces_id, c.replaced_by_id, c.revision
        """;

    /// <summary>Whether a new one can take its place: once, also after it was revoked.</summary>
    public bool MayBeReplaced => ReplacedById is null;

    /// <summary>Every character that is printed.</summary>
    public string Printed => $"{Heading}{Name}{Unit}{Words}{Issuer}";
}

public static class CertificateLabels
{
    extension(CertificateState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                CertificateState.Issued => "有效",
                CertificateState.Revoked => "已撤销",
            };
    }
}

/// <summary>How names are addressed on paper.</summary>
public static class CertificateNames
{
    private const string Separators = "、，,；;/\n";

    private const int LongestOfOne = 4;

    public static bool AreSeveral(string name) => name.IndexOfAny(Separators.ToCharArray()) >= 0;

    /// <summary>同志 after the name of one person: two to four Chinese characters, or one with a dot in it. Else nothing.</summary>
    public static string Address(string name) =>
        !AreSeveral(name)
        && name.EnumerateRunes().All(IsOfName)
        && (name.Contains('·') || name.EnumerateRunes().Count() is >= 2 and <= LongestOfOne)
            ? "同志"
            : "";

    private static bool IsOfName(Rune character) =>
        character.Value is '·' || Rune.GetUnicodeCategory(character) is UnicodeCategory.OtherLetter;
}

/// <summary>The random code on a certificate, by which anybody can see that it is genuine.</summary>
public static class CertificateCode
{
    /// <summary>Twelve characters hold 60 bits: nobody finds one by trying.</summary>
    public const int Length = 12;

    private const int Group = 4;

    public static string New() => PlainText.NewCode(Length);

    /// <summary>As people read it: ABCD-EFGH-JKLM.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(Group).Select(part => new string(part)));

    /// <summary>The code in what was typed or scanned, or null where it is none. Spaces, hyphens, width and case do not matter.</summary>
    public static string? Read(string? typed)
    {
        var text = PlainText.Normal(PlainText.Cut(typed ?? "", 100), NormalizationForm.FormKC).ToUpperInvariant();
        var code = string.Concat(
            text.Where(character =>
                !char.IsWhiteSpace(character)
                && char.GetUnicodeCategory(character)
                    is not (
                        UnicodeCategory.DashPunctuation
                        or UnicodeCategory.Format
                        or UnicodeCategory.Control
                        or UnicodeCategory.MathSymbol
                    )
            )
        );
        return code.Length == Length && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}
