using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Tests;

/// <summary>What rooms hold of a person: no column is forgotten when that person asks for it, or asks to be forgotten.</summary>
public sealed partial class PersonDataTests(App app) : IClassFixture<App>
{
    private const long FirstPerson = 700_000_000_001,
        FirstMember = 800_000_000_001;

    /// <summary>Columns that name somebody without being a room's data of that person, each with its reason.</summary>
    private static readonly Dictionary<string, string> NamesNobody = new()
    {
        ["audit_events.target_id"] = "the trail of what staff did to a member is kept as long as the trail",
        ["members.id"] = "the roster's own key, under which the rest hangs",
        ["people.id"] = "goes with the person's row, last of all",
        ["campaigns.frozen_to"] = "how far an audience is written down, by the number of a member",
        ["story_versions.person"] = "whom a published story is about, by name",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    private List<PersonColumn> Claimed => [.. app.Get<IEnumerable<IPersonData>>().SelectMany(room => room.Columns)];

    [Fact]
    public async Task Every_column_that_names_a_person_is_claimed_by_one_room()
    {
        var columns = await ColumnsAsync();
        var claimed = Claimed.Select(column => column.Name).ToList();

        var naming = columns.Where(column => NamesPerson().IsMatch(column.Name)).Select(column => $"{column.Table}.{column.Name}").ToList();

        Assert.True(naming.Count > 25, $"{naming.Count} columns");
        Assert.Equal("", string.Join(", ", naming.Except(claimed).Except(NamesNobody.Keys)));
        Assert.Equal("", string.Join(", ", claimed.Except(columns.Select(column => $"{column.Table}.{column.Name}"))));
        Assert.Equal(claimed.Distinct().Order(), claimed.Order());
    }

    /// <summary>Whatever a column is called: the database is searched for somebody who has used all there is.</summary>
    [Fact]
    public async Task What_somebody_leaves_in_any_column_is_claimed_and_goes_as_is_said()
    {
        var phone = await UseEverythingAsync();
        var person = await Database.FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        Assert.True(person >= FirstPerson && phone.Member.Id >= FirstMember);
        var claimed = Claimed.ToDictionary(column => column.Name, column => column.OnErase);
        string[] traces = [.. phone.User.OpenIds.Values, phone.User.UnionId!];

        var before = await FindAsync(traces, [person, phone.Member.Id]);
        Assert.True(before.Count > 12, string.Join(", ", before));
        Assert.Equal("", string.Join(", ", before.Where(column => !claimed.ContainsKey(column) && !NamesNobody.ContainsKey(column))));

        Assert.Equal(HttpStatusCode.NoContent, (await phone.Http.DeleteAsync("/api/me", Ct)).StatusCode);

        var after = await FindAsync(traces, [person]);
        Assert.Equal("", string.Join(", ", after.Where(column => claimed.GetValueOrDefault(column) is not OnErase.Kept)));
    }

    [Fact]
    public async Task The_export_holds_what_every_room_knows()
    {
        var phone = await UseEverythingAsync();

        var export = await phone.GetAsync("/api/me/export");

        Assert.Equal("+86" + phone.User.Phone, export.GetProperty("member").GetProperty("phone").GetString());
        string[] lists =
        [
            "weChat",
            "sessions",
            "bindings",
            "tags",
            "rights",
            "written",
            "following",
            "declinedTopics",
            "messages",
            "claims",
            "tries",
            "redemptions",
            "uploads",
        ];
        Assert.All(lists, list => Assert.True(export.GetProperty(list).GetArrayLength() > 0, $"{list}: {export}"));
        Assert.Equal(2, export.GetProperty("redemptions").GetArrayLength());
        // Nothing that grants something: the tokens of sessions and the society's own seals stay inside.
        Assert.DoesNotContain("hash", $"{export}", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sealed", $"{export}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A member who has bound, followed, claimed, redeemed for another, been sent a message and declined others.</summary>
    private async Task<TestPhone> UseEverythingAsync()
    {
        await StartIdsAsync("people", FirstPerson);
        await StartIdsAsync("members", FirstMember);
        var phone = new TestPhone(app.CreateClient(), app.WeChat, app.WeChat.MakeUser(follows: true));
        await phone.SignInAsync();
        phone.Member = await app.NewRosterMemberAsync(phone.User.Phone);
        (await phone.BindAsync(phone.Member.Name)).EnsureSuccessStatusCode();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, phone.Member.Id, Rights.Redeem, app.Now, Ct);
        await phone.SignInAsync();
        await RedeemAsync(phone, await app.NewMemberAsync());
        await RedeemAsync(phone, phone);
        await phone.ClaimAsync(await app.NewBenefitAsync(with: b => b with { DuesRequired = true }));
        await app.Get<ClaimTries>().FlushAsync(Ct);
        await FollowAndWriteAsync(phone);
        await SendAsync(phone);
        object[] topics = [new { topic = "stories", wanted = false }];
        (await phone.PutAsync("/api/me/messages", new { topics })).EnsureSuccessStatusCode();
        (await phone.BeginUploadAsync(100)).EnsureSuccessStatusCode();
        return phone;
    }

    private async Task RedeemAsync(TestPhone counter, TestPhone claimer)
    {
        var benefit = await app.NewBenefitAsync();
        var code = (await TestPhone.JsonOf(await claimer.ClaimAsync(benefit))).GetProperty("code").GetString();
        (await counter.PostAsync("/api/redemptions", new { code })).EnsureSuccessStatusCode();
    }

    private async Task FollowAndWriteAsync(TestPhone phone)
    {
        var openId = phone.User.OpenIds[Pushed.Official];
        (await app.PushAsync(Pushed.Official, Pushed.Safe, openId, Pushed.Event("subscribe", ("EventKey", "")))).EnsureSuccessStatusCode();
        await app.HandleCallbacksAsync();
        await Database.ExecuteAsync(
            "UPDATE followers SET union_id = @UnionId WHERE open_id = @openId",
            new { phone.User.UnionId, openId },
            Ct
        );
    }

    private async Task SendAsync(TestPhone phone)
    {
        var tag = $"T{Guid.NewGuid():N}"[..12];
        await app.Get<MarkStore>().TagAsync(Actor.Command, phone.Member.Id, tag, app.Now, Ct);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        await app.Services.StartCampaignAsync(template, new TestAudience(tag, [phone.User]));
        await app.SendDueAsync();
    }

    /// <summary>Identities that no other table comes near, so that a number found is this person or this member.</summary>
    private async Task StartIdsAsync(string table, long first)
    {
        if (TestEngine.IsMySql)
        {
            await Database.ExecuteAsync($"ALTER TABLE {table} AUTO_INCREMENT = {first}", ct: Ct);
            return;
        }
        var next = new { table, last = first - 1 };
        if (await Database.ExecuteAsync("UPDATE sqlite_sequence SET seq = MAX(seq, @last) WHERE name = @table", next, Ct) == 0)
        {
            await Database.ExecuteAsync("INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @last)", next, Ct);
        }
    }

    private async Task<List<string>> FindAsync(IReadOnlyCollection<string> texts, IReadOnlyCollection<long> ids)
    {
        var found = new List<string>();
        foreach (var column in await ColumnsAsync())
        {
            var condition = column.IsText
                ? string.Join(" OR ", texts.Select((_, i) => $"INSTR({column.Name}, @text{i}) > 0"))
                : $"{column.Name} IN ({string.Join(", ", ids)})";
            var values = new Dapper.DynamicParameters(texts.Select((text, i) => KeyValuePair.Create($"text{i}", (object)text)));
            if (await Database.FindAsync<int>($"SELECT COUNT(*) FROM {column.Table} WHERE {condition}", values, Ct) > 0)
            {
                found.Add($"{column.Table}.{column.Name}");
            }
        }
        return found;
    }

    private Task<IReadOnlyList<SchemaColumn>> ColumnsAsync() =>
        Database.ListAsync<SchemaColumn>(
            TestEngine.IsMySql
                ? """
                SELECT table_name AS 'table', column_name AS name, data_type <> 'bigint' AS is_text
                  FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND table_name <> 'schema_versions'
                   AND data_type IN ('bigint', 'varchar', 'char', 'text', 'mediumtext')
                """
                : """
                SELECT t.name AS 'table', c.name AS name, c.type NOT IN ('BIGINT', 'INTEGER') AS is_text
                  FROM sqlite_master t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT IN ('schema_versions', 'sqlite_sequence')
                   AND (c.type IN ('BIGINT', 'INTEGER', 'MEDIUMTEXT') OR c.type LIKE '%CHAR%' OR c.type LIKE '%TEXT%')
                """,
            ct: Ct
        );

    private sealed record SchemaColumn
    {
        public required string Table { get; init; }
        public required string Name { get; init; }
        public required bool IsText { get; init; }
    }

    /// <summary>What such a column is called here, and might be in rooms to come.</summary>
    [GeneratedRegex(
        """
            person | people | member_id | open_?id | union_?id | ^holder$ | recipient | redeemer | follower_id | phone_ | email |
            submitter | voter | participant | owner_id
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex NamesPerson();
}
