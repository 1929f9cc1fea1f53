using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsrmeWeChat.Foundation.Data;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Compares two versions as a reader would: paragraph by paragraph, and within a changed paragraph character by character.
/// </summary>
public static partial class StoryDifference
{
    private static readonly HashSet<string> Blocks =
    [
        "p",
        "section",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "li",
        "tr",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "table",
        "ul",
        "ol",
    ];

    public static IReadOnlyList<StoryChange> Between(StoryText before, StoryText after) =>
        [
            .. Fields(before)
                .Zip(Fields(after))
                .Where(pair => pair.First.Value != pair.Second.Value)
                .Select(pair => new StoryChange(pair.First.Name, Pieces(pair.First.Value, pair.Second.Value))),
            .. Paragraphs(LinesOf(before.Body), LinesOf(after.Body)),
        ];

    /// <summary>The text of a body, one line for each paragraph. A picture becomes a word of its own.</summary>
    public static IReadOnlyList<string> LinesOf(string html)
    {
        var lines = new List<string> { "" };
        Walk(new HtmlParser().ParseDocument(html).Body!, lines);
        return [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private static void Walk(INode node, List<string> lines)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText text:
                    lines[^1] += text.Text.ReplaceLineEndings(" ");
                    break;
                case IElement { LocalName: "br" }:
                    lines.Add("");
                    break;
                case IElement { LocalName: "img" } image:
                    lines.Add(Picture((image.GetAttribute("src") ?? "").Split('/')[^1]));
                    lines.Add("");
                    break;
                case IElement element when Blocks.Contains(element.LocalName):
                    lines.Add("");
                    Walk(element, lines);
                    lines.Add("");
                    break;
                case IElement element:
                    Walk(element, lines);
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Fields(StoryText text) =>
        [
            ("人物", text.Person),
            ("单位", text.Unit),
            ("入选年份", text.ProgrammeYear is 0 ? "" : $"{text.ProgrammeYear}"),
            ("标题", text.Title),
            ("作者", text.Author),
            ("摘要", text.Digest),
            ("头像", Picture(text.Portrait)),
            ("封面", Picture(text.Cover)),
        ];

    private static string Picture(string name) => name is "" ? "" : $"［图片 {name}］";

    /// <summary>The name of the picture that a line stands for; null for a line of text.</summary>
    internal static string? PictureIn(string line) => PictureLine().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^［图片 ([0-9a-f]{64}\.[a-z]{3,4})］\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex PictureLine();

    private static IEnumerable<StoryChange> Paragraphs(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var model = new SideBySideDiffBuilder(new Differ()).BuildDiffModel(
            string.Join('\n', before),
            string.Join('\n', after),
            ignoreWhitespace: false
        );
        foreach (var (was, now) in model.OldText.Lines.Zip(model.NewText.Lines))
        {
            if (was.Type is not ChangeType.Unchanged || now.Type is not ChangeType.Unchanged)
            {
                yield return new StoryChange("正文", Pieces(was.Text ?? "", now.Text ?? ""));
            }
        }
    }

    private const long MaxCompared = 25_000_000;

    private static IReadOnlyList<StoryPiece> Pieces(string before, string after)
    {
        // Two long paragraphs of which nothing is the same take the square of their length. A picture is another one or the same.
        if (
            before.Length == 0
            || after.Length == 0
            || PictureIn(before) is not null
            || PictureIn(after) is not null
            || (long)before.Length * after.Length > MaxCompared
        )
        {
            return
            [
                .. new[] { new StoryPiece(PieceKind.Removed, before), new StoryPiece(PieceKind.Added, after) }.Where(piece =>
                    piece.Text.Length > 0
                ),
            ];
        }
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new CharacterChunker());
        var pieces = new List<StoryPiece>();
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            pieces.Add(new StoryPiece(PieceKind.Same, before[at..block.DeleteStartA]));
            pieces.Add(new StoryPiece(PieceKind.Removed, before.Substring(block.DeleteStartA, block.DeleteCountA)));
            pieces.Add(new StoryPiece(PieceKind.Added, after.Substring(block.InsertStartB, block.InsertCountB)));
            at = block.DeleteStartA + block.DeleteCountA;
        }
        pieces.Add(new StoryPiece(PieceKind.Same, before[at..]));
        return [.. pieces.Where(piece => piece.Text.Length > 0)];
    }
}

public sealed record StoryChange(string Field, IReadOnlyList<StoryPiece> Pieces);

public sealed record StoryPiece(PieceKind Kind, string Text)
{
    /// <summary>The name of the picture that this is; null for text.</summary>
    public string? Picture => StoryDifference.PictureIn(Text);
}

public enum PieceKind
{
    Same,
    Removed,
    Added,
}
