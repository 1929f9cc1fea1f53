using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Roster;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests;

public sealed class KeyTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);
    private readonly Database database = app.Get<Database>();

    [Fact]
    public async Task After_a_rotation_the_new_key_alone_opens_and_finds_everything()
    {
        var (member, refused) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        var import = await roster.StageLinesAsync($"{member},张三,13800001234,a@Example.com,,,,", $"{refused},,13800001235,,,,,");
        await roster.ApplyAsync(import);
        var person = await app.Get<PersonStore>().SignInAsync("app", $"k{member}", null, app.Now, Ct);
        await app.Get<BindRequestStore>().TryOpenAsync(person, "张三", member, "", "", "+8613800001234", app.Now, Ct);
        var (both, alone) = NewKey();

        var rotation = new KeyRotation(database, both, app.Get<IEnumerable<SealedColumn>>());
        Assert.True(await rotation.CountOlderAsync(Ct) >= 5);
        Assert.Equal(0, (await rotation.RunAsync(Ct)).Unreadable);

        Assert.Equal(0, await rotation.CountOlderAsync(Ct));
        var members = new MemberStore(database, alone, app.Get<AuditTrail>());
        var found = Assert.Single(await members.ListByPhoneAsync("+8613800001234", Ct));
        Assert.Equal(("+8613800001234", "a@Example.com", 1L), (members.Open(found).Phone, members.Open(found).Email, found.Revision));
        Assert.Equal(
            1,
            await database.FindAsync<long>(
                "SELECT COUNT(*) FROM members WHERE phone_tail_hash = @tail AND email_hash = @email",
                new { tail = alone.Hash(MemberStore.PhoneTailHash, "1234"), email = alone.Hash(MemberStore.EmailHash, "a@example.com") },
                Ct
            )
        );
        var requests = new BindRequestStore(
            database,
            alone,
            app.Get<BindingStore>(),
            app.Get<SessionStore>(),
            members,
            app.Get<MemberEdits>(),
            app.Get<AuditTrail>()
        );
        Assert.Equal("+8613800001234", requests.OpenPhone((await requests.FindLatestAsync(person, Ct))!));
        Assert.Equal("13800001235", new LineSeal(alone).OpenRefused(await roster.LineOfAsync(import, refused))[(int)Column.Phone]);
        Assert.Equal(0, (await rotation.RunAsync(Ct)).Rows);
        // An import may be undone after the keys were changed.
        await new Applying(database, members, roster.Store, new LineSeal(alone), app.Clock).UndoAsync(
            RosterDriver.By,
            import,
            _ => { },
            Ct
        );
        Assert.Null(await members.FindByNumberAsync(member, Ct));
    }

    [Fact]
    public async Task A_rotation_yields_to_whoever_changes_the_row_meanwhile()
    {
        var number = RosterDriver.NewNumber();
        var member = await roster.NewMemberAsync(number, "张三,13800005678,,,,,");
        var (both, _) = NewKey();
        var rotation = new KeyRotation(database, both, app.Get<IEnumerable<SealedColumn>>());
        var column = app.Get<IEnumerable<SealedColumn>>().First(column => column is { Table: "members", Column: "phone_sealed" });
        var read = new SealedRow
        {
            First = member.Id,
            Second = 0,
            Name = number,
            Sealed = member.PhoneSealed,
        };
        await roster.ApplyAsync(await roster.StageLinesAsync($"{number},张三,13800009999,,,,,"));

        Assert.Equal(0, await rotation.MoveAsync(column, [read], Ct));

        Assert.Equal("+8613800009999", (await roster.FieldsAsync(number)).Phone);
    }

    [Fact]
    public async Task What_no_key_opens_is_left_and_counted()
    {
        var before = await app.Get<KeyRotation>().CountOlderAsync(Ct);
        var number = RosterDriver.NewNumber();
        var member = await roster.NewMemberAsync(number, "张三,13800005679,,,,,");
        var stranger = NewRing("x1", [("x1", NewSecret())]).Seal(MemberStore.PhonePlace(number), "+8613800005679");
        await database.ExecuteAsync("UPDATE members SET phone_sealed = @stranger WHERE id = @Id", new { stranger, member.Id }, Ct);

        Assert.Equal(before + 1, (await app.Get<KeyRotation>().RunAsync(Ct)).Unreadable);
        Assert.Equal(before + 1, await app.Get<KeyRotation>().CountOlderAsync(Ct));

        await database.ExecuteAsync(
            "UPDATE members SET phone_sealed = '', phone_hash = '', phone_tail_hash = '' WHERE id = @Id",
            new { member.Id },
            Ct
        );
    }

    /// <summary>A sealed column that the rotation does not know would be lost with the old key.</summary>
    [Fact]
    public async Task Every_sealed_column_of_the_schema_is_rotated()
    {
        var columns = await database.ListAsync<string>(
            TestEngine.IsMySql
                ? """
                SELECT CONCAT(table_name, '.', column_name)
                  FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND column_name LIKE '%sealed' ORDER BY 1
                """
                : """
                SELECT t.name || '.' || c.name
                  FROM sqlite_master t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND c.name LIKE '%sealed' ORDER BY 1
                """,
            ct: Ct
        );

        Assert.Equal(
            columns,
            app.Get<IEnumerable<SealedColumn>>().Select(column => $"{column.Table}.{column.Column}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_new_key_is_printed_as_an_environment_variable_and_needs_no_configuration()
    {
        var end = await CommandProcess.RunAsync(app, "keys", "new", "--id", "k9");

        Assert.Equal(0, end.ExitCode);
        Assert.Matches("^Keys__Ring__k9=[A-Za-z0-9+/]{43}=$", end.Output.Trim());
        Assert.Equal(1, (await CommandProcess.RunAsync(app, "keys", "new", "--id", "k-9")).ExitCode);
    }

    private (Keyring Both, Keyring Alone) NewKey()
    {
        var (id, secret) = ($"n{Guid.NewGuid():N}"[..12], NewSecret());
        var standing = app.Get<IOptions<KeyOptions>>().Value.Ring.Select(key => (key.Key, key.Value));
        return (NewRing(id, [(id, secret), .. standing]), NewRing(id, [(id, secret)]));
    }

    private static Keyring NewRing(string current, IEnumerable<(string Id, string Secret)> keys) =>
        new(Options.Create(new KeyOptions { Current = current, Ring = keys.ToDictionary(key => key.Id, key => key.Secret) }));

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
