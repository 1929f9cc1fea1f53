using CsrmeWeChat.Events;

namespace CsrmeWeChat.Tests;

/// <summary>What staff are told of an event that cannot be as they wrote it.</summary>
public sealed class EventDraftTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 30, 1, 0, 0, TimeSpan.Zero);

    private static EventDraft Good { get; } =
        new()
        {
            Slug = "open-day-2026",
            Kind = EventKind.OpenDay,
            Title = "开放日",
            Summary = "走进实验室。",
            Place = "武汉",
            Sessions = [new(0, "上午", Start, Start.AddHours(3), 30), new(0, "下午", Start.AddHours(3), Start.AddHours(6), 30)],
            RegistersFrom = Start.AddDays(-20),
            RegistersUntil = Start.AddDays(-1),
            CancelUntil = Start.AddDays(-1),
        };

    [Fact]
    public void One_that_is_right_has_no_fault() => Assert.Empty(Good.Faults());

    public static TheoryData<string, EventDraft> Wrong =>
        new()
        {
            { "请填写名称", Good with { Title = "" } },
            { "网址只能用", Good with { Slug = "开放日" } },
            { "网址只能用", Good with { Slug = "-a" } },
            { "网址只能用", Good with { Slug = new string('a', EventDraft.MaxSlug + 1) } },
            { "请填写活动说明", Good with { Summary = "" } },
            { "请填写地点", Good with { Place = "" } },
            { "请填写完整的网址", Good with { OnlineUrl = "http://live.example" } },
            { "请填写场次", Good with { Sessions = [] } },
            {
                "“上午”与“下午”的时间重叠",
                Good with
                {
                    Sessions = [Good.Sessions[0] with { EndsAt = Start.AddHours(4) }, Good.Sessions[1]],
                }
            },
            { "“上午”：结束时间须晚于开始时间", Good with { Sessions = [Good.Sessions[0] with { EndsAt = Start }] } },
            { "每场的名额", Good with { Sessions = [Good.Sessions[0] with { Capacity = 0 }] } },
            { "报名截止时间须晚于开始时间", Good with { RegistersUntil = Good.RegistersFrom } },
            { "报名须在最后一场开始之前开放", Good with { RegistersFrom = Start.AddDays(1), RegistersUntil = Start.AddDays(2) } },
            { "每次报名最多人数", Good with { PartyLimit = 6 } },
            { "空位保留时间", Good with { OfferMinutes = 9 } },
            { "报名表的问题重复了", Good with { Questions = [Ask("a"), Ask("a")] } },
            { "请填写报名表的每个问题", Good with { Questions = [Ask("a") with { Label = "" }] } },
            { "的字数上限", Good with { Questions = [Ask("a") with { Max = 501 }] } },
            { "最大值不能小于最小值", Good with { Questions = [Ask("a") with { Kind = QuestionKind.Number, Min = 2, Max = 1 }] } },
            { "须有 2 至", Good with { Questions = [Ask("a") with { Kind = QuestionKind.Choice, Choices = ["甲", "甲"] }] } },
        };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void One_that_is_wrong_is_told_in_words(string expected, EventDraft draft) =>
        Assert.Contains(expected, Assert.Single(draft.Faults()), StringComparison.Ordinal);

    private static Question Ask(string key) => new(key, "单位", QuestionKind.Text, true, [], 0, 20);
}
