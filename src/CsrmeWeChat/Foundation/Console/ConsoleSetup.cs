using System.Text.Encodings.Web;
using System.Text.Unicode;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace CsrmeWeChat.Foundation.Console;

public static class ConsoleSetup
{
    /// <summary>For the console's pages, whose readers wait longer than a phone.</summary>
    private const string Patient = nameof(Patient);

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services
            .AddRazorPages()
            // There are no controllers, and looking for them reads every type of every assembly at each start.
            .ConfigureApplicationPartManager(parts =>
                parts.FeatureProviders.Remove(parts.FeatureProviders.OfType<ControllerFeatureProvider>().Single())
            )
            .AddMvcOptions(mvc =>
            {
                mvc.Filters.Add<ForgeryRefusals>();
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                var words = mvc.ModelBindingMessageProvider;
                words.SetAttemptedValueIsInvalidAccessor((value, field) => $"“{value}”不是有效的{field}。");
                words.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"“{value}”无效。");
                words.SetUnknownValueIsInvalidAccessor(field => $"{field}无效。");
                words.SetValueIsInvalidAccessor(value => $"“{value}”无效。");
                words.SetValueMustBeANumberAccessor(field => $"{field}须为数字。");
                words.SetNonPropertyValueMustBeANumberAccessor(() => "须为数字。");
                words.SetValueMustNotBeNullAccessor(_ => "请填写此项。");
                words.SetMissingBindRequiredValueAccessor(field => $"请填写{field}。");
                words.SetMissingKeyOrValueAccessor(() => "请填写此项。");
                words.SetMissingRequestBodyRequiredValueAccessor(() => "提交的内容是空的。");
            });
        // Every feature has its pages in its own folder, so the project's root is theirs; what they share stands with the console.
        services.Configure<RazorPagesOptions>(pages => pages.RootDirectory = "/");
        services.Configure<RazorViewEngineOptions>(views => views.PageViewLocationFormats.Add("/Foundation/Console/Shared/{0}.cshtml"));
        // Chinese as it is, not as numbers.
        services.Configure<WebEncoderOptions>(encoders => encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "csrme-forgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.HeaderName = "X-Forgery-Token";
        });
        services.Configure<CookieTempDataProviderOptions>(cookie => cookie.Cookie.Name = "csrme-message");
        services.AddDataProtection().SetApplicationName("CsrmeWeChat");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, ProtectionKeys>();
        services
            .AddOptions<RequestTimeoutOptions>()
            .Configure<IOptions<LimitOptions>>(
                (timeouts, limits) => timeouts.AddPolicy(Patient, Problems.Policy(limits.Value.RequestSeconds + 10))
            );
        return services;
    }

    public static void MapConsole(this WebApplication app) =>
        // Whatever a page itself says, it is for signed-in staff; the sign-in page says otherwise.
        app.MapRazorPages()
            .WithRequestTimeout(Patient)
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(StaffContext.Scheme).RequireAuthenticatedUser());

    /// <summary>Style sheets and scripts. A link with the file's version in it (asp-append-version) is good for ever.</summary>
    public static void UseConsoleFiles(this WebApplication app) =>
        app.UseStaticFiles(
            new StaticFileOptions
            {
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            }
        );
}
