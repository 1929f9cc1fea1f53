using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>
/// What WeChat lets the account do. WeChat is asked by calls that change nothing, and its answers are kept together with the time.
/// </summary>
public sealed class Abilities(Database database, IOfficialAccount account)
{
    public const string MassSend = "/cgi-bin/message/mass/sendall";

    public const string Publish = "/cgi-bin/freepublish/submit";

    /// <summary>The answer to a question about an API that another kind of account has. Source: 查询API调用额度.</summary>
    public const int NotOfThisAccount = 76022;

    /// <summary>WeChat writes the largest number there is where it counts nothing, and answers with what is left of it later.</summary>
    public const long Unlimited = 1_000_000_000_000;

    public static readonly IReadOnlyList<(string Api, string Label)> All =
    [
        (MassSend, "群发（全部或按标签）"),
        (Publish, "发布文章"),
        ("/cgi-bin/draft/add", "新建草稿"),
        ("/cgi-bin/media/uploadimg", "上传文内图片"),
        ("/cgi-bin/message/mass/delete", "撤回群发"),
        ("/cgi-bin/message/template/send", "模板消息"),
        ("/cgi-bin/message/subscribe/bizsend", "订阅通知"),
    ];

    public Task<IReadOnlyList<Ability>> ListAsync(CancellationToken ct) =>
        database.ListAsync<Ability>("SELECT api, allowed, per_day, left_today, code, asked_at FROM account_abilities", ct: ct);

    /// <summary>Asks WeChat about every API and keeps the answers.</summary>
    /// <exception cref="WeChatException">WeChat does not answer, or does not accept the account. What was known stays.</exception>
    public async Task ProbeAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (api, _) in All)
        {
            var (allowed, quota, code) = await AskAsync(api, ct);
            var row = new
            {
                api,
                allowed = allowed is null ? (int?)null
                : allowed.Value ? 1
                : 0,
                perDay = quota?.PerDay,
                left = quota?.Left,
                code,
                now,
            };
            var isAdded = await database.TryInsertAsync(
                """
                INSERT INTO account_abilities (api, allowed, per_day, left_today, code, asked_at)
                VALUES (@api, @allowed, @perDay, @left, @code, @now)
                """,
                row,
                ct
            );
            if (!isAdded)
            {
                await database.ExecuteAsync(
                    """
                    UPDATE account_abilities
                       SET allowed = @allowed, per_day = @perDay, left_today = @left, code = @code, asked_at = @now
                     WHERE api = @api
                    """,
                    row,
                    ct
                );
            }
        }
    }

    private async Task<(bool? Allowed, ApiQuota? Quota, int Code)> AskAsync(string api, CancellationToken ct)
    {
        ApiQuota? quota = null;
        try
        {
            quota = await account.GetQuotaAsync(api, ct);
            // WeChat gives a quota even for APIs it has taken away (freepublish, in July 2025). A question about something that does not
            // exist says more.
            var isAsked = api is MassSend or Publish;
            await (
                api switch
                {
                    MassSend => account.FindMassAsync(1, ct),
                    Publish => account.FindPublicationAsync("1", ct),
                    _ => Task.CompletedTask,
                }
            );
            return (quota is null && !isAsked ? null : true, quota, 0);
        }
        catch (WeChatException refusal) when (refusal.Code == NotOfThisAccount || ErrCode.IsForbidden(refusal.Code))
        {
            return (false, null, refusal.Code);
        }
        catch (WeChatException refusal)
            when (refusal.Failure is WeChatFailure.Refused && refusal.Api.EndsWith("freepublish/get", StringComparison.Ordinal))
        {
            return (true, quota, 0);
        }
        catch (WeChatException refusal) when (refusal.Failure is WeChatFailure.Refused or WeChatFailure.Throttled)
        {
            return (null, null, refusal.Code);
        }
    }
}

public sealed record Ability
{
    public required string Api { get; init; }

    /// <summary>Null where WeChat did not say.</summary>
    public bool? Allowed { get; init; }
    public long? PerDay { get; init; }
    public long? LeftToday { get; init; }

    /// <summary>WeChat's errcode; 0 where it refused nothing.</summary>
    public required int Code { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
}
