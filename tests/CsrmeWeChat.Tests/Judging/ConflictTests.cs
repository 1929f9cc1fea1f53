using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Tests;

/// <summary>Who may not judge what, by the rules that stand beside the code.</summary>
public sealed class ConflictTests
{
    [Theory]
    [InlineData("张三", "四川大学", ConflictReason.Own)]
    [InlineData("张 三", "四川大学（水利水电学院）", ConflictReason.Own)]
    [InlineData("张三", "同济大学", ConflictReason.Namesake)]
    [InlineData("张三", "", ConflictReason.Namesake)]
    [InlineData("李四", "四川大学", ConflictReason.Unit)]
    [InlineData("李四", "四川大学 水利水电学院", ConflictReason.Unit)]
    [InlineData("李四", "（四川）大学", ConflictReason.Unit)]
    [InlineData("李四", "四川", null)]
    [InlineData("李四", "四川大学锦城学院", ConflictReason.Unit)]
    [InlineData("李四", "重庆四川大学", null)]
    [InlineData("李四", "", null)]
    [InlineData("张三丰", "同济大学", null)]
    public void A_juror_is_told_from_the_makers_by_name_and_unit(string name, string unit, ConflictReason? expected) =>
        Assert.Equal(expected, ConflictRules.Between(Made("张三", "四川大学"), Juror(name, unit)));

    [Theory]
    [InlineData("ＬＩ　Ｗｅｉ", "mit", ConflictReason.Own)]
    [InlineData("Li Wei", "M.I.T.", ConflictReason.Own)]
    [InlineData("Wei", "MITRE", null)]
    public void Width_capitals_and_dots_make_no_difference(string name, string unit, ConflictReason? expected) =>
        Assert.Equal(expected, ConflictRules.Between(Made("li wei", "MIT"), Juror(name, unit)));

    [Fact]
    public void A_co_author_counts_as_the_author_does()
    {
        var made = new Makers([("张三", "四川大学"), ("李四", "同济大学")], []);

        Assert.Equal(ConflictReason.Own, ConflictRules.Between(made, Juror("李四", "同济大学")));
        Assert.Equal(ConflictReason.Unit, ConflictRules.Between(made, Juror("王五", "同济大学")));
    }

    [Theory]
    [InlineData("王五", ConflictReason.NamedByAuthor)]
    [InlineData("王 五（导师）", ConflictReason.NamedByAuthor)]
    [InlineData("王五，中国科学院", ConflictReason.NamedByAuthor)]
    [InlineData("王五中国科学院武汉岩土所", ConflictReason.NamedByAuthor)]
    [InlineData("王五同济大学", null)]
    [InlineData("王五一", null)]
    public void Whom_the_author_named_does_not_judge(string written, ConflictReason? expected) =>
        Assert.Equal(expected, ConflictRules.Between(new Makers([("张三", "四川大学")], [written]), Juror("王五", "中国科学院武汉岩土所")));

    [Fact]
    public void Whom_the_juror_named_they_do_not_judge()
    {
        var made = new Makers([("赵六", "同济大学"), ("张三", "四川大学")], []);

        Assert.Equal(ConflictReason.NamedByJuror, ConflictRules.Between(made, Juror("王五", "", declared: """["孙七","张三（学生）"]""")));
        Assert.Null(ConflictRules.Between(made, Juror("王五", "", declared: """["张三丰"]""")));
    }

    [Fact]
    public void Members_of_the_juror_s_branch_are_not_judged_and_no_branch_is_no_branch()
    {
        var made = new Makers([("张三", "四川大学")], [], BranchId: 7);

        Assert.Equal(ConflictReason.Branch, ConflictRules.Between(made, Juror("王五", "同济大学", branch: 7)));
        Assert.Null(ConflictRules.Between(made, Juror("王五", "同济大学", branch: 8)));
        Assert.Null(ConflictRules.Between(made with { BranchId = null }, Juror("王五", "同济大学")));
    }

    [Fact]
    public void What_the_juror_s_own_phone_handed_in_is_theirs_whatever_name_it_bears()
    {
        var made = new Makers([("张三", "四川大学")], [], PersonId: 5);

        Assert.Equal(ConflictReason.Own, ConflictRules.Between(made, Juror("王五", "同济大学") with { PersonId = 5 }));
        Assert.Null(ConflictRules.Between(made, Juror("王五", "同济大学") with { PersonId = 6 }));
        Assert.Null(ConflictRules.Between(made with { PersonId = null }, Juror("王五", "同济大学")));
    }

    [Fact]
    public void Of_several_reasons_the_nearest_is_told()
    {
        var made = new Makers([("张三", "四川大学")], ["王五"], BranchId: 7);

        Assert.Equal(ConflictReason.NamedByAuthor, ConflictRules.Between(made, Juror("王五", "四川大学", """["张三"]""", 7)));
        Assert.Equal(ConflictReason.NamedByJuror, ConflictRules.Between(made, Juror("钱八", "四川大学", """["张三"]""", 7)));
        Assert.Equal(ConflictReason.Unit, ConflictRules.Between(made, Juror("钱八", "四川大学", "[]", 7)));
    }

    private static Makers Made(string name, string unit) => new([(name, unit)], []);

    private static KnownJuror Juror(string name, string unit, string declared = "[]", long? branch = null) =>
        new()
        {
            Id = 1,
            Name = name,
            Unit = unit,
            Declared = declared,
            BranchId = branch,
        };
}
