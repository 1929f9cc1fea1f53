using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.People;
using CsrmeWeChat.Stories;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>From the first look of somebody whom nobody knows to a member who is bound, or has to ask.</summary>
public sealed class VisitorPhones(Hall hall) : IClassFixture<Hall>
{
    private static readonly Actor Secretary = Actor.Command;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Whoever_is_not_bound_sees_what_there_is_and_for_whom(Width width)
    {
        await hall.Services.NewRosterMemberAsync(Numbers.Next(), level: "高级会员");
        var title = $"岩石标本 {Guid.NewGuid().ToString("N")[..6]}";
        await hall.NewBenefitAsync(with: benefit =>
            benefit with
            {
                Title = title,
                Partner = "青年工作委员会",
                Levels = ["高级会员"],
                Place = "京华号报告厅前台",
            }
        );
        var story = await NewStoryAsync("把岩石读给孩子听");
        await using var phone = await hall.PhoneAsync(width);

        await phone.OpenAsync();
        await phone.SeesAsync("绑定会员身份，才能领取");
        await phone.SeesAsync("绑定后可领");
        await phone.LookAsync("first-look");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("高级会员");
        await phone.SeesAsync("京华号报告厅前台");
        await phone.SeesAsync("去绑定会员身份");
        await phone.LookAsync("benefit-unbound");
        await phone.BackAsync();

        await phone.TapAsync("故事");
        await phone.SeesAsync("把岩石读给孩子听");
        await phone.LookAsync("stories");
        await phone.TapCardAsync("把岩石读给孩子听");
        await phone.SeesAsync("井下一千米");
        await phone.LookAsync("story");
        await phone.BackAsync();
        await phone.TapAsync("我的");
        await phone.SeesAsync("您还没有绑定会员身份");
        // Nothing is called for.
        await phone.DoesNotSeeAsync("短视频征集");
        await phone.LookAsync("me-unbound");

        await phone.OpenAsync("pages/stories/index", "network=none");
        await phone.SeesAsync("把岩石读给孩子听");
        await phone.SeesAsync("网络不通");
        // Whether there are more nobody knows.
        await phone.DoesNotSeeAsync("没有更多了");
        await phone.OpenAsync($"pages/story/index?id={story}", "network=none");
        await phone.SeesAsync("井下一千米");
        await phone.SeesAsync("网络不通");
        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync("请先绑定会员身份");
        await phone.LookAsync("claims-unbound");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Consent_and_number_may_be_refused_and_are_asked_for_again(Width width)
    {
        var number = Numbers.Next();
        var member = await hall.Services.NewRosterMemberAsync(number, "阿卜杜拉·买买提");
        await using var phone = await hall.PhoneAsync(width, number);
        await phone.OpenAsync("pages/bind/index");
        await phone.SeesAsync("请先填写姓名");
        await phone.FillAsync("姓名", "阿不都拉·买买提");

        await phone.TapAsync("用微信手机号验证");
        await phone.SeesAsync("用户隐私保护提示");
        await phone.LookAsync("privacy");
        await phone.TapAsync("不同意");
        await phone.SeesAsync("没有您的同意，微信不提供手机号");
        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("同意");
        await phone.SeesAsync("请再点一次验证");
        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("拒绝");
        await phone.SeesAsync("您没有允许使用手机号");
        await phone.LookAsync("bind-refused");

        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("允许");
        await phone.SeesAsync("姓名与名册中该手机号登记的姓名不一致");
        await phone.LookAsync("bind-wrong-name");
        await phone.FillAsync("姓名", member.Name);
        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("允许");
        await phone.SeesAsync("您已绑定会员身份");
        await phone.LookAsync("bound");
        await phone.TapAsync("去看福利");
        await phone.TapAsync("我的");
        await phone.SeesAsync(member.Number);
        await phone.LookAsync("me");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Who_is_not_in_the_roster_asks_and_reads_the_answer(Width width)
    {
        var member = await hall.Services.NewRosterMemberAsync(Numbers.Next(), "司马长空");
        await using var phone = await hall.PhoneAsync(width, Numbers.Next());
        await phone.OpenAsync("pages/bind/index");
        await phone.BindAsync(member.Name);
        await phone.SeesAsync("会员名册中没有这个手机号");
        await phone.FillAsync("会员号", member.Number);
        await phone.FillAsync("单位", "中国科学院武汉岩土力学研究所");
        await phone.FillAsync("说明", "换了手机号，原来的号码已经停用。");
        await phone.LookAsync("bind-ask");
        await phone.TapAsync("提交申请");
        await phone.SeesAsync("秘书处正在核对");
        await phone.LookAsync("bind-requested");

        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync("绑定申请正在核对");
        await phone.LookAsync("me-requested");
        await DecideAsync(member.Name, accept: null);
        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync("秘书处的答复：请写明原来登记的手机号。");
        await phone.LookAsync("me-rejected");
        await phone.TapAsync("重新绑定或申请");
        await phone.FillAsync("姓名", member.Name);
        await phone.TapAsync("手机号换了或核对不上？请秘书处人工核对");
        await phone.FillAsync("说明", "原来登记的手机号尾号 0001。");
        await phone.TapAsync("提交申请");
        await phone.SeesAsync("秘书处正在核对");
        await DecideAsync(member.Name, accept: member.Id);
        await phone.OpenAsync("pages/bind/index");
        await phone.SeesAsync("您已绑定会员身份");
    }

    [Fact]
    public async Task A_request_can_be_taken_back()
    {
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync("pages/bind/index");
        await phone.FillAsync("姓名", "欧阳拾石");
        await phone.TapAsync("手机号换了或核对不上？请秘书处人工核对");
        await phone.TapAsync("提交申请");
        await phone.SeesAsync("秘书处正在核对");

        await phone.TapAsync("撤回申请");
        await phone.TapAsync("撤回");

        await phone.SeesAsync("用登记的手机号验证");
        Assert.DoesNotContain(await hall.Services.GetRequiredService<BindRequestStore>().ListOpenAsync(Ct), ask => ask.Name == "欧阳拾石");
    }

    [Fact]
    public async Task A_member_who_is_bound_cannot_be_bound_from_a_second_phone()
    {
        await using var first = await hall.MemberPhoneAsync(name: "慕容石");
        var member = first.Member!;
        await using var second = await hall.PhoneAsync();
        // Another WeChat with the same number, as after a change of phones.
        var other = hall.WeChat.MakeUsers(1, [first.Number!]).Single();
        await second.BecomeAsync(other.OpenIds[hall.AppId]);
        await second.OpenAsync("pages/bind/index");

        await second.BindAsync(member.Name);

        await second.SeesAsync("该会员已绑定其他微信");
        await second.SeesAsync("请秘书处人工核对");
    }

    [Fact]
    public async Task An_old_base_library_is_told_in_words()
    {
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync(null, "sdk=2.20.0");
        await phone.SeesAsync("请更新微信");
        await phone.LookAsync("old-library");
        await phone.TapAsync("知道了");
        await phone.SeesAsync("530 会员福利");
    }

    private async Task DecideAsync(string name, long? accept)
    {
        var store = hall.Services.GetRequiredService<BindRequestStore>();
        var ask = (await store.ListOpenAsync(Ct)).Single(open => open.Name == name);
        var now = TimeProvider.System.GetUtcNow();
        var outcome = accept is { } member
            ? await store.AcceptAsync(Secretary, ask.Id, member, release: false, takePhone: false, now, Ct)
            : await store.RejectAsync(Secretary, ask.Id, "请写明原来登记的手机号。", now, Ct);
        Assert.Equal(DecideOutcome.Decided, outcome);
    }

    private async Task<long> NewStoryAsync(string title)
    {
        var (store, now) = (hall.Services.GetRequiredService<StoryStore>(), TimeProvider.System.GetUtcNow());
        var (picture, why) = await hall.Services.GetRequiredService<Pictures>().AddAsync(TestPicture.Png(900, 383, 7), Ct);
        Assert.Null(why);
        var body =
            $"<p>井下一千米，他听见岩石说话。</p><p><img src=\"/media/{picture}\"></p><h2>从现场来</h2><p>一段段岩芯连成一条路。</p>";
        var text = new StoryText("张岩", "某大学", 2022, "", picture!, title, "秘书处", "一位青年学者的十年", body);
        var id = (await store.AddAsync(Secretary, 2026, text, now, Ct))!.Value;
        await hall
            .Services.GetRequiredService<Database>()
            .ExecuteAsync(
                "UPDATE stories SET state = 'out', approved_version = version, out_at = @now, changed_at = @now WHERE id = @id",
                new { id, now },
                Ct
            );
        return id;
    }
}
