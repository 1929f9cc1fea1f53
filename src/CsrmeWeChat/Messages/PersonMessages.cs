using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>What a person wants to be sent, and what they were sent.</summary>
public sealed class PersonMessages(Database database, CreditStore credits) : IPersonData
{
    /// <summary>
    /// How many acceptances a phone's reports may count in a day. A client can say anything; who taps through the screens of a science week
    /// allows a dozen.
    /// </summary>
    public const int MaxReportsPerDay = 30;

    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("message_choices.person_id", OnErase.Deleted),
        new("subscription_credits.open_id", OnErase.Deleted),
        new("message_receipts.open_id", OnErase.Deleted),
        new("consents.open_id", OnErase.Deleted),
        new("deliveries.recipient", OnErase.Emptied),
        new("deliveries.open_id", OnErase.Emptied),
        new("deliveries.person_id", OnErase.Emptied),
        new("deliveries.member_id", OnErase.Kept),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["declinedTopics"] = await ListDeclinedAsync(person.Id, ct),
            ["messages"] = await ListSentAsync(person.Id, person.OpenIds, ct),
            ["subscriptions"] = await ListCreditsAsync(person.OpenIds, ct),
        };

    private Task<IReadOnlyList<HeldCredit>> ListCreditsAsync(IReadOnlyList<string> openIds, CancellationToken ct) =>
        database.ListAsync<HeldCredit>(
            """
            SELECT t.name, s.credits
              FROM subscription_credits s JOIN message_templates t ON t.channel = s.channel AND t.wechat_id = s.wechat_id
             WHERE s.open_id IN @openIds
             ORDER BY t.name
            """,
            new { openIds },
            ct
        );

    public async Task<IReadOnlyList<Topic>> ListDeclinedAsync(long personId, CancellationToken ct) =>
        // Dapper reads an enum from its name only into a property.
        [
            .. (
                await database.ListAsync<string>("SELECT topic FROM message_choices WHERE person_id = @personId", new { personId }, ct)
            ).Select(word => Enum.Parse<Topic>(word, ignoreCase: true)),
        ];

    /// <summary>Records choices. Topics that are not named stay as they were chosen.</summary>
    /// <returns>False where there is no such person (any more).</returns>
    public Task<bool> ChooseAsync(long personId, IReadOnlyCollection<ChosenTopic> choices, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, false);
                }
                await tx.ExecuteAsync(
                    "DELETE FROM message_choices WHERE person_id = @personId AND topic IN @named",
                    new { personId, named = choices.Select(choice => choice.Topic.Key) },
                    ct
                );
                await tx.InsertManyAsync(
                    "INSERT INTO message_choices (person_id, topic)",
                    [
                        .. choices
                            .Where(choice => !choice.Wanted)
                            .DistinctBy(choice => choice.Topic)
                            .Select(choice => new object?[] { personId, choice.Topic.Key }),
                    ],
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Records what wx.requestSubscribeMessage answered on a phone. Templates that we do not know are left out, as is what tells nothing of
    /// the person: that WeChat banned a template, or showed only one of several with the same title.
    /// </summary>
    /// <param name="results">WeChat's word by its template id.</param>
    /// <returns>False where there is no such person (any more).</returns>
    public Task<bool> ReportAsync(
        long personId,
        string openId,
        IReadOnlyDictionary<string, string> results,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.RetryOnDuplicateAsync(() =>
            database.TransactAsync(
                async tx =>
                {
                    // Under this lock a person's reports are counted one after the other.
                    if (!await tx.LockAsync("people", personId, ct))
                    {
                        return (false, false);
                    }
                    var today = China.Midnight(China.Date(now));
                    var left = MaxReportsPerDay - await credits.CountReportsAsync(tx, openId, today, ct);
                    foreach (var wechatId in await ListKnownAsync(tx, results.Keys, ct))
                    {
                        // Accepted with sound, with a call, by 强制: all begin with the same word.
                        if (results[wechatId].StartsWith("accept", StringComparison.Ordinal) && left-- > 0)
                        {
                            var subscription = new Subscription(MessageChannel.Mini, openId, wechatId);
                            await credits.AcceptAsync(tx, subscription, ConsentSource.Report, now, now, ct);
                        }
                        else if (results[wechatId] is "reject")
                        {
                            await credits.CloseAsync(tx, MessageChannel.Mini, wechatId, [openId], asOf: now, ct);
                        }
                    }
                    return (true, true);
                },
                ct
            )
        );

    /// <summary>In a fixed order, so that two reports at once take their locks alike.</summary>
    private static Task<IReadOnlyList<string>> ListKnownAsync(Transaction tx, IEnumerable<string> wechatIds, CancellationToken ct) =>
        tx.ListAsync<string>(
            "SELECT wechat_id FROM message_templates WHERE channel = 'mini' AND wechat_id IN @wechatIds ORDER BY wechat_id",
            new { wechatIds },
            ct
        );

    /// <summary>The templates of the mini program that a phone may ask consent for, and how many messages are allowed so far.</summary>
    public Task<IReadOnlyList<OfferedTemplate>> ListOfferedAsync(string openId, CancellationToken ct) =>
        database.ListAsync<OfferedTemplate>(
            """
            SELECT t.wechat_id, t.name, t.long_term, COALESCE(s.credits, 0) AS credits
              FROM message_templates t
              LEFT JOIN subscription_credits s
                     ON s.channel = t.channel AND s.wechat_id = t.wechat_id AND s.open_id = @openId
             WHERE t.channel = 'mini' ORDER BY t.id
            """,
            new { openId },
            ct
        );

    public Task<IReadOnlyList<SentMessage>> ListSentAsync(long personId, IReadOnlyList<string> openIds, CancellationToken ct) =>
        database.ListAsync<SentMessage>(
            """
            SELECT c.name, d.state, d.ended_at
              FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
             WHERE d.open_id IN @openIds AND d.person_id = @personId AND d.state IN ('sent', 'confirmed', 'unknown')
             ORDER BY d.id
            """,
            new { personId, openIds },
            ct
        );

    /// <summary>Deletes a person's openids and choices. That the member was sent something stays.</summary>
    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        var openIds = person.OpenIds;
        await tx.ExecuteAsync("DELETE FROM message_choices WHERE person_id = @Id", new { person.Id }, ct);
        if (openIds.Count > 0)
        {
            // Under this lock no node leases a message to the person meanwhile.
            await MessagePace.LockAllAsync(tx, ct);
            await tx.ExecuteAsync("DELETE FROM subscription_credits WHERE open_id IN @openIds", new { openIds }, ct);
            await tx.ExecuteAsync("DELETE FROM consents WHERE open_id IN @openIds", new { openIds }, ct);
            await tx.ExecuteAsync("DELETE FROM message_receipts WHERE open_id IN @openIds", new { openIds }, ct);
            await DeliveryStates.EraseAsync(tx, openIds, ct);
        }
    }

    /// <summary>Merges two people who turned out to be one. What either declined is declined.</summary>
    public async Task MergeAsync(Transaction tx, KnownPerson keptPerson, KnownPerson gonePerson, DateTimeOffset now, CancellationToken ct)
    {
        var kept = keptPerson.Id;
        var gone = gonePerson.Id;
        string[] openIds = [.. keptPerson.OpenIds, .. gonePerson.OpenIds];
        await tx.ExecuteAsync(
            """
            INSERT INTO message_choices (person_id, topic)
            SELECT @kept, g.topic FROM message_choices g
             WHERE g.person_id = @gone AND NOT EXISTS (SELECT 1 FROM message_choices k WHERE k.person_id = @kept AND k.topic = g.topic)
            """,
            new { kept, gone },
            ct
        );
        await tx.ExecuteAsync("DELETE FROM message_choices WHERE person_id = @gone", new { gone }, ct);
        await tx.ExecuteAsync(
            "UPDATE deliveries SET person_id = @kept WHERE person_id = @gone AND open_id IN @openIds",
            new
            {
                kept,
                gone,
                openIds,
            },
            ct
        );
    }
}

public sealed record OfferedTemplate
{
    public required string WechatId { get; init; }
    public required string Name { get; init; }
    public required bool LongTerm { get; init; }
    public required int Credits { get; init; }
}

public sealed record SentMessage
{
    public required string Name { get; init; }
    public required DeliveryState State { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

public sealed record HeldCredit
{
    public required string Name { get; init; }
    public required int Credits { get; init; }
}
