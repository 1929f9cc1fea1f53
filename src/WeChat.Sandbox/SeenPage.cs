using System.Globalization;
using System.Net;
using System.Text;

namespace WeChat.Sandbox;

/// <summary>The page at /: what this WeChat has seen, newest first.</summary>
internal static class SeenPage
{
    private const int Shown = 100;

    public static void MapSeenPage(this IEndpointRouteBuilder routes, World world) =>
        routes.MapGet("/", () => Results.Content(Render(world), "text/html; charset=utf-8"));

    private static string Render(World world)
    {
        var calls = world.Received.List(api: null, openId: null, after: 0, Shown);
        var counts = world.Received.Counts();
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="3">
            <title>微信沙箱</title>
            <style>{Css}</style>
            </head>
            <body>
            <header><h1>微信沙箱</h1><p>代替微信服务器，仅供本机开发与演示。每 3 秒自动刷新。</p></header>
            <section class="tiles">
            """
        );
        Tile(page, "收到请求", counts.Sum(count => count.Count), "");
        Tile(page, "成功", counts.Where(count => count.ErrCode == 0).Sum(count => count.Count), "ok");
        Tile(page, "拒绝", counts.Where(count => count.ErrCode != 0).Sum(count => count.Count), "no");
        Tile(page, "预设故障", world.Faults.Planned.Count, "warn");
        page.Append("</section>");
        RenderCounts(page, counts);
        RenderCalls(page, calls);
        return page.Append("</body></html>").ToString();
    }

    private static void RenderCounts(StringBuilder page, IReadOnlyList<ReceivedCount> counts)
    {
        if (counts.Count == 0)
        {
            return;
        }

        page.Append("<section class=\"card\"><h2>按接口统计</h2><ul class=\"counts\">");
        foreach (var count in counts)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<li><span>{NameOf(count.Api)} <code>{Escape(count.Api)}</code></span>{Badge(count.ErrCode)}<b>{count.Count:N0}</b></li>"
            );
        }

        page.Append("</ul></section>");
    }

    private static void RenderCalls(StringBuilder page, IReadOnlyList<ReceivedCall> calls)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><h2>最近 {Shown} 次请求</h2>");
        if (calls.Count == 0)
        {
            page.Append("<p class=\"empty\">还没有收到请求。把服务的 WeChat:BaseUrl 指向这里即可。</p></section>");
            return;
        }

        page.Append("<table><thead><tr><th>时间</th><th>接口</th><th>用户</th><th>结果</th><th>内容</th></tr></thead><tbody>");
        foreach (var call in calls)
        {
            var at = call.At.ToOffset(TimeSpan.FromHours(8));
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <tr><td class="num">{at:MM-dd HH:mm:ss.fff}</td><td>{NameOf(call.Api)}<br><code>{Escape(call.Api)}</code></td>
                <td><code>{Escape(call.OpenId ?? "—")}</code></td><td>{Outcome(call)}</td><td class="body">{Escape(call.Body)}</td></tr>
                """
            );
        }

        page.Append("</tbody></table></section>");
    }

    private static void Tile(StringBuilder page, string name, long value, string kind) =>
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"tile {kind}\"><span>{name}</span><b>{value:N0}</b></div>");

    private static string Outcome(ReceivedCall call) =>
        call switch
        {
            { Dropped: true, Acted: true } => "<span class=\"badge warn\">已处理后断开</span>",
            { Dropped: true } => "<span class=\"badge no\">断开</span>",
            { HttpStatus: not 200 } => $"<span class=\"badge no\">HTTP {call.HttpStatus}</span>",
            _ => Badge(call.ErrCode),
        };

    private static string Badge(int errCode) =>
        errCode == 0 ? "<span class=\"badge ok\">成功</span>" : $"<span class=\"badge no\">{errCode}</span>";

    private static string NameOf(string api) =>
        api switch
        {
            "/cgi-bin/token" => "接口凭据",
            "/cgi-bin/stable_token" => "稳定版凭据",
            "/sns/jscode2session" => "小程序登录",
            "/wxa/business/getuserphonenumber" => "手机号",
            "/wxa/msg_sec_check" => "文本安全",
            "/wxa/getwxacodeunlimit" => "小程序码",
            "/cgi-bin/message/subscribe/send" => "订阅消息",
            "/cgi-bin/message/template/send" => "模板消息",
            "/cgi-bin/message/subscribe/bizsend" => "订阅通知",
            "/cgi-bin/message/custom/send" => "客服消息",
            "/wxa/media_check_async" => "图片安全",
            "/wxa/generate_urllink" or "/wxa/generatescheme" => "小程序链接",
            "/cgi-bin/user/get" => "关注者列表",
            "/cgi-bin/user/info/batchget" => "关注者信息",
            "/cgi-bin/tags/get" => "标签列表",
            "/cgi-bin/tags/members/batchtagging" => "加标签",
            "/cgi-bin/tags/members/batchuntagging" => "去标签",
            "/cgi-bin/menu/create" => "自定义菜单",
            "/cgi-bin/media/uploadimg" => "文内图片",
            "/cgi-bin/material/add_material" => "封面",
            "/cgi-bin/draft/add" => "新建草稿",
            "/cgi-bin/draft/get" => "查看草稿",
            "/cgi-bin/draft/delete" => "删除草稿",
            "/cgi-bin/message/mass/sendall" => "群发",
            "/cgi-bin/message/mass/preview" => "群发预览",
            "/cgi-bin/message/mass/get" => "群发进度",
            "/cgi-bin/message/mass/delete" => "撤回群发",
            "/cgi-bin/freepublish/submit" => "发布",
            "/cgi-bin/freepublish/get" => "发布进度",
            "/cgi-bin/openapi/quota/get" => "接口额度",
            _ => "",
        };

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private const string Css = """
        :root { --ink: #1f2937; --soft: #6b7280; --line: #e5e7eb; --blue: #1d4f91; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 1200px; padding: 24px 16px 64px; background: #f6f7f9; color: var(--ink);
               font: 14px/1.6 -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        header { border-left: 4px solid var(--blue); padding-left: 12px; margin-bottom: 20px; }
        h1 { font-size: 22px; margin: 0; color: var(--blue); } h2 { font-size: 15px; margin: 0 0 8px; }
        header p, .empty { color: var(--soft); margin: 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin-bottom: 16px; }
        .tile, .card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
        .tile span { color: var(--soft); display: block; } .tile b { font-size: 26px; font-variant-numeric: tabular-nums; }
        .tile.ok b { color: #15803d; } .tile.no b { color: #b42318; } .tile.warn b { color: #b45309; }
        .card { margin-bottom: 16px; }
        .counts { list-style: none; margin: 0; padding: 0; }
        .counts li { display: flex; align-items: center; gap: 12px; padding: 4px 0; border-top: 1px solid var(--line); }
        .counts li:first-child { border-top: 0; } .counts span:first-child { flex: 1; overflow-wrap: anywhere; }
        .counts b, .num { font-variant-numeric: tabular-nums; white-space: nowrap; }
        table { width: 100%; border-collapse: collapse; }
        th { text-align: left; color: var(--soft); font-weight: 500; white-space: nowrap; }
        th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        code { font: 12px/1.5 ui-monospace, Consolas, monospace; color: var(--soft); overflow-wrap: anywhere; }
        .body { overflow-wrap: anywhere; max-width: 460px; font-size: 13px; }
        .badge { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12px; white-space: nowrap; }
        .badge.ok { background: #e7f6ec; color: #15803d; } .badge.no { background: #fdecea; color: #b42318; }
        .badge.warn { background: #fdf3e1; color: #b45309; }
        @media (max-width: 640px) { thead { display: none; } tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 0; }
          td { display: block; border: 0; padding: 2px 0; } }
        """;
}
