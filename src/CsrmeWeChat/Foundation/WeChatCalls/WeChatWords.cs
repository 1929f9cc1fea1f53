using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>Refusals of WeChat in Chinese for staff: what happened, and what to do next.</summary>
public static class WeChatWords
{
    /// <summary>
    /// When WeChat may be called again after it refused a call as one too many: the next day in Beijing where the daily quota is used up,
    /// otherwise after a minute.
    /// </summary>
    public static DateTimeOffset ThrottledUntil(this WeChatException refusal, DateTimeOffset now) =>
        refusal.Code == ErrCode.QuotaSpent ? China.NextDay(now) : now.AddMinutes(1);

    public static string For(WeChatException refusal) =>
        refusal.Code switch
        {
            40001 or 40014 or 42001 or 40125 or 41004 =>
                "微信不接受这个公众号的密钥（AppSecret）。请到公众平台“设置与开发→开发接口管理”核对或重置密钥，交技术人员更新设置后重试。",
            40002 or 40013 or 41002 => "微信不接受这个账号的 AppID。请技术人员核对设置中的 AppID 后重试。",
            40164 => $"本系统服务器的地址{(refusal.Address is { } address ? $" {address} " : "")}不在微信的 IP 白名单里。"
                + "请到公众平台“设置与开发→开发接口管理→IP 白名单”添加"
                + $"{(refusal.Address is null ? "服务器的出口地址" : "它")}，几分钟后重试。{Request(refusal)}",
            76003 => "查询额度时接口名写得不对（微信要求以 / 开头）。请把这句话告诉技术人员。",
            76022 => "这一类公众号没有这个接口。请核对公众号的类型（公众号、服务号）和认证。",
            40243 => "这个账号的密钥（AppSecret）已被冻结。请管理员到公众平台解冻后重试。",
            89503 => "微信要求管理员确认本系统服务器的地址。请公众号管理员在微信里确认，之后重试。",
            89506 => "公众号管理员拒绝了本系统服务器的调用，24 小时内不能再申请。请先与管理员说明，明天再试。",
            89507 => "公众号管理员拒绝了本系统服务器的调用，1 小时内不能再申请。请先与管理员说明，稍后再试。",
            48001 or 50001 =>
                "这个公众号没有此项接口的权限。请到公众平台“设置与开发→接口权限”查看是否需要认证或开通；没有权限时，请在公众平台上手工操作。",
            48004 or 50002 or 50004 or 50007 => "这个公众号的接口被微信限制使用。请管理员登录公众平台查看站内通知并处理。",
            48008 => "这个公众号没有群发此类消息的权限。请到公众平台“接口权限”查看，或改为在公众平台上手工群发。",
            ErrCode.QuotaSpent => "微信规定的当天次数已用完，次日零点恢复。急用请在公众平台上手工操作。",
            45011 or 44990 or 44991 or 45066 => "调用微信过于频繁。请等一分钟再试。",
            48006 => "微信规定的本月清零次数已用完。请等次日零点额度恢复。",
            ErrCode.UnknownUser => "微信找不到这位用户，可能已注销或不属于这个公众号。请先同步关注者。",
            ErrCode.NotFollowing => "这位用户没有关注公众号，不能发送。",
            ErrCode.UnknownTemplate or 40036 or 40038 => "微信找不到这个消息模板。请到公众平台核对模板编号。",
            ErrCode.NotSubscribed => "这位用户没有订阅此消息，或订阅次数已用完，不能发送。",
            ErrCode.SendingBanned =>
                "微信封禁了这个账号的订阅消息，或封禁了这个模板。请管理员登录公众平台查看站内通知和模板状态，处理后再继续。",
            ErrCode.IllegalContent => "微信认为消息内容违规，没有发送。请修改内容后另建一条消息。",
            ErrCode.SensitiveWord => "消息内容里有微信不允许的词。请修改内容后另建一条消息。",
            ErrCode.PageNotReleased or 40165 => "消息要打开的小程序页面还没有发布，或路径不对。请核对页面路径后再继续。",
            ErrCode.RepeatedMessage => "一分钟内刚给此人发过同样的消息。",
            45109 => "微信已停用这个接口。请联系技术人员。",
            ErrCode.ConcurrentSend => "微信正忙，这次没有办成。请稍后重试。",
            -1 => "微信正忙，这次可能没有办成。请先查看结果，再决定是否重试。",
            ErrCode.MassSystemBusy or ErrCode.MassTooFast => "微信正忙，要过一会儿才能办理。",
            ErrCode.SentBefore => "微信答复这次群发已经提交过，但没有说明是哪一条。",
            ErrCode.UnknownGroup => "微信找不到群发的对象。请先同步关注者，核对标签后重新安排。",
            ErrCode.BadField => "消息里有一项内容不合微信的要求。请检查每一项的字数和格式。",
            40007 => "微信找不到这份素材，可能已被删除或已发出。请重新上传后再试。",
            40009 or 45001 => "图片太大，微信不收。请压缩后重试。",
            40005 or 40004 => "微信不收这种格式的文件。请换成 JPG 或 PNG 图片。",
            45028 => "群发次数已用完。请等下一个周期，或只发布而不群发。",
            45003 => "标题太长，微信不收。请缩短到 32 个字以内。",
            45004 => "摘要太长，微信不收。请缩短到 128 个字以内。",
            40015
            or 40016
            or 40017
            or 40018
            or 40019
            or 40020
            or 40021
            or 40022
            or 40023
            or 40024
            or 40025
            or 40026
            or 40027
            or 45010
            or 40054
            or 40055 => "菜单有一项不合微信的要求。请检查菜单的个数、名称长度、关键字和链接。",
            45157 => "已有同名的标签。请换一个名称。",
            45158 => "标签名太长，微信最多收 30 个字节（10 个汉字）。",
            45056 => "标签已满 100 个。请先删除不用的标签。",
            45059 => "有用户的标签已满 20 个，不能再加。请先去掉一些。",
            45159 => "微信上已没有这个标签。请先同步关注者。",
            _ => Otherwise(refusal),
        };

    /// <summary>The id by which WeChat's support finds the request.</summary>
    private static string Request(WeChatException refusal) => refusal.RequestId is { } id ? $"（微信的请求编号 {id}）" : "";

    private static string Otherwise(WeChatException refusal) =>
        refusal.Failure switch
        {
            WeChatFailure.Unavailable => "暂时连不上微信，这次没有办成。请稍后重试；如一直如此，请技术人员检查服务器的网络。",
            WeChatFailure.Unknown => "微信没有答复，不知道是否已经办成。请先在公众平台上查看，再决定是否重试。",
            WeChatFailure.Throttled => "微信限制了调用次数。请稍后再试。",
            WeChatFailure.Misconfigured =>
                $"微信不接受这个账号的设置（错误码 {refusal.Code}）。请技术人员核对公众号的设置。{Request(refusal)}",
            WeChatFailure.Refused or WeChatFailure.BadCode or WeChatFailure.UserBlocked =>
                $"微信拒绝了这次操作（错误码 {refusal.Code}）。请检查内容后重试；仍不行请把错误码告诉技术人员。{Request(refusal)}",
        };
}
