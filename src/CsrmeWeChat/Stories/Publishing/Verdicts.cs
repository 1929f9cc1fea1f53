namespace CsrmeWeChat.Stories;

/// <summary>WeChat's reasons for not sending an article, in Chinese for staff.</summary>
public static class Verdicts
{
    /// <param name="status">The Status of MASSSENDJOBFINISH; empty where WeChat gave none. Source: 群发接口, 事件推送群发结果.</param>
    /// <param name="originals">The addresses of the original articles that WeChat found in ours.</param>
    public static string OfMassSend(string status, IEnumerable<string>? originals = null) =>
        status switch
        {
            "err(10001)" => "微信审核认为内容涉嫌广告。请修改后重新安排。",
            "err(20001)" => "微信审核认为内容涉嫌政治。请修改后重新安排。",
            "err(20002)" => "微信审核认为内容涉嫌色情。请修改后重新安排。",
            "err(20004)" => "微信审核认为内容涉嫌社会问题。请修改后重新安排。",
            "err(20006)" => "微信审核认为内容涉嫌违法犯罪。请修改后重新安排。",
            "err(20008)" => "微信审核认为内容涉嫌欺诈。请修改后重新安排。",
            "err(20013)" => "微信审核认为内容涉嫌侵犯版权。请核对来源后重新安排。",
            "err(22000)" => "微信审核认为内容涉嫌互推。请修改后重新安排。",
            "err(21000)" => "微信审核没有通过。请修改后重新安排。",
            "err(30001)" => "微信的原创校验系统出错，没有发出。请稍后重新安排。",
            "err(30002)" => $"微信的原创校验判定不能群发。{Like(originals)}请到公众平台查看，再决定是否重新安排。",
            "err(30003)" => $"微信的原创校验判定这是转载，没有发出。{Like(originals)}请核对来源，再决定是否重新安排。",
            "err(40001)" => "管理员在微信里拒绝了这次群发。请与管理员说明后重新安排。",
            "err(40002)" => "管理员 30 分钟内没有在微信里确认，这次群发已作废。请重新安排，并请管理员及时确认。",
            _ when status.StartsWith("err(", StringComparison.Ordinal) => $"微信没有发出这次群发，原因是 {status}。请到公众平台查看。",
            _ => "微信没有发出这次群发。如开启了 API 群发保护，可能是管理员没有在 30 分钟内确认。请查看后重新安排。",
        };

    private static string Like(IEnumerable<string>? originals) =>
        originals?.ToList() is { Count: > 0 } found ? $"与它相同的原创文章：{string.Join("、", found)} 。" : "";

    /// <param name="status">The publish_status of a publication that failed. Source: freepublish/get.</param>
    public static string OfPublication(int status) =>
        status switch
        {
            2 => "微信的原创校验没有通过。请到公众平台查看后重新安排。",
            4 => "微信审核没有通过。请修改后重新安排。",
            5 or 6 => "已发布的文章被删除或被微信屏蔽。请到公众平台查看。",
            _ => "微信没有发布成功。请到公众平台查看后重新安排。",
        };
}
