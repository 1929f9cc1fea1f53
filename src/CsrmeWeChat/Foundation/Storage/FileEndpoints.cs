using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Foundation.Storage;

public static class FileEndpoints
{
    public static void MapStoredFiles(this IEndpointRouteBuilder app) =>
        app.MapGet($"{FileMarks.Address}{{**key}}", Get).ExcludeFromDescription();

    /// <summary>Whoever has the address has the right. In ranges too, for whoever jumps within a video.</summary>
    private static Results<PhysicalFileHttpResult, NotFound> Get(
        string key,
        long until,
        string mark,
        string? @as,
        FolderStore files,
        FileMarks marks,
        TimeProvider time,
        HttpContext context
    )
    {
        if (!marks.IsGood(key, until, @as, mark) || files.FindPath(key) is not { } path)
        {
            return TypedResults.NotFound();
        }
        var left = until - time.GetUtcNow().ToUnixTimeSeconds();
        context.Response.Headers.CacheControl = $"private, max-age={left}";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return TypedResults.PhysicalFile(path, TypeOf(key), @as, enableRangeProcessing: true);
    }

    /// <summary>What a browser or a phone is told that it is: only what these may show by themselves.</summary>
    public static string TypeOf(string key) =>
        Path.GetExtension(key) switch
        {
            ".jpg" => "image/jpeg",
            ".webp" => "image/webp",
            ".mp4" => "video/mp4",
            ".m4a" => "audio/mp4",
            _ => "application/octet-stream",
        };
}
