using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>The OpenAPI document at /openapi/v1.json and its reference page at /reference, served from here alone.</summary>
public static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddOperationTransformer(ApiAnswers.DescribeAsync);
            options.AddSchemaTransformer(
                (schema, context, _) =>
                {
                    // What is worked out is always there.
                    foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.Set is null))
                    {
                        (schema.Required ??= new HashSet<string>()).Add(property.Name);
                    }
                    return Task.CompletedTask;
                }
            );
            options.AddDocumentTransformer(
                (document, context, _) =>
                {
                    document.Info = new()
                    {
                        Title = "岩石力学学会小程序接口",
                        Version = "v1",
                        Description = """
                            标有锁的接口要在请求头带 `Authorization: Bearer TOKEN`，TOKEN 由登录接口给出。
                            没有办成的回答都是 `application/problem+json`：`code` 供程序判断，`detail` 是给人看的中文，可以直接显示。
                            409 表示不能办（见 code），401 请重新登录，403 没有权限或未绑定会员，429 和 503 请按 Retry-After 秒后重试。
                            重复同一请求是无害的。时间为带时区的 ISO 8601，日期（如最后可用日）为北京时间的日期。
                            """,
                    };
                    document.Components ??= new();
                    document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                    {
                        ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                    };
                    TellUnions(document);
                    TellRequiredEnums(document, context);
                    // The framework's own shape of a refusal, which nothing answers.
                    document.Components.Schemas!.Remove(nameof(HttpValidationProblemDetails));
                    return Task.CompletedTask;
                }
            );
        });

    /// <summary>Exactly one of a union's shapes fits, its state says which, and all that belongs to it is there.</summary>
    private static void TellUnions(OpenApiDocument document)
    {
        foreach (
            var union in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().Where(schema => schema.Discriminator is not null)
        )
        {
            (union.OneOf, union.AnyOf) = (union.AnyOf, null);
            foreach (var shape in union.OneOf!.OfType<OpenApiSchemaReference>().Select(reference => reference.RecursiveTarget))
            {
                shape!.Required = shape.Properties!.Keys.ToHashSet();
            }
        }
    }

    /// <summary>
    /// An enum that must be sent may be absent in C# alone, so that its absence is refused in words. The framework counts null among its
    /// values then, and among what may be sent.
    /// </summary>
    private static void TellRequiredEnums(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>())
        {
            schema.Enum = schema.Enum?.Where(value => value is not null && !JsonNullSentinel.IsJsonNullSentinel(value)).ToList();
        }
        var bodies = context
            .DescriptionGroups.SelectMany(group => group.Items)
            .SelectMany(action => action.ParameterDescriptions)
            .Where(parameter => parameter.Source == BindingSource.Body && schemas.ContainsKey(parameter.Type.Name));
        foreach (var body in bodies.Select(parameter => parameter.Type).Distinct())
        {
            foreach (var property in body.GetProperties().Where(property => property.IsDefined(typeof(RequiredAttribute), inherit: true)))
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                if (schemas[body.Name].Properties![name] is OpenApiSchema { OneOf: [{ Type: JsonSchemaType.Null }, var value] })
                {
                    schemas[body.Name].Properties![name] = value;
                }
            }
        }
    }

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/reference", options =>
            options
                .DisableTelemetry()
                .DisableDefaultFonts()
                .DisableAgent()
                .DisableMcp()
                .HideDeveloperTools()
                .HideClientButton()
                .WithTitle("小程序接口")
        );
    }
}
