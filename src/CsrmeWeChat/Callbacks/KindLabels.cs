namespace CsrmeWeChat.Callbacks;

/// <summary>The Chinese labels of the kinds of callbacks; a kind without one is shown as WeChat names it.</summary>
public static class KindLabels
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["text"] = "文字消息",
        ["image"] = "图片消息",
        ["voice"] = "语音消息",
        ["video"] = "视频消息",
        ["shortvideo"] = "小视频消息",
        ["location"] = "位置",
        ["link"] = "链接消息",
        ["subscribe"] = "关注",
        ["unsubscribe"] = "取消关注",
        ["scan"] = "扫码",
        ["click"] = "点菜单关键词",
        ["view"] = "点菜单网页",
        ["view_miniprogram"] = "点菜单小程序",
        ["templatesendjobfinish"] = "模板消息送达结果",
        ["masssendjobfinish"] = "群发结果",
        ["publishjobfinish"] = "发布结果",
        ["subscribe_msg_popup_event"] = "订阅消息的选择",
        ["subscribe_msg_change_event"] = "订阅消息的变更",
        ["subscribe_msg_sent_event"] = "订阅消息送达结果",
        ["wxa_media_check"] = "图片与音频审核结果",
        ["user_info_modified"] = "用户资料变更",
        ["user_authorization_revoke"] = "用户撤回授权",
        ["user_authorization_cancellation"] = "用户注销授权",
        [Inbox.Unreadable] = "无法识别的消息（原样保存）",
        ["debug_demo"] = "调试",
    };

    public static string Of(string kind) => Labels.GetValueOrDefault(kind, kind);
}
