namespace WeChat;

public partial interface IOfficialAccount
{
    /// <summary>A page of up to 10,000 of those who follow, in WeChat's order. WeChat allows 500 of these calls a day.</summary>
    /// <param name="after">Empty for the first page, then the last page's <see cref="FollowerPage.Next"/>.</param>
    Task<FollowerPage> ListFollowersAsync(string after, CancellationToken ct);

    /// <summary>What WeChat tells of up to 100 users; of one who no longer follows, only that.</summary>
    Task<IReadOnlyList<FollowerFacts>> GetFollowersAsync(IReadOnlyCollection<string> openIds, CancellationToken ct);

    Task<IReadOnlyList<AccountTag>> ListTagsAsync(CancellationToken ct);

    /// <summary>Tags up to 50 users, or takes the tag from them.</summary>
    Task TagFollowersAsync(long tagId, IReadOnlyCollection<string> openIds, bool tagged, CancellationToken ct);

    /// <summary>Puts this menu in the place of the one there is. Followers see it within a day, who follows anew at once.</summary>
    Task SetMenuAsync(IReadOnlyList<MenuButton> buttons, CancellationToken ct);
}

/// <param name="Total">Of all pages.</param>
/// <param name="Next">Empty where this was the last page.</param>
public sealed record FollowerPage(int Total, IReadOnlyList<string> OpenIds, string Next);

/// <param name="UnionId">Empty where the account is not bound to an Open Platform account.</param>
/// <param name="Scene">How they came, in WeChat's words: ADD_SCENE_QR_CODE.</param>
/// <param name="Remark">What the account's staff noted at WeChat.</param>
public sealed record FollowerFacts(
    string OpenId,
    bool Follows,
    string UnionId,
    DateTimeOffset? FollowedAt,
    string Scene,
    string Remark,
    IReadOnlyList<long> TagIds
);

public sealed record AccountTag(long Id, string Name);

/// <summary>An entry of the menu: one that opens others, or one that does something.</summary>
/// <param name="Value">The key of a click, the address of a view, the page of the mini program.</param>
public sealed record MenuButton(string Name, MenuAction Action, string Value, IReadOnlyList<MenuButton> Children);

public enum MenuAction
{
    Open,
    Click,
    View,
    MiniProgram,
}
