using System.Text.Encodings.Web;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>A problem as a page, for people at the console; what htmx or a script asked for gets the JSON.</summary>
public sealed class ConsoleProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        return request.IsConsole && !request.IsPartial && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (problem, response) = (context.ProblemDetails, context.HttpContext.Response);
        var (_, title, detail) = Refusals.ForStatus(problem.Status ?? response.StatusCode);
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Html(
                problem.Title ?? title
            )}</title>
            <link rel="stylesheet" href="/lib/tabler.min.css"><link rel="stylesheet" href="/staff.css"></head>
            <body><main class="container-tight py-6 text-center">
            <p class="display-6 text-secondary">{response.StatusCode}</p><h1>{Html(problem.Title ?? title)}</h1><p class="fs-3">{Html(
                problem.Detail ?? detail
            )}</p>
            <p class="text-secondary">追踪号 {Html(
                context.HttpContext.TraceIdentifier
            )}</p><p><a class="btn btn-primary" href="/staff">回到工作台</a></p>
            </main></body></html>
            """
        );
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
