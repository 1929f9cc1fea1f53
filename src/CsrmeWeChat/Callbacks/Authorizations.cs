using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// What people take back at WeChat, of either account. Who closes the account (注销) is forgotten as by <c>DELETE /api/me</c>; who takes back
/// a permission (撤回) keeps the account, and what was given by it goes. The sender of these events is WeChat itself.
/// Source: 授权用户信息变更, of mini programs and of official accounts.
/// </summary>
public sealed class Authorizations(PersonStore people, AuditTrail audit, IOptions<WeChatOptions> wechat) : ICallbackHandler
{
    private static readonly Actor ByWeChat = new(null, "微信");

    public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var account = message.AppId == wechat.Value.MiniProgram.AppId ? "小程序" : "公众号";
        if (message.Kind is "user_authorization_cancellation")
        {
            var gone = await people.EraseAsync(tx, message.AppId, message.Person, now, ct);
            await TellAsync("authorization.cancel", gone, new { account });
            return;
        }
        var named = Named(message.Body.Text("RevokeInfo")).ToList();
        var what = named.Aggregate(GrantedData.None, (all, code) => all | DataOf(code));
        var person = await people.RevokeAsync(tx, message.AppId, message.Person, what, now, ct);
        await TellAsync("authorization.revoke", person, new { account, revoked = string.Join("、", named.Select(LabelOf)) });

        // The trail names nobody's openid: of whom it was is known by our own number, while there is one.
        Task TellAsync(string action, long? id, object after) =>
            audit.AddAsync(
                tx,
                ByWeChat,
                new Change(action, "authorization", id ?? 0, id is null ? "没有登录过的用户" : $"第 {id} 号微信用户", After: after),
                now,
                ct
            );
    }

    /// <summary>The numbers in RevokeInfo; several may stand in it.</summary>
    private static IEnumerable<int> Named(string revokeInfo) =>
        revokeInfo
            .Split([',', '，', ';', '|', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0)
            .Where(code => code > 0);

    private static GrantedData DataOf(int code) =>
        code switch
        {
            8 => GrantedData.Phone,
            13 or 18 or 206 => GrantedData.Location,
            7 or 14 or 207 => GrantedData.Pictures,
            5 or 204 => GrantedData.Voice,
            _ => GrantedData.None,
        };

    private static string LabelOf(int code) =>
        code switch
        {
            1 => "车牌号",
            2 or 201 => "地址",
            3 or 202 => "发票",
            4 => "蓝牙",
            5 or 204 => "麦克风",
            6 or 205 => "昵称和头像",
            7 => "摄像头",
            8 => "手机号",
            12 => "运动步数",
            13 or 206 => "位置",
            14 or 207 => "图片或视频",
            15 => "选中的文件",
            16 => "邮箱地址",
            18 => "选择的位置",
            19 => "昵称输入",
            20 => "头像",
            203 => "卡券",
            _ => $"第 {code} 项",
        };
}
