using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Foundation.Media;

public static class MediaEndpoints
{
    public static void MapMedia(this IEndpointRouteBuilder app) =>
        app.MapGet($"{MediaFolder.Address}{{name}}", Get).ExcludeFromDescription();

    /// <summary>May be cached for ever, because a name is the hash of its content.</summary>
    private static Results<PhysicalFileHttpResult, NotFound> Get(string name, MediaFolder media, HttpContext context)
    {
        if (media.FindPath(name) is not { } path)
        {
            return TypedResults.NotFound();
        }
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return TypedResults.PhysicalFile(
            path,
            Path.GetExtension(name) switch
            {
                ".png" => "image/png",
                ".gif" => "image/gif",
                _ => "image/jpeg",
            }
        );
    }
}
