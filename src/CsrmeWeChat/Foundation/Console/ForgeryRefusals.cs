using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>
/// Refuses forms without this session's antiforgery token. Most often the page was left open too long; a form that is too large to be read
/// has no token either.
/// </summary>
public sealed class ForgeryRefusals : IAsyncAlwaysRunResultFilter
{
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next) =>
        context.Result is not IAntiforgeryValidationFailedResult ? next()
        : context.HttpContext.Request.ContentLength > context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize
            ? Problems.WriteAsync(context.HttpContext, StatusCodes.Status413PayloadTooLarge)
        : Problems.WriteAsync(context.HttpContext, StatusCodes.Status400BadRequest, "request.forgery", "页面已过期，请刷新后重试。");
}
