using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

/// <summary>How names are read and sorted.</summary>
public sealed class PinyinTests
{
    [Theory]
    [InlineData("张伟", "zw", "zhangwei")]
    [InlineData("单田芳", "stf", "shantianfang")]
    [InlineData("仇英", "qy", "qiuying")]
    [InlineData("解缙", "xj", "xiejin")]
    [InlineData("曾国藩", "zgf", "zengguofan")]
    [InlineData("查良镛", "zly", "zhaliangyong")]
    [InlineData("区志伟", "ozw", "ouzhiwei")]
    [InlineData("尉迟恭", "ycg", "yuchigong")]
    [InlineData("万俟卨", "mqx", "moqixie")]
    [InlineData("单于", "sy", "shanyu")]
    [InlineData("李单", "ld", "lidan")]
    [InlineData("吕布", "lb", "lvbu")]
    [InlineData("阿卜杜拉·买买提", "abdlmmt", "abudulamaimaiti")]
    [InlineData("John Smith", "johnsmith", "johnsmith")]
    [InlineData("李𠮷", "lj", "liji")]
    [InlineData("李😀", "l", "li")]
    public void A_name_is_read_as_a_name(string name, string initials, string spelled)
    {
        var reading = Pinyin.Of(name);

        Assert.Equal((initials, spelled), (reading.Initials, reading.Spelled));
    }

    [Fact]
    public void Names_stand_in_the_order_of_a_dictionary_one_surname_after_the_other()
    {
        string[] sorted = ["安娜", "单伟", "王芳", "王伟", "尉迟恭", "曾丽", "查良镛", "张三", "张伟", "章敏", "😀"];

        Assert.Equal(sorted, sorted.Reverse().OrderBy(name => Pinyin.Of(name).Sort, StringComparer.Ordinal));
    }

    [Fact]
    public void A_long_name_of_rare_characters_fits_its_columns_and_is_cut_between_characters()
    {
        var keys = MemberKeys.Of(new string('9', 40), string.Concat(Enumerable.Repeat("𠮷", 50)), new string('㈱', 200));

        Assert.InRange(keys.Sort.Length, 1, 60);
        Assert.InRange(keys.Search.Length, 1, 440);
        Assert.DoesNotContain(keys.Sort.EnumerateRunes(), rune => rune.Value == 0xFFFD);
    }

    [Fact]
    public void Who_has_no_name_belongs_to_a_rehearsal_and_has_no_keys() =>
        Assert.Equal(new MemberKeys("", ""), MemberKeys.Of("~1", "", ""));
}
