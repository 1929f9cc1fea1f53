using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>An ordinary "no": a stable code for programs, polite Chinese for people.</summary>
public static class Refusals
{
    extension(TypedResults)
    {
        /// <summary>409 problem details. <paramref name="detail"/> says what happened and what to do next.</summary>
        public static ProblemHttpResult Refused(string code, string detail) =>
            TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "未能办理", extensions: Code(code));

        /// <summary>The same with another status, where a protocol asks for it.</summary>
        public static ProblemHttpResult Refused(int status, string code, string detail) =>
            TypedResults.Problem(detail, statusCode: status, title: ForStatus(status).Title, extensions: Code(code));

        /// <summary>429 problem details: too often, and how long to wait.</summary>
        public static ProblemHttpResult TooOften(HttpContext context, TimeSpan wait)
        {
            context.Response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}";
            return TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests);
        }
    }

    public static Dictionary<string, object?> Code(string code) => new() { ["code"] = code };

    /// <summary>The code and words of a status that no handler worded itself.</summary>
    public static (string Code, string Title, string Detail) ForStatus(int status) =>
        status switch
        {
            400 => ("request.malformed", "请求有误", "提交的内容格式有误，请检查后重试。"),
            401 => ("session.missing", "尚未登录", "登录已失效，请重新进入小程序。"),
            403 => ("access.denied", "没有权限", "您没有进行此操作的权限。"),
            404 => ("not_found", "没有找到", "没有找到您要的内容，可能已被撤下。"),
            405 => ("request.method", "请求有误", "不支持这样的请求方式。"),
            408 => ("request.slow", "请求超时", "提交的内容没有在时限内传完，请重试。"),
            410 => ("gone", "已不存在", "您要的内容已不存在。"),
            412 => ("request.version", "版本不符", "小程序的版本与服务器不符，请更新后再试。"),
            413 => ("request.too_large", "内容过大", "提交的内容过大。"),
            415 => ("request.media_type", "请求有误", "请以 JSON 格式提交。"),
            423 => ("busy", "正在使用", "正在处理另一个请求，请几秒后再试。"),
            429 => ("limit.exceeded", "操作过于频繁", "操作过于频繁，请稍后再试。"),
            460 => ("checksum", "内容不符", "收到的内容与发出的不一致，请重试。"),
            503 => ("service.busy", "系统繁忙", "现在人很多，请几秒后重试。已经办成的不会丢失。"),
            507 => ("service.no_room", "空间不足", "服务器的空间暂时不够，请稍后再试。"),
            _ => ("service.fault", "系统出错", "系统出了点问题，请稍后重试。如仍不行，请把追踪号告诉秘书处。"),
        };
}
