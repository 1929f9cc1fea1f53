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
        ["audit.export"] = "导出操作记录",
        ["rehearsal.start"] = "开始演练",
        ["keys.rotate"] = "更换密钥",
    };

    /// <summary>What changes are made to.</summary>
    public static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["staff"] = "账号",
        ["audit"] = "操作记录",
        ["rehearsal"] = "演练",
        ["keys"] = "密钥",
    };

    /// <summary>The fields of the values before and after.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["address"] = "地址",
        ["branchId"] = "分支机构编号",
        ["count"] = "数量",
        ["name"] = "姓名",
        ["roles"] = "角色",
        ["sessionId"] = "登录编号",
        ["totpOff"] = "关闭两步验证",
        ["totpRequired"] = "要求两步验证",
        ["unit"] = "单位",
    };

    public static string Action(string action) => Actions.GetValueOrDefault(action, action);

    public static string Field(string field) => Fields.GetValueOrDefault(field, field);

    public static string Kind(string kind) => Kinds.GetValueOrDefault(kind, kind);
}
