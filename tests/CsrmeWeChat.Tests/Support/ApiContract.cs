using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CsrmeWeChat.Tests.Support;

/// <summary>
/// Holds every answer that the API gives in any test against its description: a status or a code that is not described there throws.
/// </summary>
public sealed class ApiContract : IStartupFilter
{
    private IReadOnlyDictionary<(string Method, string Path), DescribedOperation>? operations;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(HoldAsync);
            next(app);
        };

    /// <summary>What the description says of each operation.</summary>
    public static async Task<IReadOnlyDictionary<(string Method, string Path), DescribedOperation>> ReadAsync(IServiceProvider services)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        return document
            .Paths.SelectMany(path =>
                path.Value.Operations!.Select(operation =>
                    (
                        (Method: operation.Key.Method, Path: path.Key),
                        new DescribedOperation(operation.Value.OperationId!, CodesOf(operation.Value))
                    )
                )
            )
            .ToDictionary();
    }

    private async Task HoldAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }
        var answer = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = answer;
        }
        if (
            context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
            && pattern.StartsWith("/api", StringComparison.Ordinal)
        )
        {
            operations ??= await ReadAsync(context.RequestServices);
            // The description has no constraints on its parameters, and no slash at the end.
            var path = pattern.Replace(":long", "", StringComparison.Ordinal).TrimEnd('/');
            if (!HttpMethods.IsOptions(context.Request.Method))
            {
                Hold(Described(context, path), context.Response.StatusCode, kept);
            }
        }
        kept.Position = 0;
        await kept.CopyToAsync(answer);
    }

    /// <summary>What only clients of others call (PATCH, HEAD) is left out there, and is answered as the POST in its place.</summary>
    private DescribedOperation Described(HttpContext context, string path) =>
        operations!.TryGetValue((context.Request.Method, path), out var described)
        || context.GetEndpoint()!.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
            ? described ?? throw new InvalidOperationException($"{context.Request.Method} {path} is not described.")
            : operations[(HttpMethods.Post, path)];

    private static void Hold(DescribedOperation operation, int status, MemoryStream body)
    {
        var code = status < 400 ? "" : JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("code").GetString()!;
        if (!operation.Codes.Contains((status, code)))
        {
            throw new InvalidOperationException($"The description of {operation.Id} knows no answer {status} {code}.");
        }
    }

    private static HashSet<(int Status, string Code)> CodesOf(OpenApiOperation operation) =>
        [
            .. operation.Responses!.SelectMany(response =>
                int.Parse(response.Key) < 400
                    ? [(int.Parse(response.Key), "")]
                    : response
                        .Value.Content!["application/problem+json"]
                        .Schema!.AllOf![1]
                        .Properties!["code"]
                        .Enum!.Select(code => (int.Parse(response.Key), code.GetValue<string>()))
            ),
        ];
}

/// <param name="Codes">Every answer; a success has no code.</param>
public sealed record DescribedOperation(string Id, IReadOnlySet<(int Status, string Code)> Codes);
