using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Moderation;

/// <summary>What a room wants to show. A check of an older version decides nothing about a newer one.</summary>
/// <param name="Kind">The room's own word, such as <c>video</c>.</param>
public sealed record Subject(string Kind, long Id, int Version);

/// <summary>One thing to be asked about a subject.</summary>
/// <param name="Part">For whoever looks: <c>title</c>, <c>frame:12.5</c>. At most 100 characters.</param>
public abstract record Question(string Part)
{
    /// <summary>What is asked of WeChat, one call each. Nothing where there is nothing to ask, as of an empty text.</summary>
    internal abstract IEnumerable<Piece> Pieces();
}

/// <summary>A text of any length; WeChat is asked about pieces of it.</summary>
public sealed record TextQuestion(string Part, string Text) : Question(Part)
{
    internal override IEnumerable<Piece> Pieces()
    {
        var pieces = TextPieces.Of(PlainText.Normal(Text, NormalizationForm.FormC));
        return pieces.Select((text, place) => new Piece(Part, Medium.Text, place + 1, pieces.Count, text, FileKey: ""));
    }
}

/// <summary>A JPEG of less than 10 MB in the store of files. The file is and stays the asking room's.</summary>
public sealed record PictureQuestion(string Part, string FileKey) : Question(Part)
{
    internal override IEnumerable<Piece> Pieces() => [new Piece(Part, Medium.Picture, 1, 1, Content: "", FileKey)];
}

/// <summary>
/// A sound of less than 10 MB in the store of files: mp3, aac, ac3, wma, flac, vorbis, opus or wav, not in an MP4 container. The file is
/// and stays the asking room's.
/// </summary>
public sealed record SoundQuestion(string Part, string FileKey) : Question(Part)
{
    internal override IEnumerable<Piece> Pieces() => [new Piece(Part, Medium.Sound, 1, 1, Content: "", FileKey)];
}

/// <summary>What one call asks.</summary>
/// <param name="Place">Which piece of the text it is, of so many.</param>
internal sealed record Piece(string Part, Medium Medium, int Place, int Of, string Content, string FileKey)
{
    /// <summary>The same for the same question, and another as soon as anything of it is another.</summary>
    public string KeyOf(Subject subject) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    (object[])[subject.Kind, subject.Id, subject.Version, Part, Medium.Key, Place, Content, FileKey]
                )
            )
        );
}
