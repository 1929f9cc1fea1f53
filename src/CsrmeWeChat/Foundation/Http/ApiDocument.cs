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
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new()
                    {
                        Title = "CsrmeWeChat",
                        Version = "v1",
                        Description = """
                            小程序接口。除登录外，请求头带 `Authorization: Bearer TOKEN`。
                            不成功的回答都是 `application/problem+json`：`code` 供程序判断，`detail` 是给人看的中文。
                            409 表示不能办（见 code），401 请重新登录，403 没有权限或未绑定会员，429 和 503 请按 Retry-After 秒后重试。重复请求是无害的。
                            时间为带时区的 ISO 8601。
                            """,
                    };
                    document.Components ??= new();
                    document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                    {
                        ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                    };
                    document.Security = [new() { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
                    return Task.CompletedTask;
                }
            );
        });

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
                .WithTitle("CsrmeWeChat API")
        );
    }
}
