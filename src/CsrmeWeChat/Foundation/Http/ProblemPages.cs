using System.Text.Encodings.Web;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>
/// A problem as a page, for people: at the console with the way back to it, elsewhere as the public pages look. What htmx, a script or a
/// program asked for gets the JSON.
/// </summary>
public sealed class ProblemPages : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => context.HttpContext.Request.WantsPage;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (problem, http) = (context.ProblemDetails, context.HttpContext);
        var (_, title, detail) = Refusals.ForStatus(problem.Status ?? http.Response.StatusCode);
        http.Response.ContentType = "text/html; charset=utf-8";
        var (heading, words) = (Html(problem.Title ?? title), Html(problem.Detail ?? detail));
        var trace = Html(http.TraceIdentifier);
        await http.Response.WriteAsync(
            http.Request.IsConsole ? AtConsole(http.Response.StatusCode, heading, words, trace) : OnSite(heading, words, trace)
        );
    }

    private static string AtConsole(int status, string heading, string words, string trace) =>
        $"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{heading}</title>
            <link rel="stylesheet" href="/lib/tabler.min.css"><link rel="stylesheet" href="/staff.css"></head>
            <body><main class="container-tight py-6 text-center">
            <p class="display-6 text-secondary">{status}</p><h1>{heading}</h1><p class="fs-3">{words}</p>
            <p class="text-secondary">追踪号 {trace}</p><p><a class="btn btn-primary" href="/staff">回到工作台</a></p>
            </main></body></html>
            """;

    private static string OnSite(string heading, string words, string trace) =>
        $"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{heading}</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/site.css"></head>
            <body><header><a href="/">中国岩石力学与工程学会</a></header><main>
            <h1>{heading}</h1><p>{words}</p><p><a href="/">回到首页</a></p><p><small>追踪号 {trace}</small></p>
            </main></body></html>
            """;

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
