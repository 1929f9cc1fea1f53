using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Messages to many, written, sent and watched at the console. No job runs here by itself.</summary>
public sealed class MessagePageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_drafted_its_recipients_counted_and_sent_to_each_of_them_once()
    {
        var (staff, audience, template) = await app.NewMessageAsync(3);
        var stranger = await app.NewRosterMemberAsync("13800000001");
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, stranger.Id, audience.Prefix, app.Now, Ct);

        var id = await staff.DraftAsync(template, audience.Prefix);
        var page = await staff.GetPageAsync($"/staff/messages/{id}");
        Assert.Contains("<dd>王小明您好，科普周</dd>", page);
        Assert.Contains($"标签：{audience.Prefix}", page);
        Assert.Contains("已开始生成收件人名单", await staff.FollowAsync(await staff.PressAsync(id, "Freeze")));
        await app.SendDueAsync();
        page = await staff.GetPageAsync($"/staff/messages/{id}");
        Assert.Contains("<strong>3</strong><span>人会收到（公众号模板消息）", page);
        Assert.Contains("<strong>1</strong><span>人收不到", page);
        Assert.Contains("没有绑定微信", page);
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        await app.SendDueAsync();

        page = await staff.GetPageAsync($"/staff/messages/{id}");
        Assert.Contains("已发完", page);
        Assert.Contains("已处理 3 / 3 人。", page);
        Assert.Equal(new DeliveredSummary(3, 3, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Equal(
            [("campaign.add", staff.Login), ("campaign.freeze", staff.Login), ("campaign.start", staff.Login)],
            (await app.ListAuditAsync("campaign", id)).Select(row => (row.Action, row.Actor))
        );
    }

    [Theory]
    [InlineData("Form.Values[thing1]", "一二三四五六七八九十一二三四五六七八九十一", "“thing1”须是 20 个字以内")]
    [InlineData("Form.Values[thing1]", "科普周😀", "不能有表情符号")]
    [InlineData("Form.Values[thing1]", "", "“thing1”不能为空")]
    [InlineData("Form.Values[thing1]", "请打{电话}", "花括号里只能是{姓名}或{会员号}")]
    [InlineData("Form.Values[time2]", "明天上午", "“time2”须是时间")]
    [InlineData("Form.Name", "", "标题须为 1 至 50 个字")]
    [InlineData("Form.Page", "https://example.org/", "不是网址")]
    [InlineData("Form.Numbers", "没有的号、T999999999", "名册中没有会员号 没有的号、T999999999")]
    [InlineData("Form.TemplateId", "987654321", "请选一个消息模板")]
    [InlineData("Form.Topic", "Advertisement", "不是有效的消息类别")]
    public async Task What_WeChat_would_not_take_is_told_at_its_field_and_what_was_typed_stays(string field, string value, string said)
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var fields = MessagePages.Form(template, audience.Prefix, "这个标题留着").ToDictionary(pair => pair.Name, pair => pair.Value);
        (fields["Nonce"], fields["Form.Page"], fields[field]) = ($"{Guid.NewGuid()}", "pages/kept", value);

        var page = await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new", [.. fields.Select(pair => (pair.Key, pair.Value))]));

        Assert.Contains(said, page);
        Assert.True(
            field is "Form.Topic"
                || page.IndexOf("class=\"field-error\"", StringComparison.Ordinal) is > 0 and var at && page[at..].Contains(said),
            "It is told at the field too."
        );
        Assert.Contains(field is "Form.Page" ? "这个标题留着" : "pages/kept", page);
        Assert.Empty(await app.Get<CampaignStore>().ListAsync("这个标题留着", null, automatic: false, "c.id", 0, 10, Ct));
    }

    [Fact]
    public async Task Choosing_another_template_shows_its_fields_with_or_without_a_script()
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var other = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini, keys: ["thing1", "phrase5"]);
        (string, string)[] form =
        [
            ("Nonce", $"{Guid.NewGuid()}"),
            .. MessagePages.Form(template, audience.Prefix).Where(field => field.Name is not "Form.TemplateId"),
            ("Form.TemplateId", $"{other.Id}"),
        ];

        var part = await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new?handler=Template", form));
        Assert.Contains("5 个以内的汉字", part);
        Assert.Contains("value=\"{姓名}您好，科普周\"", part);
        Assert.DoesNotContain("<html", part);
        var page = await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new", form));
        Assert.Contains("模板已更换，请填写新模板的字段", page);
        Assert.Contains("Form.Values[phrase5]", page);
        Assert.Contains(
            "<dd>王小明您好，科普周</dd>",
            await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new?handler=Preview", form))
        );
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_message()
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var nonce = MessagePages.NonceIn(await staff.GetPageAsync("/staff/messages/new"));
        (string, string)[] form = [("Nonce", nonce), .. MessagePages.Form(template, audience.Prefix, "只此一条")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => staff.PostAsync("/staff/messages/new", form)));

        Assert.Single(answers.Select(answer => answer.Headers.Location!.OriginalString).Distinct());
        Assert.Single(await app.Get<CampaignStore>().ListAsync("只此一条", null, automatic: false, "c.id", 0, 10, Ct));
    }

    [Fact]
    public async Task The_second_of_two_editors_is_told_by_whom_and_sees_both_texts()
    {
        var (first, audience, template) = await app.NewMessageAsync(0);
        var second = await app.NewStaffAsync(Role.Admin);
        var id = await first.DraftAsync(template, audience.Prefix);
        var revision = MessagePages.VersionIn(await second.GetPageAsync($"/staff/messages/{id}/edit"));
        (string Name, string Value)[] Edit(string title, string revision) =>
            [("Revision", revision), .. MessagePages.Form(template, audience.Prefix, title)];
        await first.FollowAsync(await first.PostAsync($"/staff/messages/{id}/edit", Edit("甲写的", revision)));

        var page = await TestStaff.PageOf(await second.PostAsync($"/staff/messages/{id}/edit", Edit("乙写的", revision)));

        Assert.Contains($"{first.Login} 已在 {Show.BeijingExact(app.Now)} 修改了这条消息", page);
        Assert.Contains(">甲写的<", page);
        Assert.Contains("value=\"乙写的\"", page);
        Assert.Equal("甲写的", (await app.CampaignAsync(id)).Name);
        await second.FollowAsync(await second.PostAsync($"/staff/messages/{id}/edit", Edit("乙写的", MessagePages.VersionIn(page))));
        Assert.Equal("乙写的", (await app.CampaignAsync(id)).Name);
        // Sent back as it is, a form changes nothing.
        await second.FollowAsync(
            await second.PostAsync($"/staff/messages/{id}/edit", Edit("乙写的", $"{(await app.CampaignAsync(id)).Revision}"))
        );
        Assert.Equal(2, (await app.ListAuditAsync("campaign", id)).Count(row => row.Action == "campaign.edit"));
    }

    [Fact]
    public async Task A_template_is_pasted_from_WeChats_console_and_what_is_wrong_is_told_at_its_field()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var id = $"tmpl-{Guid.NewGuid():N}";
        (string, string)[] Typed(string fields, string wechatId) =>
            [
                ("Form.Channel", "Mini"),
                ("Form.WechatId", wechatId),
                ("Form.Name", "活动开始提醒"),
                ("Form.Fields", fields),
                ("Form.LongTerm", "true"),
            ];

        foreach (
            var (fields, said) in ((string, string)[])
                [
                    ("活动名称", "无法识别“活动名称”"),
                    ("名称{{thing1.DATA}}\n又名{{thing1.DATA}}", "“thing1”写了两次"),
                    ("", "1 至 20 行"),
                    ("备注{{remark.DATA}}", "无法识别"),
                ]
        )
        {
            Assert.Contains(said, await TestStaff.PageOf(await staff.PostAsync("/staff/messages/templates/new", Typed(fields, id))));
        }
        Assert.Contains(
            "照微信公众平台上的原样",
            await TestStaff.PageOf(await staff.PostAsync("/staff/messages/templates/new", Typed("名称{{thing1.DATA}}", "模板一")))
        );
        var page = await staff.FollowAsync(
            await staff.PostAsync(
                "/staff/messages/templates/new",
                Typed("活动名称：{{thing1.DATA}}\r\n\r\ntime2 开始时间\r\n地点 {{ thing3.DATA }}", id)
            )
        );
        Assert.Contains("活动名称、开始时间、地点", page);
        Assert.Contains(
            "已经登记过",
            await TestStaff.PageOf(await staff.PostAsync("/staff/messages/templates/new", Typed("名称{{thing1.DATA}}", id)))
        );
        var made = (await app.Get<TemplateStore>().ListAsync(Ct)).Single(template => template.WechatId == id);
        Assert.Equal([new("thing1", "活动名称"), new("time2", "开始时间"), new("thing3", "地点")], made.FieldList);
        Assert.Equal((true, MessageChannel.Mini), (made.LongTerm, made.Channel));
    }

    [Fact]
    public async Task The_second_to_edit_a_template_is_told_and_a_draft_that_fits_no_more_is_not_sent()
    {
        var (staff, audience, template) = await app.NewMessageAsync(1);
        var id = await staff.DraftAsync(template, audience.Prefix);
        (string, string)[] Edit(string name, long revision) =>
            [("Revision", $"{revision}"), ("Form.Name", name), ("Form.Fields", "thing1 名称\ntime2 时间\nphrase3 结果")];
        await staff.FollowAsync(await staff.PostAsync($"/staff/messages/templates/{template.Id}", Edit("甲改的", template.Revision)));

        Assert.Contains(
            "现在是“甲改的”：thing1 名称、time2 时间、phrase3 结果",
            await TestStaff.PageOf(await staff.PostAsync($"/staff/messages/templates/{template.Id}", Edit("乙改的", template.Revision)))
        );

        Assert.Equal("甲改的", (await app.Get<TemplateStore>().FindAsync(template.Id, Ct))!.Name);
        Assert.Contains("微信不会接受：“结果”不能为空", await TestStaff.PageOf(await staff.PressAsync(id, "Freeze")));
        Assert.Equal(CampaignState.Draft, (await app.CampaignAsync(id)).State);
        Assert.Contains(
            "修改消息模板",
            string.Join(' ', (await app.ListAuditAsync("template", template.Id)).Select(row => app.Get<AuditLabels>().Action(row.Action)))
        );
    }

    [Theory]
    [InlineData("thing1", "⏰ 报告会今天开始", "不能有表情符号")]
    [InlineData("thing1", "⭐优秀青年报告会", "不能有表情符号")]
    [InlineData("thing1", "⌚⏳报告会", "不能有表情符号")]
    [InlineData("name3", "{姓名}25", "不能有数字")]
    [InlineData("name3", "{会员号}", "不能有数字")]
    [InlineData("name3", "user25", "不能有数字")]
    [InlineData("time2", "2027年2月30日 09:00", "须是时间")]
    [InlineData("time2", "2027年5月30日 25:70", "须是时间")]
    [InlineData("time2", "2027年5月30日 09:00~待定", "须是时间")]
    [InlineData("const4", "会员活动", "请先到消息模板里登记这些值")]
    public async Task A_value_that_WeChat_refuses_is_told_at_its_field(string key, string value, string said)
    {
        var (staff, audience, _) = await app.NewMessageAsync(0);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini, keys: [key]);
        (string, string)[] form =
        [
            ("Nonce", $"{Guid.NewGuid()}"),
            .. MessagePages.Form(template, audience.Prefix).Where(field => !field.Name.StartsWith("Form.Values", StringComparison.Ordinal)),
            ($"Form.Values[{key}]", value),
        ];

        var page = await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new", form));

        Assert.Contains(said, page);
        Assert.Contains("class=\"field-error\"", page);
    }

    [Fact]
    public async Task A_field_of_listed_values_is_registered_with_them_and_offers_them()
    {
        var (staff, audience, _) = await app.NewMessageAsync(0);
        var id = $"tmpl-{Guid.NewGuid():N}";
        Task<HttpResponseMessage> PostAsync(string fields) =>
            staff.PostAsync(
                "/staff/messages/templates/new",
                ("Form.Channel", "Mini"),
                ("Form.WechatId", id),
                ("Form.Name", "活动通知"),
                ("Form.Fields", fields)
            );

        Assert.Contains("请把它们写在后面", await TestStaff.PageOf(await PostAsync("活动类型{{const4.DATA}}")));
        await staff.FollowAsync(
            await PostAsync("活动类型：{{const4.DATA}} 会员活动、学术报告\nenum5 方式：线上|线下\n名称{{thing1.DATA}}")
        );

        var template = (await app.Get<TemplateStore>().ListAsync(Ct)).Single(found => found.WechatId == id);
        Assert.Equal(["会员活动", "学术报告"], template.FieldList[0].Values);
        Assert.Equal(("enum5", "方式"), (template.FieldList[1].Key, template.FieldList[1].Label));
        Assert.Equal(["线上", "线下"], template.FieldList[1].Values);
        Assert.Null(template.FieldList[2].Values);
        Assert.Contains(
            "活动类型{{const4.DATA}} 会员活动、学术报告\n方式{{enum5.DATA}} 线上、线下\n名称{{thing1.DATA}}",
            await staff.GetPageAsync($"/staff/messages/templates/{template.Id}")
        );
        (string, string)[] Form(string kind) =>
            [
                ("Nonce", $"{Guid.NewGuid()}"),
                .. MessagePages
                    .Form(template, audience.Prefix, $"按类 {kind}")
                    .Where(field => !field.Name.StartsWith("Form.Values", StringComparison.Ordinal)),
                ("Form.Values[const4]", kind),
                ("Form.Values[enum5]", "线上"),
                ("Form.Values[thing1]", "报告会"),
            ];
        var wrong = await TestStaff.PageOf(await staff.PostAsync("/staff/messages/new", Form("会员大会")));
        Assert.Contains("“活动类型”须是以下之一：会员活动、学术报告", wrong);
        Assert.Contains("<option value=\"学术报告\">", wrong);
        Assert.Contains("学术报告", await staff.FollowAsync(await staff.PostAsync("/staff/messages/new", Form("学术报告"))));
    }

    [Theory]
    [InlineData("{{first.DATA}}\n项目：{{device.DATA}}\n时间：{{time.DATA}}\n活动名称：{{keyword1.DATA}}\n{{remark.DATA}}")]
    [InlineData("{{first.DATA}} 项目：{{device.DATA}} 时间：{{time.DATA}} 活动名称：{{keyword1.DATA}} {{remark.DATA}}")]
    public async Task An_older_template_is_pasted_whole_and_what_WeChat_no_longer_shows_is_left_out(string pasted)
    {
        var (staff, audience, _) = await app.NewMessageAsync(1);
        var id = $"tmpl-{Guid.NewGuid():N}";
        app.WeChat.RegisterTemplate(Pushed.Official, id, ["first", "device", "time", "keyword1", "remark"]);
        (string, string)[] Typed(string channel) =>
            [("Form.Channel", channel), ("Form.WechatId", id), ("Form.Name", "预约提醒"), ("Form.Fields", pasted)];

        Assert.Contains("无法识别", await TestStaff.PageOf(await staff.PostAsync("/staff/messages/templates/new", Typed("Mini"))));
        var page = await staff.FollowAsync(await staff.PostAsync("/staff/messages/templates/new", Typed("Template")));

        Assert.Contains("不再显示开头语（first）和备注（remark）", page);
        var template = (await app.Get<TemplateStore>().ListAsync(Ct)).Single(found => found.WechatId == id);
        Assert.Equal([new("device", "项目"), new("time", "时间"), new("keyword1", "活动名称")], template.FieldList);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        Assert.Equal(new DeliveredSummary(1, 1, 1), app.WeChat.DeliveredSummary(id));
        Assert.Equal(CampaignState.Done, (await app.CampaignAsync(campaign.Id)).State);
    }

    [Fact]
    public async Task The_longest_text_that_fits_is_read_at_once_whatever_stands_in_it()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        string[] texts =
        [
            $"名{new string(' ', 50_000)}{{",
            $"名{new string('\u3000', 6_000)}：",
            string.Concat(Enumerable.Repeat("{{", 9_000)),
            string.Concat(Enumerable.Repeat("{{ thing1 .", 3_500)),
            string.Concat(Enumerable.Repeat("a\n", 14_000)),
            $"{new string('a', 50_000)}1 ",
        ];

        foreach (var text in texts)
        {
            var page = await staff.PostAsync(
                "/staff/messages/templates/new",
                ("Form.Channel", "Template"),
                ("Form.WechatId", "x"),
                ("Form.Name", "长"),
                ("Form.Fields", text)
            );
            Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("无法识别", await TestStaff.PageOf(page));
        }
    }
}
