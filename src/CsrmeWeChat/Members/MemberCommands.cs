using System.CommandLine;
using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

public static class MemberCommands
{
    public static Command Members() =>
        new("members", "查看会员，给会员权限和标签")
        {
            Show(),
            OnRight(
                "grant",
                "给会员权限",
                (marks, member, right, now, ct) => marks.GrantAsync(Actor.Command, member, right, now, ct),
                "已有此权限。"
            ),
            OnRight(
                "revoke",
                "收回权限",
                (marks, member, right, now, ct) => marks.RevokeAsync(Actor.Command, member, right, now, ct),
                "本无此权限。"
            ),
            OnTag(
                "tag",
                "给会员加标签",
                (marks, member, tag, now, ct) => marks.TagAsync(Actor.Command, member, tag, now, ct),
                "已有此标签。"
            ),
            OnTag(
                "untag",
                "去掉标签",
                (marks, member, tag, now, ct) => marks.UntagAsync(Actor.Command, member, tag, now, ct),
                "本无此标签。"
            ),
        };

    private static Command Show()
    {
        var number = NumberArgument();
        var command = new Command("show", "一位会员在名册中的内容，手机号打码") { number };
        command.Does(
            (services, parsed, ct) =>
                OfMemberAsync(
                    services,
                    parsed.GetRequiredValue(number),
                    async (store, member) =>
                    {
                        var card = store.Card(member);
                        var held = await store.ListMarksAsync(member.Id, ct);
                        Console.WriteLine(
                            $"""
                            会员号      {card.Number}
                            姓名        {card.Name}
                            手机        {Or(card.Phone)}
                            邮箱        {(member.EmailSealed is "" ? "无" : "有")}
                            单位        {Or(card.Unit)}
                            分支机构    {Or(card.Branch)}
                            会员级别    {Or(card.Level)}
                            会费有效期  {Or(card.PaidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}
                            微信        {(held.IsBound ? "已绑定" : "未绑定")}
                            权限        {Or(string.Join("、", held.Rights))}
                            标签        {Or(string.Join("、", held.Tags))}
                            """
                        );
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Command OnRight(
        string name,
        string description,
        Func<MarkStore, long, string, DateTimeOffset, CancellationToken, Task<bool>> change,
        string already
    )
    {
        var (number, right) = (NumberArgument(), new Argument<string>("RIGHT") { Description = "redeem：核销其他会员的福利" });
        right.AcceptOnlyFromAmong(Rights.Redeem);
        var command = new Command(name, description) { number, right };
        command.Does(
            (services, parsed, ct) =>
                OfMemberAsync(
                    services,
                    parsed.GetRequiredValue(number),
                    async (_, member) =>
                    {
                        Console.WriteLine(
                            await change(Marks(services), member.Id, parsed.GetRequiredValue(right), Now(services), ct)
                                ? $"{member.Name}：{description}，已办。"
                                : $"{member.Name}：{already}"
                        );
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Command OnTag(
        string name,
        string description,
        Func<MarkStore, long, string, DateTimeOffset, CancellationToken, Task<bool>> change,
        string already
    )
    {
        var (number, tag) = (NumberArgument(), new Argument<string>("TAG") { Description = $"标签，最长 {MarkStore.TagLength} 字" });
        var command = new Command(name, description) { number, tag };
        command.Does(
            async (services, parsed, ct) =>
            {
                var text = PlainText.Clean(parsed.GetRequiredValue(tag));
                return text.Length is 0 or > MarkStore.TagLength
                    ? CommandLine.Refuse($"标签要有 1 到 {MarkStore.TagLength} 个字。")
                    : await OfMemberAsync(
                        services,
                        parsed.GetRequiredValue(number),
                        async (_, member) =>
                        {
                            Console.WriteLine(
                                await change(Marks(services), member.Id, text, Now(services), ct)
                                    ? $"{member.Name}：{description}“{text}”，已办。"
                                    : $"{member.Name}：{already}"
                            );
                            return 0;
                        },
                        ct
                    );
            }
        );
        return command;
    }

    private static async Task<int> OfMemberAsync(
        IServiceProvider services,
        string number,
        Func<MemberStore, Member, Task<int>> action,
        CancellationToken ct
    )
    {
        var store = services.GetRequiredService<MemberStore>();
        return await store.FindByNumberAsync(MemberNumber.Of(number), ct) is { } member
            ? await action(store, member)
            : CommandLine.Refuse("名册中没有这个会员号。");
    }

    private static MarkStore Marks(IServiceProvider services) => services.GetRequiredService<MarkStore>();

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static Argument<string> NumberArgument() => new("NUMBER") { Description = "会员号" };

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "无" : text;
}
