using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Members;

/// <summary>会员: the roster's records, with the tags and rights that staff give.</summary>
public static class MembersFeature
{
    public static IHostApplicationBuilder AddMembers(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<MemberStore>()
            .AddSingleton<MarkStore>()
            .AddSingleton<MemberSearch>()
            .AddSingleton<Timeline>()
            .AddSingleton<MemberChoices>()
            .AddSingleton<MemberEdits>()
            .AddSingleton<MemberMerge>()
            .AddSingleton<MarkEdits>()
            .AddSingleton<IMemberData, MarksOfMember>()
            .AddSingleton<ITimelineSource, MemberAuditTimeline>()
            .AddSingleton<IPersonData, MemberOfPerson>()
            .AddDemo<DemoMarks>()
            .AddMenu(MenuGroup.Members, 10, "/staff/members", "会员名册", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.Members, 40, "/staff/marks", "分支机构与标签", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Members, 10, "/Members/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddShortcut(30, "/staff/members", "会员", "users")
            .AddAuditKinds(AuditedMember, AuditedMark)
            .AddSealedColumns(
                new SealedColumn(
                    "members",
                    "phone_sealed",
                    "id",
                    "0",
                    "number",
                    row => MemberStore.PhonePlace(row.Name),
                    new HashColumn("phone_hash", MemberStore.PhoneHash, text => text),
                    new HashColumn("phone_tail_hash", MemberStore.PhoneTailHash, Phone.Tail)
                ),
                new SealedColumn(
                    "members",
                    "email_sealed",
                    "id",
                    "0",
                    "number",
                    row => MemberStore.EmailPlace(row.Name),
                    new HashColumn("email_hash", MemberStore.EmailHash, MemberStore.EmailKey)
                )
            );
        return builder;
    }

    private static AuditKind AuditedMember { get; } =
        new("member", "会员")
        {
            Actions = new()
            {
                [MemberEdits.AddAction] = "新增会员",
                [MemberEdits.EditAction] = "修改会员",
                [MemberMerge.Action] = "合并会员",
                [MarkStore.TagManyAction] = "批量加标签",
                [MarkStore.UntagManyAction] = "批量去掉标签",
                ["member.grant"] = "给予会员权限",
                ["member.revoke"] = "收回会员权限",
                ["member.tag"] = "加标签",
                ["member.untag"] = "去掉标签",
                ["member.reveal"] = "查看完整手机号",
                [MemberStore.UnbindAction] = "解除微信绑定",
                ["member.export"] = "导出会员",
            },
            Fields = new()
            {
                ["right"] = "权限",
                ["tag"] = "标签",
                ["phone"] = "手机",
                ["number"] = "会员号",
                ["name"] = "姓名",
                ["unit"] = "单位",
                ["branch"] = "分支机构",
                ["level"] = "会员级别",
                ["bound"] = "已绑定微信",
                ["email"] = "邮箱",
                ["paidUntil"] = "会费有效期",
                ["dues"] = "会费",
                ["members"] = "会员",
                ["filter"] = "查找条件",
                ["merged"] = "并入的会员",
                ["mergedValues"] = "并入的会员原有内容",
                ["moved"] = "转到本会员名下",
                ["keptBefore"] = "合并前",
                ["keptAfter"] = "合并后",
            },
        };

    private static AuditKind AuditedMark { get; } =
        new("mark", "分支机构与标签")
        {
            Actions = new()
            {
                ["branch.add"] = "新增分支机构",
                ["branch.rename"] = "分支机构改名",
                ["branch.merge"] = "合并分支机构",
                ["branch.retire"] = "停用分支机构",
                ["branch.restore"] = "恢复分支机构",
                ["level.add"] = "新增会员级别",
                ["level.rename"] = "会员级别改名",
                ["level.merge"] = "合并会员级别",
                ["level.retire"] = "停用会员级别",
                ["level.restore"] = "恢复会员级别",
                ["tag.rename"] = "标签改名",
                ["tag.merge"] = "合并标签",
                ["tag.retire"] = "删除标签",
            },
        };
}
