using System.Diagnostics;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

public sealed class DataTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("阿卜杜拉·买买提")]
    [InlineData("𠮷野㛃䶮")]
    [InlineData("张三😀")]
    public async Task Rare_characters_survive_a_round_trip(string name)
    {
        var database = app.Get<Database>();

        var id = await database.InsertAsync("INSERT INTO levels (name) VALUES (@name)", new { name }, Ct);

        Assert.Equal(name, await database.FindAsync<string>("SELECT name FROM levels WHERE id = @id", new { id }, Ct));
    }

    [Theory]
    [InlineData("𠮷", "😀")]
    [InlineData("oAbC", "oabc")]
    [InlineData("é", "e")]
    public async Task A_unique_key_tells_apart_what_a_language_collation_would_not(string one, string other)
    {
        var database = app.Get<Database>();

        Assert.True(await database.TryInsertAsync("INSERT INTO branches (name) VALUES (@one)", new { one }, Ct));
        Assert.True(await database.TryInsertAsync("INSERT INTO branches (name) VALUES (@other)", new { other }, Ct));
        Assert.False(await database.TryInsertAsync("INSERT INTO branches (name) VALUES (@other)", new { other }, Ct));
    }

    [Fact]
    public async Task A_statement_that_a_deadlock_undid_runs_again()
    {
        const string Waiting =
            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE 'UPDATE branches%'";
        var database = app.Get<Database>();
        var one = await database.InsertAsync("INSERT INTO branches (name) VALUES ('一')", ct: Ct);
        var two = await database.InsertAsync("INSERT INTO branches (name) VALUES ('二')", ct: Ct);
        Task<int> statement;
        await using (var tx = await database.BeginAsync(Ct))
        {
            // It has more to undo, so the other is chosen.
            await tx.InsertManyAsync(
                "INSERT INTO branches (name)",
                [.. Enumerable.Range(0, 50).Select(i => new object?[] { $"分会 {i}" })],
                Ct
            );
            await tx.ExecuteAsync("UPDATE branches SET name = '丙' WHERE id = @two", new { two }, Ct);
            statement = database.ExecuteAsync("UPDATE branches SET name = name WHERE id IN (@one, @two)", new { one, two }, Ct);
            for (var waited = Stopwatch.StartNew(); TestEngine.IsMySql && await database.FindAsync<int>(Waiting, ct: Ct) == 0; )
            {
                Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
                // MariaDB looks anew only for one who has not asked for a tenth of a second.
                await Task.Delay(150, Ct);
            }
            await tx.ExecuteAsync("UPDATE branches SET name = '丁' WHERE id = @one", new { one }, Ct);
            await tx.CommitAsync(Ct);
        }

        Assert.Equal(2, await statement);
    }

    [Fact]
    public void Names_are_compared_without_regard_to_width_dot_and_space() =>
        Assert.Equal(PersonalName.Key("阿卜杜拉·买买提"), PersonalName.Key(" 阿卜杜拉 ・ 买买提"));

    [Theory]
    [InlineData("买买提.阿卜杜拉", "买买提·阿卜杜拉")]
    [InlineData("买买提．阿卜杜烈", "买买提·阿卜杜烈")]
    [InlineData("买买提●阿卜杜米", "买买提·阿卜杜米")]
    [InlineData("买买提˙阿卜杜沙", "买买提·阿卜杜沙")]
    [InlineData("买买提-阿卜杜勒", "买买提·阿卜杜勒")]
    [InlineData("买买提‧阿卜杜拉", "买买提・阿卜杜拉")]
    [InlineData("买买提•阿卜杜拉", "买买提－阿卜杜拉")]
    [InlineData("买买提 · 阿卜杜拉", "买买提—阿卜杜拉")]
    [InlineData("王\uE863", "王\u4DAE")]
    [InlineData("李\u4DAE", "李\uE863")]
    [InlineData("张\uE81E", "张\u9FB4")]
    [InlineData("\uE855某", "𤇾某")]
    [InlineData("O'Brien \"三\"", "O’Brien \"三\"")]
    [InlineData("O´Brien", "O`Brien")]
    [InlineData("OʼBrien", "o＇brien")]
    public void A_name_is_the_same_whichever_dot_apostrophe_or_code_point_it_was_typed_with(string one, string other) =>
        Assert.Equal(PersonalName.Key(one), PersonalName.Key(other));

    [Theory]
    [InlineData("王䶮", "王龚")]
    [InlineData("买买提·阿卜杜拉", "买买提·阿卜杜烈")]
    [InlineData("O'Brien", "OBrian")]
    public void Different_names_stay_different(string one, string other) => Assert.NotEqual(PersonalName.Key(one), PersonalName.Key(other));

    [Fact]
    public void What_is_half_a_character_or_none_is_left_out()
    {
        foreach (var (typed, kept) in new[] { ("\uFFFE岩石\uD83D力学", "岩石力学"), ("\uDE00张三😀\uD83D", "张三😀") })
        {
            Assert.Equal(kept, PlainText.Clean(typed));
            Assert.Equal(PersonalName.Key(kept), PersonalName.Key(typed));
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
