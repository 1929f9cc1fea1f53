using CsrmeWeChat.Messages;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>What the stand-in asks of a message, over the wire without our client; and that the console's form asks the same.</summary>
public sealed class SandboxMessageTests
{
    private const string SendApi = "/cgi-bin/message/subscribe/send";

    [Theory]
    [InlineData("thing1", "不多不少正好二十个字的一段文字放在这里吧", true)]
    [InlineData("thing1", "不多不少正好二十个字的一段文字放在这里吧！", false)]
    [InlineData("thing1", "换\n行", false)]
    [InlineData("thing1", "", false)]
    [InlineData("phrase2", "五个字以内", true)]
    [InlineData("phrase2", "六个字就不行", false)]
    [InlineData("phrase2", "abc", false)]
    [InlineData("name3", "十个汉字以内的名字呀", true)]
    [InlineData("name3", "十一个汉字以内的名字呀", false)]
    [InlineData("name3", "Twenty letters at all", false)]
    [InlineData("character_string4", "A2B3-0042", true)]
    [InlineData("character_string4", "编号42", false)]
    [InlineData("character_string4", "123456789012345678901234567890123", false)]
    [InlineData("thing1", "⏰ 报告会今天开始", false)]
    [InlineData("thing1", "⭐优秀青年报告会", false)]
    [InlineData("thing1", "⌚⏳报告会", false)]
    [InlineData("thing1", "⏸⏩⏺报告会", false)]
    [InlineData("thing1", "⭕✅报告会", false)]
    [InlineData("thing1", "㊗成功", false)]
    [InlineData("thing1", "🀄报告会", false)]
    [InlineData("thing1", "科普周😀", false)]
    [InlineData("thing1", "祖国🇨🇳", false)]
    [InlineData("thing1", "第1️⃣场", false)]
    [InlineData("thing1", "🫨报告会", false)]
    [InlineData("thing1", "①★☆●→℃№×±《》㎡𠮷©™", true)]
    [InlineData("name3", "王小明25", false)]
    [InlineData("name3", "user25", false)]
    [InlineData("name3", "王小明①", false)]
    [InlineData("name3", "阿卜杜拉·买买提", true)]
    [InlineData("symbol2", "★★★☆☆", true)]
    [InlineData("symbol2", "abc", false)]
    [InlineData("number5", "530.5", true)]
    [InlineData("number5", "-530.5", false)]
    [InlineData("number5", "五百三十", false)]
    [InlineData("time6", "2022年5月30日 09:00", true)]
    [InlineData("time6", "09:00", true)]
    [InlineData("time6", "明天上午", false)]
    [InlineData("time6", "15:01:02", true)]
    [InlineData("time6", "2027年5月30日 09:00~2027年5月30日 11:30", true)]
    [InlineData("time6", "09:00~11:30", true)]
    [InlineData("time6", "2027年2月30日 09:00", false)]
    [InlineData("time6", "2027年2月29日 09:00", false)]
    [InlineData("time6", "2028年2月29日 09:00", true)]
    [InlineData("time6", "2027年5月30日 25:70", false)]
    [InlineData("time6", "24:00", false)]
    [InlineData("time6", "2027年5月30日 09:00~待定", false)]
    [InlineData("time6", "2027年5月30日 09:00~2027年5月32日 09:00", false)]
    [InlineData("time6", "09:00~10:00~11:00", false)]
    [InlineData("time6", "2027年5月30日", false)]
    [InlineData("date7", "2022-05-30", true)]
    [InlineData("date7", "2018.01.01", true)]
    [InlineData("date7", "2018/1/1", true)]
    [InlineData("date7", "2018-01", true)]
    [InlineData("date7", "2018年1月", true)]
    [InlineData("date7", "01-01", true)]
    [InlineData("date7", "5月30日", true)]
    [InlineData("date7", "5月30日 09:00", true)]
    [InlineData("date7", "2月29日", true)]
    [InlineData("date7", "2月30日", false)]
    [InlineData("date7", "2018年13月", false)]
    [InlineData("date7", "2027年5月30日~2027年6月2日", true)]
    [InlineData("date7", "2027年5月30日 09:00~11:30", true)]
    [InlineData("date7", "2027年5月30日~待定", false)]
    [InlineData("date7", "2027年6月31日", false)]
    [InlineData("amount8", "€530元", true)]
    [InlineData("amount8", "12345678901", false)]
    [InlineData("const4", "会员活动", true)]
    [InlineData("const4", "会员大会", false)]
    [InlineData("enum4", "培训", true)]
    [InlineData("time", "明天上午", true)]
    [InlineData("keyword1", "什么都可以", true)]
    [InlineData("date7", "09:00", false)]
    [InlineData("amount8", "￥530.00", true)]
    [InlineData("amount8", "很多钱", false)]
    [InlineData("phone_number9", "+86-10-12345678", true)]
    [InlineData("phone_number9", "打给我", false)]
    public async Task A_field_holds_what_its_kind_allows_here_and_at_WeChat(string key, string value, bool fits)
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        IReadOnlyList<string>? listed = key is "const4" or "enum4" ? ["会员活动", "培训"] : null;
        var field = new TemplateField(key, "一项", listed);
        lab.Control.RegisterTemplate(
            MiniAppId,
            "one-field",
            [key],
            longTerm: true,
            listed is null ? null : new Dictionary<string, IReadOnlyList<string>> { [key] = listed }
        );
        var data = new Dictionary<string, object> { [key] = new { value } };

        Assert.Equal(fits, FieldKinds.Fault(field, value) is null);
        var answer = await wire.PostAsync(
            $"{SendApi}?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}",
            new
            {
                touser = lab.NewUser().OpenIds[MiniAppId],
                template_id = "one-field",
                data,
            }
        );

        Assert.Equal(fits ? 0 : 47003, Wire.CodeOf(answer));
        Assert.StartsWith(
            fits ? "ok" : $"argument invalid! data.{key}.value",
            answer.GetProperty("errmsg").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_message_needs_a_known_user_and_template_and_all_its_fields()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var path = $"{SendApi}?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}";
        var user = lab.NewUser();

        Assert.Equal(40003, await wire.RefusalAsync(path, new { touser = user.OpenIds[AccountAppId], template_id = Reminder }));
        Assert.Equal(40037, await wire.RefusalAsync(path, new { touser = user.OpenIds[MiniAppId], template_id = "none" }));
        Assert.Equal(47003, await wire.RefusalAsync(path, new { touser = user.OpenIds[MiniAppId], template_id = Reminder }));
    }
}
