using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
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
            .AddSingleton<ITimelineSource, MemberAuditTimeline>()
            .AddSingleton<IPersonData, MemberOfPerson>()
            .AddMenu(MenuGroup.Members, 10, "/staff/members", "会员名册", Role.Admin, Role.Secretary)
            .AddShortcut(30, "/staff/members", "会员", "users")
            .AddAuditKinds(AuditedMember)
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
            },
        };
}
