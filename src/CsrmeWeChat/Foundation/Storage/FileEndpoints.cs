using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Foundation.Storage;

public static class FileEndpoints
{
    public static void MapStoredFiles(this IEndpointRouteBuilder app) =>
        app.MapGet($"{FileMarks.Address}{{**key}}", Get).ExcludeFromDescription();

    /// <summary>Whoever has the address has the right. In ranges too, for whoever jumps within a video.</summary>
    private static Results<PhysicalFileHttpResult, RedirectHttpResult, NotFound> Get(
        string key,
        long until,
        string mark,
        string? @as,
        IFileStore files,
        IEnumerable<IFileOwner> owners,
        FileMarks marks,
        TimeProvider time,
        HttpContext context
    )
    {
        if (!marks.IsGood(key, until, @as, mark))
        {
            return TypedResults.NotFound();
        }
        var now = time.GetUtcNow();
        var left = until - now.ToUnixTimeSeconds();
        var path = (files as FolderStore)?.FindPath(key) ?? owners.FirstOrDefault(owner => owner.Has(key))?.FindStaged(key);
        if (path is null)
        {
            // It has moved to the store since.
            return files is FolderStore
                ? TypedResults.NotFound()
                : TypedResults.Redirect(files.AddressOf(key, TimeSpan.FromSeconds(left), now, @as));
        }
        context.Response.Headers.CacheControl = $"private, max-age={left}";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        // When a file was made would tell jurors which entry came first. What lies under a key never changes, so it has no date.
        return TypedResults.PhysicalFile(
            path,
            FileKey.TypeOf(key),
            @as,
            lastModified: DateTimeOffset.UnixEpoch,
            enableRangeProcessing: true
        );
    }
}
