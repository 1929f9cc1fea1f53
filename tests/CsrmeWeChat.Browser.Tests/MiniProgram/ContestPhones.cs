using System.Security.Cryptography;
using CsrmeWeChat.Testing;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>The photo contest on phones: authors, those who look and vote, the result and what comes of it.</summary>
public sealed class ContestPhones(Hall hall) : IClassFixture<Hall>
{
    private const int BytesPerSecond = 60_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Mark => Guid.NewGuid().ToString("N")[..4];

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task A_series_comes_in_order_over_a_line_that_is_cut_and_is_mended_where_it_was_returned(Width width)
    {
        var title = $"掌子面的光 {Mark}";
        var contest = await hall.NewContestAsync(draft => draft with { MinMegapixels = 0 });
        await hall.NewAwardTemplateAsync();
        byte[][] photos = [ContestHall.NewPhoto(), ContestHall.NewPhoto(600, 900), ContestHall.NewPhoto()];
        var bytes = photos.Sum(photo => photo.LongLength);
        await using var network = new CuttingProxy(
            new Uri(hall.Service.BaseUrl).Port,
            [bytes / 5, bytes / 2, bytes * 4 / 5],
            BytesPerSecond
        );
        await using var stage = await hall.StageAsync(network.Port);
        await using var phone = await hall.PhoneAsync(width, Numbers.Next(), stage);
        await phone.OpenAsync("pages/me/index");
        await phone.TapCardAsync("摄影大赛");
        await phone.SeesAsync("投稿要求");
        await phone.LookAsync("contest");
        await phone.BackAsync();
        await phone.TapCardAsync("我的摄影作品");
        await phone.SeesAsync("您还没有作品");
        await phone.LookAsync("contest-mine-empty");

        var entry = await phone.BeginPhotosAsync(contest);
        await phone.TapAsync("提交作品");
        await phone.SeesAsync("还差：照片、组别、主题、作品名称、作品说明、拍摄地点、拍摄时间、作者姓名、单位、手机号验证");
        await phone.LookAsync("contest-edit-empty");
        await phone.ChooseChipAsync("组照组");
        await phone.ChoosePhotosAsync("选择照片", photos, consents: true);
        await phone.SeesAsync("排队等待");
        await phone.LookAsync("contest-edit-sending");
        // The app is closed in the middle of whatever it does.
        await phone.OpenAsync($"contests/edit/index?id={entry}");
        await phone.WritePhotosAsync(title);
        await phone.HasPhotosAsync(3);
        Assert.Equal(3, network.Cuts);
        Assert.Equal(photos.Select(HashOf), await hall.HashesOfAsync(entry));
        Assert.Equal(0, await phone.SavedFilesAsync());

        await phone.Page.GetByLabel("第 3 张，向前移").ClickAsync();
        await phone.Page.GetByLabel("第 2 张，向前移").ClickAsync();
        await phone.Page.GetByLabel("第 2 张，作封面").ClickAsync();
        await phone.SeesAsync("第 2 张 · 封面");
        await phone.TapAsync("加一位评委");
        await phone.FillAsync("请求回避的评委姓名", "王导师");
        await phone.VerifyPhoneAsync();
        await phone.TapAsync("提交作品");
        await phone.SeesAsync("请先勾选上面三项");
        await phone.LookAsync("contest-edit");
        await phone.SubmitPhotosAsync();
        await phone.SeesAsync("作品已收到");
        await phone.LookAsync("contest-submitted");
        Assert.Equal([HashOf(photos[2]), HashOf(photos[0]), HashOf(photos[1])], await hall.HashesOfAsync(entry));
        Assert.Equal(2, await hall.CoverOfAsync(entry));
        await phone.TapAsync("审核和获奖通知我");
        await phone.TapAsync("允许");
        await phone.SeesAsync("好的，届时提醒您");

        await hall.WorkOnPhotosAsync();
        await hall.ReturnPhotosAsync(title, "第 3 张和主题无关，请换一张或去掉。");
        await phone.OpenAsync("contests/mine/index");
        await phone.SeesAsync("第 3 张和主题无关");
        await phone.LookAsync("contest-mine-returned");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("请修改后重新提交");
        await phone.Page.GetByLabel("第 3 张，去掉").ClickAsync();
        await phone.AnswerAsync("去掉");
        await phone.HasPhotosAsync(2);
        await phone.ChoosePhotosAsync("再添照片", [ContestHall.NewPhoto()]);
        await phone.HasPhotosAsync(3);
        await phone.LookAsync("contest-returned");
        await phone.SubmitPhotosAsync();
        await phone.SeesAsync("作品已收到");
        await hall.WorkOnPhotosAsync();
        await hall.AcceptPhotosAsync(title);
        await phone.OpenAsync("contests/mine/index");
        await phone.SeesAsync("已通过");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("作品已通过审核，参加评审");
        await phone.LookAsync("contest-accepted");
        await phone.Page.GetByLabel("看照片第 1 张").ClickAsync();
        await phone.SeesAsync("1 / 3");
    }

    [Fact]
    public async Task A_photo_that_does_not_fit_says_what_to_do_and_what_was_written_survives_a_closed_app()
    {
        var contest = await hall.NewContestAsync(draft => draft with { MinMegapixels = 1, MaxMegabytes = 1 });
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        var entry = await phone.BeginPhotosAsync(contest);
        await phone.ChooseChipAsync("单幅组");
        await phone.ChoosePhotosAsync("选择照片", [new byte[(1 << 20) + 1]], consents: true);
        await phone.SeesAsync("有 1 张超过 1 MB，没有上传");
        await phone.ChoosePhotosAsync("选择照片", [ContestHall.NewPhoto()]);
        await phone.HasPhotosAsync(1);
        await hall.WorkOnPhotosAsync();
        await phone.OpenAsync($"contests/edit/index?id={entry}");
        await phone.SeesAsync("征集要求不少于 100 万像素");
        await phone.LookAsync("contest-edit-unfit");

        await phone.DoAsync("stage.phone.setNetwork('none')");
        await phone.FillAsync("作品名称", "只在手机上的名字");
        await phone.SeesAsync("已存在手机上，网络恢复后保存");
        await phone.OpenAsync($"contests/edit/index?id={entry}", "network=none");
        await phone.SeesAsync("网络不通");
        await Assertions.Expect(phone.Page.Locator(".page.shown").GetByLabel("作品名称")).ToHaveValueAsync("只在手机上的名字");
        await phone.LookAsync("contest-edit-offline");
        await phone.DoAsync("stage.phone.setNetwork('wifi')");
        await phone.SeesAsync("已保存");
        await phone.TapAsync("删除草稿");
        await phone.AnswerAsync("删除");
        await phone.SeesAsync("您还没有作品");
    }

    [Fact]
    public async Task Several_uploads_pause_together_and_one_that_is_cancelled_leaves_the_others_in_order()
    {
        var contest = await hall.NewContestAsync();
        byte[][] photos = [ContestHall.NewPhoto(), ContestHall.NewPhoto(), ContestHall.NewPhoto()];
        await using var network = new CuttingProxy(new Uri(hall.Service.BaseUrl).Port, [], BytesPerSecond / 2);
        await using var stage = await hall.StageAsync(network.Port);
        await using var phone = await hall.PhoneAsync(number: Numbers.Next(), behind: stage);
        var entry = await phone.BeginPhotosAsync(contest);
        await phone.ChooseChipAsync("组照组");
        await phone.ChoosePhotosAsync("选择照片", photos, consents: true);
        var rows = phone.Page.Locator(".page.shown .photo");
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await phone.TapAsync("暂停上传");
        await Assertions.Expect(rows.Filter(new() { HasText = "已暂停" })).ToHaveCountAsync(3);
        await phone.LookAsync("contest-edit-paused");
        await phone.OpenAsync($"contests/edit/index?id={entry}");
        await Assertions.Expect(rows.Filter(new() { HasText = "已暂停" })).ToHaveCountAsync(3);
        await rows.Nth(1).GetByText("取消上传").ClickAsync();
        await phone.TapAsync("继续上传");
        await phone.HasPhotosAsync(2);

        Assert.Equal([HashOf(photos[0]), HashOf(photos[2])], await hall.HashesOfAsync(entry));
        Assert.Equal(0, await phone.SavedFilesAsync());
        await phone.ChoosePhotosAsync("再添照片", [photos[2]]);
        await phone.SeesAsync("这张照片已经在这件作品里");
        await phone.LookAsync("contest-edit-same");
        await phone.TapAsync("取消上传");
        await phone.HasPhotosAsync(2);
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Members_vote_up_to_the_cap_and_take_back_and_nobody_sees_counts_or_names(Width width)
    {
        var mark = Mark;
        var contest = await hall.NewContestAsync(draft =>
            draft with
            {
                VoteOpensAt = draft.OpensAt,
                VoteClosesAt = draft.ClosesAt,
                VotesEach = 1,
            }
        );
        await hall.ShowPhotosAsync(
            contest,
            ($"层理 {mark}", "single", [ContestHall.NewPhoto()]),
            ($"去了电线的 AI 照 {mark}", "single", [ContestHall.NewPhoto(600, 900)]),
            ($"一天 {mark}", "series", [ContestHall.NewPhoto(), ContestHall.NewPhoto(600, 900)])
        );
        await using var stranger = await hall.PhoneAsync(width, Numbers.Next());
        await stranger.OpenAsync($"contests/contest/index?id={contest}");
        await stranger.SeesAsync("投票进行中，您还有 1 票");
        await stranger.LookAsync("contest-voting");
        await stranger.TapAsync("看作品，去投票");
        await stranger.SeesAsync($"层理 {mark}");
        await stranger.LookAsync("contest-gallery");
        await stranger.TapCardAsync($"去了电线的 AI 照 {mark}");
        await stranger.SeesAsync("「含 AI 生成内容」去除了画面里的电线");
        await stranger.DoesNotSeeAsync("沈一凡");
        await stranger.TapAsync("投一票");
        await stranger.SeesAsync("请先绑定会员身份");
        await stranger.LookAsync("contest-photo-unbound");
        await Assertions.Expect(stranger.Button("去绑定会员身份")).ToBeVisibleAsync();

        await using var phone = await hall.MemberPhoneAsync(width);
        await phone.OpenAsync($"contests/gallery/index?id={contest}");
        await phone.ChooseChipAsync("组照组");
        await phone.DoesNotSeeAsync($"层理 {mark}");
        await phone.TapCardAsync($"一天 {mark}");
        await phone.SeesAsync("您还有 1 票");
        await phone.TapAsync("投一票");
        await phone.SeesAsync("投票成功");
        await phone.SeesAsync("您还有 0 票");
        await phone.LookAsync("contest-photo-voted");
        await phone.BackAsync();
        await phone.SeesAsync("已投票");
        await phone.ChooseChipAsync("单幅组");
        await phone.TapCardAsync($"层理 {mark}");
        await phone.TapAsync("投一票");
        await phone.SeesAsync("您的票已经投完");
        await phone.LookAsync("contest-photo-cap");
        await phone.BackAsync();
        await phone.ChooseChipAsync("全部");
        await phone.TapCardAsync($"一天 {mark}");
        await phone.TapAsync("取消投票");
        await phone.SeesAsync("您还有 1 票");
        await phone.Page.GetByLabel("放大看照片 2 / 2").ClickAsync();
        await phone.Page.Locator(".viewer").ClickAsync();
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task The_notice_takes_an_objection_and_the_winner_saves_the_certificate_to_the_album(Width width)
    {
        var (mark, contest) = (Mark, await hall.NewContestAsync());
        await using var author = await hall.PhoneAsync(width, Numbers.Next());
        await author.BeginPhotosAsync(contest);
        await author.ChooseChipAsync("组照组");
        await author.ChoosePhotosAsync("选择照片", [ContestHall.NewPhoto(), ContestHall.NewPhoto()], consents: true);
        await author.WritePhotosAsync($"出渣 {mark}");
        await author.HasPhotosAsync(2);
        await author.VerifyPhoneAsync();
        await author.SubmitPhotosAsync();
        await author.SeesAsync("作品已收到");
        await hall.ShowPhotosAsync(contest, ($"层理 {mark}", "single", [ContestHall.NewPhoto()]));
        await hall.AcceptPhotosAsync($"出渣 {mark}");
        await author.OpenAsync($"contests/result/index?id={contest}");
        await author.SeesAsync("名单还没有公示");
        await author.LookAsync("contest-result-absent");
        await author.OpenAsync("contests/certificates/index");
        await author.SeesAsync("您还没有证书");
        await hall.NoticeAsync(contest, ($"出渣 {mark}", "一等奖"), ($"层理 {mark}", "二等奖"));

        await using (var reader = await hall.PhoneAsync(width))
        {
            await reader.OpenAsync($"contests/contest/index?id={contest}");
            await reader.TapAsync("看公示名单");
            await reader.SeesAsync("石雨田");
            await reader.TapAsync("对名单提出异议");
            await reader.TapAsync("提交异议");
            await reader.SeesAsync("还差：姓名、联系方式、异议内容");
            await reader.Page.Locator(".page.shown").GetByRole(AriaRole.Button, new() { Name = "针对" }).ClickAsync();
            await reader.Page.Locator(".sheet select").SelectOptionAsync(new SelectOptionValue { Label = $"单幅组 二等奖：层理 {mark}" });
            await reader.TapAsync("确定");
            await reader.FillAsync("异议内容", "这张照片去年在别的比赛里得过奖。");
            await reader.FillAsync("您的姓名", "王实名");
            await reader.FillAsync("联系方式", "010-12345678");
            await reader.LookAsync("contest-notice");
            await reader.TapAsync("提交异议");
            await reader.SeesAsync("异议已收到");
            await hall.DismissAsync(contest, "经核实，该作品没有参加过其他比赛。");
            await reader.OpenAsync($"contests/result/index?id={contest}");
            await reader.SeesAsync($"匿名 · 《层理 {mark}》");
            await reader.SeesAsync("经核实，该作品没有参加过其他比赛");
            await reader.DoesNotSeeAsync("王实名");
        }
        await hall.AnnounceAsync(contest);

        await author.OpenAsync($"contests/contest/index?id={contest}");
        await author.TapAsync("看获奖名单");
        await author.SeesAsync("结果已公布");
        await author.LookAsync("contest-result");
        await author.TapAsync("我的证书");
        await author.SeesAsync("组照组一等奖");
        await PaperIsThereAsync(author);
        await author.LookAsync("contest-certificates");
        await author.TapAsync("保存到相册");
        await author.AnswerAsync("拒绝");
        await author.SeesAsync("微信没有保存到相册的权限");
        await author.LookAsync("contest-certificates-refused");
        await author.TapAsync("去设置");
        await author.Page.Locator(".sheet input[type=checkbox]").CheckAsync();
        await author.AnswerAsync("返回");
        await author.SeesAsync("权限已打开");
        await author.TapAsync("保存到相册");
        await author.SeesAsync("已存到相册");
        Assert.Equal(1, await author.Page.EvaluateAsync<int>("JSON.parse(sessionStorage.getItem('stage:album')).length"));
        await author.TapAsync("打开 PDF");
        await author.SeesAsync("pdf，");
        await author.AnswerAsync("关闭");
        await author.TapAsync("复制网址");
        var address = await author.Page.EvaluateAsync<string>("stage.phone.clipboard.replace(stage.service, '')");
        using var http = new HttpClient { BaseAddress = new Uri(hall.Service.BaseUrl) };
        Assert.Contains("石雨田", await http.GetStringAsync(address, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_juror_links_their_phone_by_the_code_of_their_page()
    {
        var code = await hall.NewJurorCodeAsync("周评委");
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync("pages/me/index");
        await phone.TapCardAsync("评委提醒");
        await phone.FillAsync("绑定码", "ABC");
        await phone.TapAsync("用绑定码绑定");
        await phone.SeesAsync("请填写 8 位绑定码");
        await phone.FillAsync("绑定码", "AAAA AAAA");
        await phone.TapAsync("用绑定码绑定");
        await phone.SeesAsync("绑定码不对，或已过期");
        await phone.LookAsync("contest-juror");
        await phone.TapAsync("扫码绑定");
        await phone.Page.Locator(".sheet input").FillAsync($"CSRME-JUROR:{code}");
        await phone.TapAsync("扫到了");
        await phone.SeesAsync("已绑定评委：周评委");
        await phone.LookAsync("contest-juror-linked");
        await phone.TapAsync("解除绑定");
        await phone.AnswerAsync("解除");
        await phone.SeesAsync("扫码绑定");
    }

    [Fact]
    public async Task Whoever_may_not_enter_reads_why_and_where_to_go()
    {
        var mark = Mark;
        await hall.NewContestAsync(draft => draft with { Title = $"截止最晚的 {mark}", ClosesAt = draft.ClosesAt.AddDays(20) });
        var soon = await hall.NewContestAsync(draft => draft with { Title = $"明年的 {mark}", OpensAt = draft.ClosesAt.AddDays(-1) });
        var members = await hall.NewContestAsync(draft =>
            draft with
            {
                Title = $"会员的 {mark}",
                Entrants = Contests.Crowd.Members,
                IsShown = false,
                Granted = "",
            }
        );
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync("contests/contest/index");
        await phone.SeesAsync("其他大赛");
        await Assertions.Expect(phone.Page.Locator(".page.shown .card").First).ToContainTextAsync($"截止最晚的 {mark}");
        await phone.LookAsync("contest-others");
        await phone.TapCardAsync($"明年的 {mark}");
        await phone.SeesAsync("征集还没有开始");
        await phone.OpenAsync($"contests/contest/index?id={members}");
        await phone.SeesAsync("本次大赛面向会员");
        await phone.LookAsync("contest-members");
        await phone.TapAsync("去绑定会员身份");
        await phone.SeesAsync("用登记的手机号验证");
        await phone.OpenAsync($"contests/gallery/index?id={members}");
        await phone.SeesAsync("作品还没有展示");
        await phone.OpenAsync("contests/contest/index?id=999999");
        await phone.SeesAsync("没有这次大赛");
        await phone.OpenAsync($"contests/contest/index?id={soon}", "network=none");
        await phone.SeesAsync("暂时看不到大赛");
    }

    [Theory]
    [InlineData("text=1.4")]
    [InlineData("theme=dark")]
    public async Task The_screens_bear_large_type_and_the_dark(string how)
    {
        var (mark, name) = (Mark, how[..4]);
        var contest = await hall.NewContestAsync(draft => draft with { VoteOpensAt = draft.OpensAt, VoteClosesAt = draft.ClosesAt });
        await using var phone = await hall.PhoneAsync(how is "theme=dark" ? Width.Phone : Width.Small, Numbers.Next());
        await phone.OpenAsync($"contests/contest/index?id={contest}", how);
        await phone.TapAsync("参赛");
        await phone.SeesAsync("选择照片");
        await phone.ChooseChipAsync("组照组");
        await phone.ChoosePhotosAsync("选择照片", [ContestHall.NewPhoto(), ContestHall.NewPhoto(600, 900)], consents: true);
        await phone.WritePhotosAsync($"岩芯 {mark}");
        await phone.HasPhotosAsync(2);
        await phone.VerifyPhoneAsync();
        await phone.LookAsync($"contest-edit-{name}");
        await phone.SubmitPhotosAsync();
        await phone.SeesAsync("作品已收到");
        await hall.ShowPhotosAsync(
            contest,
            ($"AI 层理 {mark}", "single", [ContestHall.NewPhoto()]),
            ($"节理 {mark}", "single", [ContestHall.NewPhoto(600, 900)])
        );
        await hall.AcceptPhotosAsync($"岩芯 {mark}");
        await phone.OpenAsync("pages/me/index", how);
        await phone.SeesAsync("我的证书");
        await phone.LookAsync($"contest-me-{name}");
        await LookAtAsync(phone, how, ("mine", "contests/mine/index", $"岩芯 {mark}"));
        await phone.TapCardAsync($"岩芯 {mark}");
        await phone.SeesAsync("参加评审");
        await phone.LookAsync($"contest-own-{name}");
        await LookAtAsync(phone, how, ("contest", $"contests/contest/index?id={contest}", "看作品，去投票"));
        await LookAtAsync(phone, how, ("gallery", $"contests/gallery/index?id={contest}", $"节理 {mark}"));
        await phone.TapCardAsync($"AI 层理 {mark}");
        await phone.SeesAsync("投一票");
        await phone.LookAsync($"contest-photo-{name}");
        await hall.NoticeAsync(contest, ($"岩芯 {mark}", "一等奖"), ($"节理 {mark}", "一等奖"));
        await phone.OpenAsync($"contests/result/index?id={contest}", how);
        await phone.TapAsync("对名单提出异议");
        await phone.LookAsync($"contest-notice-{name}");
        await hall.AnnounceAsync(contest);
        await LookAtAsync(phone, how, ("result", $"contests/result/index?id={contest}", "结果已公布"));
        await phone.OpenAsync("contests/certificates/index", how);
        await PaperIsThereAsync(phone);
        await phone.LookAsync($"contest-certificates-{name}");
        await LookAtAsync(phone, how, ("juror", "contests/juror/index", "扫码绑定"));
    }

    private static async Task LookAtAsync(Phone phone, string how, (string Name, string Page, string Text) screen)
    {
        await OpenUntilSeenAsync(phone, how, screen.Page, screen.Text);
        await phone.LookAsync($"contest-{screen.Name}-{how[..4]}");
    }

    /// <summary>The gallery may be five seconds old, and a page reads it once: it is opened until it has what was just accepted.</summary>
    private static async Task OpenUntilSeenAsync(Phone phone, string how, string page, string text)
    {
        var seen = phone.Page.GetByText(text).Filter(new() { Visible = true }).First;
        for (var opened = 0; opened < 10; opened++)
        {
            await phone.OpenAsync(page, how);
            try
            {
                await seen.WaitForAsync(new() { Timeout = 2_000 });
                return;
            }
            catch (TimeoutException) { }
        }
        await phone.SeesAsync(text);
    }

    /// <summary>The picture of the certificate is drawn, which takes the service a while the first time.</summary>
    private static Task PaperIsThereAsync(Phone phone) =>
        phone.Page.WaitForFunctionAsync("document.querySelector('.page.shown .paper img')?.naturalWidth > 0");

    private static string HashOf(byte[] photo) => Convert.ToHexStringLower(SHA256.HashData(photo));
}
