namespace CsrmeWeChat.Foundation.Http;

public static class SecurityHeaders
{
    public const string ConsolePath = "/staff";

    /// <summary>Nothing from elsewhere, nothing inline; pictures may stand in the style sheet, as Tabler's small icons do.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Where an article is shown or written: its styles stand in its elements. Scripts stay ours alone.</summary>
    public const string WithArticles = $"{ContentSecurityPolicy}; style-src 'self'; style-src-attr 'unsafe-inline'";

    /// <summary>The public pages: no script at all.</summary>
    private const string Site =
        "default-src 'none'; img-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Where notices and results stand, with photos of the store.</summary>
    public const string ContestsPath = "/contests";

    /// <summary>Where events stand, with the places that are left: a minute old at most.</summary>
    public const string EventsPath = "/events";

    /// <summary>Where anybody types the code of a certificate. What it says may change at any moment.</summary>
    public const string VerificationPath = "/certificates";

    private static readonly string Verification = Site.Replace("form-action 'none'", "form-action 'self'", StringComparison.Ordinal);

    extension(HttpRequest request)
    {
        public bool IsConsole => request.Path.StartsWithSegments(ConsolePath);

        /// <summary>Asked by htmx for a part of a page.</summary>
        public bool IsPartial => request.Headers.ContainsKey("HX-Request");

        /// <summary>Asked by a person's browser, which is answered in words; programs, which never ask for a page, get JSON.</summary>
        public bool WantsPage =>
            !request.IsPartial && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The policy, and pictures and films from where the store is.</summary>
    public static string WithMedia(string policy, IServiceProvider services) =>
        services.GetRequiredService<MediaOrigin>().Value is { } origin
            ? policy
                .Replace("img-src 'self'", $"img-src 'self' {origin}", StringComparison.Ordinal)
                .Replace("media-src 'self'", $"media-src 'self' {origin}", StringComparison.Ordinal)
            : policy;

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var console = new Lazy<string>(() => WithMedia(ContentSecurityPolicy, app.Services));
        var photos = new Lazy<string>(() => WithMedia(Site, app.Services));
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                if (context.Request.IsConsole)
                {
                    headers.ContentSecurityPolicy = console.Value;
                    headers.XFrameOptions = "DENY";
                    // Both words: a page with a form would else be told to say "no-cache" too, with a warning in the log for each.
                    headers.CacheControl = "no-cache, no-store";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
                }
                else if (
                    context.Request.Path == "/"
                    || context.Request.Path.StartsWithSegments("/stories")
                    || context.Request.Path.StartsWithSegments(EventsPath)
                )
                {
                    headers.ContentSecurityPolicy = Site;
                    headers.CacheControl = "public, max-age=60";
                }
                else if (context.Request.Path.StartsWithSegments(ContestsPath))
                {
                    headers.ContentSecurityPolicy = photos.Value;
                    headers.CacheControl = "public, max-age=60";
                }
                else if (context.Request.Path.StartsWithSegments(VerificationPath))
                {
                    headers.ContentSecurityPolicy = Verification;
                    headers.CacheControl = "no-store";
                }
                return next(context);
            }
        );
    }
}

/// <summary>From where else than this service pictures and films come that the console shows. Null where from nowhere.</summary>
public sealed record MediaOrigin(string? Value);
