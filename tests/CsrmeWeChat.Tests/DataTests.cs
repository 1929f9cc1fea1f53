using CsrmeWeChat.Data;
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
    public void Names_are_compared_without_regard_to_width_dot_and_space() =>
        Assert.Equal(PersonalName.Key("阿卜杜拉·买买提"), PersonalName.Key(" 阿卜杜拉 ・ 买买提"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
