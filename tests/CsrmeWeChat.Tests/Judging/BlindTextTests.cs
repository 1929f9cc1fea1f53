using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Tests;

/// <summary>Names and units that jurors must not read.</summary>
public sealed class BlindTextTests
{
    private const string Unit = "中国矿业大学（北京）力学与土木工程学院";

    [Theory]
    [InlineData("摄影：张三丰", "摄影：□□")]
    [InlineData("摄影：张 三　丰。", "摄影：□□。")]
    [InlineData("摄影：张·三-丰", "摄影：□□")]
    [InlineData("张\n三丰摄", "□□摄")]
    [InlineData("张\u200b三\u00a0丰", "□□")]
    [InlineData("我和张三丰、张三丰的学生", "我和□□、□□的学生")]
    [InlineData("Zhang Sanfeng, 2026", "□□, 2026")]
    [InlineData("by SANFENG  ZHANG.", "by □□.")]
    [InlineData("ｚｈａｎｇｓａｎｆｅｎｇ", "□□")]
    [InlineData("Zhangsanfengite", "Zhangsanfengite")]
    [InlineData("张三", "张三")]
    [InlineData("", "")]
    public void A_name_is_masked_however_it_is_written(string text, string masked) =>
        Assert.Equal(masked, new BlindText(["张三丰"], []).Hide(text));

    [Theory]
    [InlineData("Li Wei in Lithology", "□□ in Lithology")]
    [InlineData("LI  WEI", "□□")]
    [InlineData("Wei Li", "□□")]
    [InlineData("Ｌｉ　Ｗｅｉ", "□□")]
    [InlineData("Lili Weitz", "Lili Weitz")]
    [InlineData("李伟（Li Wei）", "李伟（□□）")]
    public void A_name_in_latin_letters_is_masked_as_whole_words(string text, string masked) =>
        Assert.Equal(masked, new BlindText(["Li Wei"], []).Hide(text));

    [Theory]
    [InlineData("作者：山", "作者：□□")]
    [InlineData("泰山日出，山在云中", "泰山日出，山在云中")]
    [InlineData("山 摄", "□□ 摄")]
    public void A_name_of_one_character_is_masked_only_where_it_stands_alone(string text, string masked) =>
        Assert.Equal(masked, new BlindText(["山"], []).Hide(text));

    /// <summary>Chinese has no ends of words: a word too many is masked, and no name too few.</summary>
    [Fact]
    public void A_name_within_a_longer_word_is_masked_too() => Assert.Equal("登□□顶", new BlindText(["高峰"], []).Hide("登高峰顶"));

    [Fact]
    public void A_sentence_that_ends_between_two_characters_is_no_name() =>
        Assert.Equal("红色砂岩。石头很硬", new BlindText(["岩石"], []).Hide("红色砂岩。石头很硬"));

    [Theory]
    [InlineData(Unit)]
    [InlineData("中国矿业大学(北京) 力学与土木工程学院")]
    [InlineData("中国矿业大学")]
    [InlineData("中国 矿业 大学")]
    [InlineData("力学与土木工程学院")]
    public void A_unit_is_masked_as_a_whole_and_in_its_parts(string written)
    {
        var masked = new BlindText([], [Unit]).Hide($"摄于{written}实验室");

        Assert.StartsWith("摄于□□", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("矿业", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("土木", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_short_to_be_a_part_of_a_unit_stays() => Assert.Equal("摄于北京", new BlindText([], [Unit]).Hide("摄于北京"));

    [Fact]
    public void A_rare_character_is_found_as_it_stands_and_from_its_private_code_point()
    {
        var blind = new BlindText(["王䶮"], []);

        Assert.Equal("□□摄", blind.Hide("王䶮摄"));
        Assert.Equal("□□摄", blind.Hide("王\uE863摄"));
        Assert.Equal("𠮷□□😀", new BlindText(["王𠮷"], []).Hide("𠮷王𠮷😀"));
    }

    [Fact]
    public void A_remark_behind_a_name_is_no_part_of_it() =>
        Assert.Equal("感谢□□老师", new BlindText(["李四（导师）"], []).Hide("感谢李四老师"));

    [Fact]
    public void The_mask_does_not_tell_how_long_the_name_is() =>
        Assert.Equal(new BlindText(["王五"], []).Hide("王五"), new BlindText(["阿卜杜拉·买买提"], []).Hide("阿卜杜拉买买提"));

    [Fact]
    public void Whether_a_text_names_somebody_is_told()
    {
        var blind = new BlindText(["张三丰", ""], [""]);

        Assert.True(blind.Finds("张三 丰"));
        Assert.False(blind.Finds("没有人"));
    }
}
