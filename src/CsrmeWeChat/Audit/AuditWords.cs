namespace CsrmeWeChat.Audit;

/// <summary>The trail in Chinese. An action that is not here shows as it is written.</summary>
public static class AuditWords
{
    public static readonly IReadOnlyDictionary<string, string> Actions = new Dictionary<string, string>
    {
        ["staff.add"] = "新建账号",
        ["staff.edit"] = "修改账号",
        ["staff.disable"] = "停用账号",
        ["staff.enable"] = "恢复账号",
        ["staff.reset"] = "重置密码",
        ["staff.password"] = "修改密码",
        ["staff.totp_on"] = "启用两步验证",
        ["staff.totp_off"] = "关闭两步验证",
        ["staff.recovery"] = "重新生成恢复码",
        ["staff.sign_in"] = "登录",
        ["staff.sign_out"] = "退出登录",
        ["staff.end_session"] = "结束登录",
        ["season.add"] = "新建年度",
        ["benefit.add"] = "新建福利",
        ["benefit.edit"] = "修改福利",
        ["benefit.publish"] = "发布福利",
        ["benefit.withdraw"] = "撤回为草稿",
        ["benefit.close"] = "关闭领取",
        ["benefit.reopen"] = "重新开放领取",
        ["benefit.window"] = "调整福利时间",
        ["benefit.stock"] = "增减总量",
        ["benefit.vouchers"] = "追加兑换码",
        ["claim.on_behalf"] = "代领",
        ["claim.cancel"] = "取消领取",
        ["claim.export"] = "导出领取名单",
        ["redemption.redeem"] = "核销",
        ["redemption.undo"] = "撤销核销",
        ["staff.export"] = "导出账号",
        ["audit.export"] = "导出操作记录",
        ["member.grant"] = "给予会员权限",
        ["member.revoke"] = "收回会员权限",
        ["member.tag"] = "加标签",
        ["member.untag"] = "去掉标签",
        ["member.reveal"] = "查看完整手机号",
        ["member.unbind"] = "解除微信绑定",
        ["member.export"] = "导出会员",
        ["bind.accept"] = "核准绑定",
        ["bind.reject"] = "驳回绑定",
        ["bind.export"] = "导出绑定申请",
        ["keys.rotate"] = "更换密钥",
    };

    /// <summary>What changes are made to.</summary>
    public static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["staff"] = "账号",
        ["season"] = "年度",
        ["benefit"] = "福利",
        ["claim"] = "领取",
        ["redemption"] = "核销",
        ["audit"] = "操作记录",
        ["keys"] = "密钥",
        ["member"] = "会员",
        ["bind"] = "绑定申请",
    };

    /// <summary>The fields of the values before and after.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["address"] = "地址",
        ["branchId"] = "分支机构编号",
        ["branches"] = "限分支机构",
        ["closesAt"] = "结束领取",
        ["count"] = "数量",
        ["duesRequired"] = "须已缴会费",
        ["expiryReturnsStock"] = "过期退回总量",
        ["kind"] = "类别",
        ["levels"] = "限级别",
        ["member"] = "会员",
        ["name"] = "姓名",
        ["opensAt"] = "开始领取",
        ["partner"] = "提供方",
        ["reason"] = "原因",
        ["redeemedAt"] = "核销时间",
        ["redeemer"] = "核销人",
        ["roles"] = "角色",
        ["season"] = "年度",
        ["serial"] = "序号",
        ["sessionId"] = "登录编号",
        ["state"] = "状态",
        ["stock"] = "总量",
        ["summary"] = "简介",
        ["tags"] = "限标签",
        ["theme"] = "主题",
        ["title"] = "标题",
        ["right"] = "权限",
        ["tag"] = "标签",
        ["phone"] = "手机",
        ["number"] = "会员号",
        ["branch"] = "分支机构",
        ["level"] = "会员级别",
        ["bound"] = "已绑定微信",
        ["text"] = "查找内容",
        ["totpOff"] = "关闭两步验证",
        ["totpRequired"] = "要求两步验证",
        ["unit"] = "单位",
        ["usageNote"] = "使用说明",
        ["useUntil"] = "使用截止",
    };

    public static string Action(string action) => Actions.GetValueOrDefault(action, action);

    public static string Field(string field) => Fields.GetValueOrDefault(field, field);

    public static string Kind(string kind) => Kinds.GetValueOrDefault(kind, kind);
}
