namespace CsrmeWeChat.Messages;

/// <summary>How a statement finds the openid by which a person is written to, as <c>a</c>, and what they accepted, as <c>s</c>.</summary>
/// <remarks>
/// app_id stands in an expression, so that only the person's index leads to an openid: while a new table's statistics were old, MariaDB
/// otherwise went through all openids of the app for each person.
/// </remarks>
internal static class Recipients
{
    /// <summary>The latest openid in the account that the channel is of.</summary>
    /// <param name="person">The column with the person's id.</param>
    public static string UsersOf(MessageChannel channel, string person) =>
        channel is MessageChannel.Mini
            ? $"""
                LEFT JOIN openids a ON a.person_id = {person} AND CONCAT(a.app_id, '') = @mini
                       AND a.open_id = (SELECT n.open_id
                                          FROM openids n
                                         WHERE n.person_id = {person} AND CONCAT(n.app_id, '') = @mini
                                         ORDER BY n.created_at DESC, n.open_id LIMIT 1)
                """
            : $"""
                LEFT JOIN unionids u ON u.person_id = {person}
                  LEFT JOIN followers a ON a.id = (SELECT MAX(f.id) FROM followers f WHERE f.union_id = u.union_id AND f.follows = 1)
                """;

    public const string Credits = """
        LEFT JOIN subscription_credits s ON s.channel = @channel AND s.open_id = a.open_id AND s.wechat_id = @WechatId
        """;
}
