using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>
/// Describes every answer that is not a success: which status, and which codes with it. Most follow from how a route is set up; the
/// refusals of a room are named beside the route by <c>Refuses</c>. Tests hold each answer that they get against this.
/// </summary>
public static class ApiAnswers
{
    private const string Schema = "Problem";

    /// <summary>Names the codes of all 409 that an operation answers.</summary>
    public static T Refuses<T>(this T route, params string[] codes)
        where T : IEndpointConventionBuilder => route.Refuses(StatusCodes.Status409Conflict, codes);

    /// <summary>Names codes of another status, where a protocol asks for it.</summary>
    public static T Refuses<T>(this T route, int status, params string[] codes)
        where T : IEndpointConventionBuilder => route.WithMetadata(new RefusalCodes(status, codes));

    internal static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var document = context.Document!;
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.TryAdd(Schema, NewSchema());
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isSignedIn = metadata.OfType<IAuthorizeData>().Any();
        if (isSignedIn)
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
        }
        operation.Responses ??= [];
        foreach (var produced in metadata.OfType<IProducesResponseTypeMetadata>().Where(produced => produced.Type == typeof(void)))
        {
            DescribeBinary(operation, produced);
        }
        var answers = CodesOf(operation, metadata, isSignedIn)
            .Concat(metadata.OfType<RefusalCodes>().Select(refusals => (refusals.Status, refusals.Codes)))
            .GroupBy(answer => answer.Status, answer => answer.Codes)
            .Select(answer => (Status: answer.Key, Codes: answer.SelectMany(codes => codes).Distinct().ToArray()));
        foreach (var (status, codes) in answers.Where(answer => answer.Codes.Length > 0))
        {
            operation.Responses[$"{status}"] = NewResponse(status, codes, document);
        }
        return Task.CompletedTask;
    }

    /// <summary>The description knows of a picture's type only what a type in C# says, which is nothing.</summary>
    private static void DescribeBinary(OpenApiOperation operation, IProducesResponseTypeMetadata produced)
    {
        if (operation.Responses!.GetValueOrDefault($"{produced.StatusCode}") is OpenApiResponse response)
        {
            response.Content = produced.ContentTypes.ToDictionary(
                type => type,
                _ => new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                }
            );
        }
    }

    private static IEnumerable<(int Status, string[] Codes)> CodesOf(OpenApiOperation operation, IList<object> metadata, bool isSignedIn)
    {
        var policies = metadata.OfType<IAuthorizeData>().Select(needed => needed.Policy).ToList();
        if (operation.RequestBody is not null)
        {
            yield return (400, ["request.malformed", "request.invalid"]);
            yield return (408, ["request.slow"]);
            yield return (413, ["request.too_large"]);
            yield return (415, ["request.media_type"]);
        }
        else
        {
            yield return (400, operation.Responses!.ContainsKey("400") ? ["request.invalid"] : []);
        }
        yield return (401, isSignedIn ? ["session.missing"] : []);
        yield return (
            403,
            policies.Contains(Policies.Redeemer) ? ["member.not_bound", "access.denied"]
            : policies.Contains(Policies.Member) ? ["member.not_bound"]
            : []
        );
        yield return (404, operation.Responses!.ContainsKey("404") ? ["not_found"] : []);
        yield return (429, ["limit.exceeded"]);
        yield return (500, ["service.fault"]);
        var asksWeChat = metadata.OfType<RequestTimeoutAttribute>().Any(timeout => timeout.PolicyName == Problems.AsksWeChat);
        yield return (503, asksWeChat ? ["service.busy", "service.no_room", "wechat.unavailable"] : ["service.busy", "service.no_room"]);
    }

    private static OpenApiResponse NewResponse(int status, string[] codes, OpenApiDocument document)
    {
        var code = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(JsonNode (one) => one)] };
        var schema = new OpenApiSchema
        {
            AllOf =
            [
                new OpenApiSchemaReference(Schema, document),
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["code"] = code },
                },
            ],
        };
        var response = new OpenApiResponse
        {
            Description = Refusals.ForStatus(status).Title,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = schema } },
        };
        if (status is 423 or 429 or 503)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "过几秒再试。",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            };
        }
        return response;
    }

    private static OpenApiSchema NewSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "没有办成的回答（RFC 9457）。",
            Required = new HashSet<string> { "title", "status", "detail", "code", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["title"] = Text("几个字的标题。"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text("给人看的中文，可以直接显示。"),
                ["code"] = Text("给程序判断的代码，不会改变。"),
                ["traceId"] = Text("追踪号，报给秘书处时用。"),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "code 为 request.invalid 时：每个有误的字段（与提交的 JSON 同名）及原因。",
                    AdditionalProperties = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private sealed record RefusalCodes(int Status, string[] Codes);
}
