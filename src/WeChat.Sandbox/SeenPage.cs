using System.Globalization;
using System.Net;
using System.Text;

namespace WeChat.Sandbox;

/// <summary>The page at /: buttons for what users do in WeChat, and what this WeChat has seen, newest first.</summary>
internal static class SeenPage
{
    private const int Shown = 100;

    private const int ShownUsers = 12;

    public static void MapSeenPage(this IEndpointRouteBuilder routes, World world)
    {
        var (html, css, js) = (Read("page.html"), Read("page.css"), Read("page.js"));
        routes.MapGet("/", () =>
            Results.Content(
                html.Replace("{users}", Users(world), StringComparison.Ordinal)
                    .Replace("{templates}", Templates(world), StringComparison.Ordinal)
                    .Replace("{seen}", Seen(world), StringComparison.Ordinal),
                "text/html; charset=utf-8"
            )
        );
        routes.MapGet("/page.css", () => Results.Content(css, "text/css; charset=utf-8"));
        routes.MapGet("/page.js", () => Results.Content(js, "text/javascript; charset=utf-8"));
        routes.MapGet("/page/seen", () => Results.Content(Seen(world), "text/html; charset=utf-8"));
    }

    /// <summary>Figures and calls, which the page asks for again every few seconds.</summary>
    private static string Seen(World world)
    {
        var calls = world.Received.List(api: null, openId: null, after: 0, Shown);
        var counts = world.Received.Counts();
        var page = new StringBuilder("<section class=\"tiles\">");
        Tile(page, "收到请求", counts.Sum(count => count.Count), "");
        Tile(page, "成功", counts.Where(count => count.ErrCode == 0).Sum(count => count.Count), "ok");
        Tile(page, "拒绝", counts.Where(count => count.ErrCode != 0).Sum(count => count.Count), "no");
        Tile(page, "预设故障", world.Faults.Planned.Count, "warn");
        page.Append("</section>");
        RenderCalls(page, calls);
        RenderCounts(page, counts);
        return page.ToString();
    }

    private static string Users(World world)
    {
        var official = world.Apps.Values.FirstOrDefault(app => app.Kind is not SandboxAppKind.MiniProgram)?.AppId ?? "";
        var options = world
            .ListUsers(ShownUsers)
            .Where(user => user.OpenIds.ContainsKey(official))
            .Select(user => $"<option value=\"{user.OpenIds[official]}\">{Mask(user.Phone)}</option>");
        return string.Concat(options);
    }

    private static string Templates(World world) =>
        string.Concat(
            world
                .Apps.Values.Where(app => app.Kind is SandboxAppKind.MiniProgram)
                .SelectMany(app => app.Templates.Keys.Order(StringComparer.Ordinal))
                .Select(template => $"<option>{Escape(template)}</option>")
        );

    private static string Mask(string phone) => phone.Length < 8 ? phone : $"{phone[..3]}****{phone[^4..]}";

    private static string Read(string name)
    {
        using var stream = typeof(SeenPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
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
}
