using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Account.Pages;

/// <summary>What the account may do, as WeChat last said.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class AbilitiesModel(Abilities abilities) : ConsolePage
{
    public IReadOnlyList<AbilityLine> Lines { get; private set; } = [];

    public DateTimeOffset? AskedAt { get; private set; }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            await abilities.ProbeAsync(Now, Ct);
        }
        catch (WeChatException refusal)
        {
            await LoadAsync();
            return Refuse(WeChatWords.For(refusal));
        }
        Done("检测完成。");
        return RedirectToPage();
    }

    /// <summary>A number of calls, for people.</summary>
    public static string Calls(long? number) =>
        number switch
        {
            null => "",
            >= Abilities.Unlimited => "不限",
            _ => Show.Number(number.Value),
        };

    private async Task LoadAsync()
    {
        var known = (await abilities.ListAsync(Ct)).ToDictionary(ability => ability.Api);
        AskedAt = known.Count == 0 ? null : known.Values.Min(ability => ability.AskedAt);
        Lines = [.. Abilities.All.Select(item => AbilityLine.Of(item.Label, known.GetValueOrDefault(item.Api)))];
    }
}

public sealed record AbilityLine(string Label, string Result, string Badge, long? PerDay, long? Left, string Advice)
{
    public static AbilityLine Of(string label, Ability? known) =>
        known switch
        {
            null => new(label, "尚未检测", "bg-secondary-lt", null, null, ""),
            { Allowed: true } => new(label, "可用", "bg-green-lt", known.PerDay, known.LeftToday, ""),
            { Allowed: false } => new(label, "不可用", "bg-red-lt", null, null, WithoutIt(known.Code)),
            { Code: 0 } => new(label, "微信未说明", "bg-yellow-lt", null, null, "微信没有给出这个接口的次数。请到公众平台“接口权限”查看。"),
            _ => new(
                label,
                "微信未说明",
                "bg-yellow-lt",
                null,
                null,
                WeChatWords.For(new WeChatException("", known.Code, WeChatFailure.Refused))
            ),
        };

    private static string WithoutIt(int code) =>
        (code == Abilities.NotOfThisAccount ? "这一类公众号没有这个接口。" : "")
        + "请到公众平台“设置与开发→接口权限”查看是否需要认证；没有权限时，请在公众平台上手工操作。";
}
