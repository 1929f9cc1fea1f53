using System.Text;
using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Tests;

public sealed class TextPieceTests
{
    [Fact]
    public void A_text_that_fits_stays_whole_and_an_empty_one_asks_nothing()
    {
        var text = new string('岩', TextPieces.Max);

        Assert.Equal([text], TextPieces.Of(text));
        Assert.Empty(TextPieces.Of(""));
        Assert.Empty(TextPieces.Of(" \n　"));
    }

    [Theory]
    [InlineData("岩石力学。")]
    [InlineData("他说：“岩石！”")]
    [InlineData("一行\n")]
    public void A_long_text_is_cut_behind_a_sentence_and_nothing_is_lost(string sentence)
    {
        var text = string.Concat(Enumerable.Repeat(sentence, 3_000));

        var pieces = TextPieces.Of(text);

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, TextPieces.Max));
        Assert.All(pieces, piece => Assert.EndsWith(sentence, piece, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_10_000_characters_with_emoji_at_the_cut_none_is_halved(int shift)
    {
        var text = new string('岩', shift) + string.Concat(Enumerable.Repeat("😀", 5_000));

        var pieces = TextPieces.Of(text);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, TextPieces.Max));
        // What is no half of a character survives a strict encoder.
        Assert.All(pieces, piece => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(piece));
        Assert.True(pieces.Sum(piece => piece.Length) >= text.Length);
    }

    [Fact]
    public void A_word_across_the_cut_stands_whole_in_one_of_the_pieces()
    {
        for (var at = TextPieces.Max - 10; at <= TextPieces.Max; at++)
        {
            var text = new string('岩', at) + "违规的话" + new string('石', 3_000);

            Assert.Contains(TextPieces.Of(text), piece => piece.Contains("违规的话", StringComparison.Ordinal));
        }
    }
}
