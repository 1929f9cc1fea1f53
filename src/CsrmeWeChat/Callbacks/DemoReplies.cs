using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Callbacks;

/// <summary>What the official account answers by itself.</summary>
public sealed class DemoReplies(AutoReplyStore replies) : IDemoPart
{
    private static readonly AutoReplyFields[] All =
    [
        AutoReplyFields.Of(
            AutoReplyKind.Welcome,
            "",
            Matching.Exact,
            "欢迎关注中国岩石力学与工程学会！\n回复 530 查看今年的会员福利，回复 投稿 了解短视频征集。",
            enabled: true
        ),
        AutoReplyFields.Of(
            AutoReplyKind.Keyword,
            "530",
            Matching.Contains,
            "530 会员福利正在发放：打开小程序，绑定会员后即可领取。\n每人每项一份，领完为止。",
            enabled: true
        ),
        AutoReplyFields.Of(
            AutoReplyKind.Keyword,
            "投稿",
            Matching.Contains,
            "科普短视频征集：请在小程序“投稿”中上传，3 分钟以内。",
            enabled: true
        ),
        AutoReplyFields.Of(
            AutoReplyKind.Keyword,
            "会费",
            Matching.Contains,
            "会费有效期可在小程序“我的”中查看。如有疑问，请联系秘书处。",
            enabled: true
        ),
        AutoReplyFields.Of(AutoReplyKind.Otherwise, "", Matching.Exact, "您的留言已收到。回复 530 查看会员福利。", enabled: true),
    ];

    public int Place => 60;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        foreach (var reply in All)
        {
            await replies.AddAsync(demo.Secretary, reply, demo.DaysAgo(30).AddHours(11), ct);
        }
    }
}
