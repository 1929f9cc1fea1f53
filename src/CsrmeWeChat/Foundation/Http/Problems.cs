using System.Data.Common;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>Makes every answer that is not a success the same kind of problem details, whoever made it.</summary>
public static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<FaultHandler>();
        services.AddSingleton<IProblemDetailsWriter, ProblemPages>();
        services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context =>
            {
                var problem = context.ProblemDetails;
                var (code, title, detail) = Refusals.ForStatus(problem.Status ?? context.HttpContext.Response.StatusCode);
                if (problem is HttpValidationProblemDetails invalid)
                {
                    (code, detail) = ("request.invalid", "填写的内容有误，请按提示修改。");
                    problem.Title = title;
                    // The fields as they are named in what was sent.
                    invalid.Errors = invalid.Errors.ToDictionary(error => InJson(error.Key), error => error.Value);
                }
                if (problem.Extensions.TryAdd("code", code))
                {
                    problem.Title = title;
                    problem.Detail ??= detail;
                }
                problem.Extensions["traceId"] = context.HttpContext.TraceIdentifier;
            }
        );
        services.AddRequestTimeouts();
        services
            .AddOptions<RequestTimeoutOptions>()
            .Configure<IOptions<LimitOptions>>(
                (timeouts, limits) =>
                {
                    timeouts.DefaultPolicy = Policy(limits.Value.RequestSeconds);
                    timeouts.AddPolicy(AsksWeChat, Policy(limits.Value.RequestSeconds + 10));
                }
            );
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    private static string InJson(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>For requests that wait for WeChat's answer.</summary>
    public const string AsksWeChat = nameof(AsksWeChat);

    internal static RequestTimeoutPolicy Policy(double seconds) =>
        new()
        {
            Timeout = TimeSpan.FromSeconds(seconds),
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context => WriteAsync(context, StatusCodes.Status503ServiceUnavailable),
        };

    public static async Task WriteAsync(HttpContext context, int status, string? code = null, string? detail = null)
    {
        context.Response.StatusCode = status;
        if (
            status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            && context.Response.Headers.RetryAfter.Count == 0
        )
        {
            context.Response.Headers.RetryAfter = "2";
        }
        var problem = new Microsoft.AspNetCore.Mvc.ProblemDetails
        {
            Status = status,
            Title = Refusals.ForStatus(status).Title,
            Detail = detail,
        };
        if (code is not null)
        {
            problem.Extensions["code"] = code;
        }
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new() { HttpContext = context, ProblemDetails = problem });
    }

    /// <summary>ENOSPC: the disk is full.</summary>
    private const int NoSpace = 28;

    private sealed class FaultHandler(Database database, ILogger<FaultHandler> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
        {
            switch (exception)
            {
                case BadHttpRequestException bad:
                    await WriteAsync(context, bad.StatusCode);
                    return true;
                case QueueFullException:
                    await WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
                    return true;
                case WeChatException { Failure: WeChatFailure.Unavailable or WeChatFailure.Unknown or WeChatFailure.Throttled } refused:
                    log.LogWarning("WeChat did not serve {Api}: {Failure} ({Errcode})", refused.Api, refused.Failure, refused.Code);
                    await WriteAsync(
                        context,
                        StatusCodes.Status503ServiceUnavailable,
                        "wechat.unavailable",
                        "微信暂时没有响应，请稍后重试。"
                    );
                    return true;
                case var _ when database.IsFull(exception) || exception is IOException { HResult: NoSpace }:
                    log.LogError("There is no room to write: {Error}", exception.GetType().Name);
                    context.Response.Headers.RetryAfter = "30";
                    await WriteAsync(
                        context,
                        StatusCodes.Status503ServiceUnavailable,
                        "service.no_room",
                        "系统暂时无法保存新的内容，请稍后再试。已经办成的不会丢失。"
                    );
                    return true;
                case var _ when database.IsUnavailable(exception):
                    log.LogWarning(
                        "The database did not answer: {Error} {SqlState}",
                        exception.GetType().Name,
                        (exception as DbException)?.SqlState
                    );
                    await WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
                    return true;
                case var _ when S3Bucket.IsAway(exception):
                    log.LogWarning("The store of files did not answer: {Error}", exception.GetType().Name);
                    await WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
                    return true;
                default:
                    log.LogError(exception, "A request failed");
                    await WriteAsync(context, StatusCodes.Status500InternalServerError);
                    return true;
            }
        }
    }
}
