using System.Text.Json;

namespace WeChat;

internal sealed partial class OfficialAccount
{
    /// <summary>What clients open that know no mini programs; WeChat asks for one.</summary>
    private const string FallbackUrl = "https://mp.weixin.qq.com";

    public async Task<FollowerPage> ListFollowersAsync(string after, CancellationToken ct)
    {
        var answer = await calls.GetAsync("/cgi-bin/user/get", $"next_openid={Uri.EscapeDataString(after)}", ct);
        IReadOnlyList<string> openIds = [.. answer.List("data", "openid").Select(openId => openId.GetString()!)];
        // WeChat names the last one of a page as the next, also on the last page: then the page that follows is empty.
        return new FollowerPage((int)answer.Number("total"), openIds, openIds.Count == 0 ? "" : answer.FindText("next_openid") ?? "");
    }

    public async Task<IReadOnlyList<FollowerFacts>> GetFollowersAsync(IReadOnlyCollection<string> openIds, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openIds.Count, 100, nameof(openIds));
        var answer = await calls.PostAsync(
            "/cgi-bin/user/info/batchget",
            new { user_list = openIds.Select(openId => new { openid = openId, lang = "zh_CN" }) },
            repeatable: true,
            ct
        );
        return
        [
            .. answer
                .List("user_info_list")
                .Select(user => new FollowerFacts(
                    Text(user, "openid"),
                    Number(user, "subscribe") == 1,
                    Text(user, "unionid"),
                    Number(user, "subscribe_time") is > 0 and var at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
                    Text(user, "subscribe_scene"),
                    Text(user, "remark"),
                    user.TryGetProperty("tagid_list", out var tags) && tags.ValueKind is JsonValueKind.Array
                        ? [.. tags.EnumerateArray().Select(tag => tag.GetInt64())]
                        : []
                )),
        ];
    }

    public async Task<IReadOnlyList<AccountTag>> ListTagsAsync(CancellationToken ct) =>
        [
            .. (await calls.GetAsync("/cgi-bin/tags/get", "", ct))
                .List("tags")
                .Select(tag => new AccountTag(Number(tag, "id"), Text(tag, "name"))),
        ];

    public Task TagFollowersAsync(long tagId, IReadOnlyCollection<string> openIds, bool tagged, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openIds.Count, 50, nameof(openIds));
        return calls.DoAsync(
            tagged ? "/cgi-bin/tags/members/batchtagging" : "/cgi-bin/tags/members/batchuntagging",
            new { openid_list = openIds, tagid = tagId },
            repeatable: true,
            ct
        );
    }

    public Task SetMenuAsync(IReadOnlyList<MenuButton> buttons, CancellationToken ct) =>
        calls.DoAsync("/cgi-bin/menu/create", new { button = buttons.Select(Button) }, repeatable: true, ct);

    private Dictionary<string, object> Button(MenuButton button) =>
        button.Action switch
        {
            MenuAction.Open => new() { ["name"] = button.Name, ["sub_button"] = button.Children.Select(Button) },
            MenuAction.Click => new()
            {
                ["name"] = button.Name,
                ["type"] = "click",
                ["key"] = button.Value,
            },
            MenuAction.View => new()
            {
                ["name"] = button.Name,
                ["type"] = "view",
                ["url"] = button.Value,
            },
            MenuAction.MiniProgram => new()
            {
                ["name"] = button.Name,
                ["type"] = "miniprogram",
                ["url"] = FallbackUrl,
                ["appid"] = options.Value.MiniProgram.AppId,
                ["pagepath"] = button.Value,
            },
        };

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? WeChatAnswer.TextOf(value) ?? "" : "";

    private static long Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetInt64() : 0;
}
