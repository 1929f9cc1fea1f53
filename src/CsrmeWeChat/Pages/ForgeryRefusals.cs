using CsrmeWeChat.Http;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Pages;

/// <summary>A form without this session's antiforgery token: most often a page that was left open too long.</summary>
public sealed class ForgeryRefusals : IAsyncAlwaysRunResultFilter
{
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next) => context.Result is IAntiforgeryValidationFailedResult
        ? Problems.WriteAsync(context.HttpContext, StatusCodes.Status400BadRequest, "request.forgery", "页面已过期，请刷新后重试。")
        : next();
}
