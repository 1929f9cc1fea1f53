using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CsrmeWeChat.Uploads;

/// <summary>Takes bodies in: how many at once, how long and how slow they may be.</summary>
public sealed class UploadDesk(UploadWriter writer, UploadFolder folder, UploadBodies bodies)
{
    /// <summary>When who was refused because of others may come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A weak network brings 3 KB a second and stands still for some seconds in between. Below this the server hangs up, and what came
    /// counts.
    /// </summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 256, gracePeriod: TimeSpan.FromSeconds(30));

    public bool HasRoom(long bytes) => folder.HasRoom(bytes);

    /// <summary>Null where there are too many at once.</summary>
    public IDisposable? Enter(HttpContext context, long personId, long? maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = Slowest;
        }
        return bodies.Enter(personId);
    }

    public async Task<(ChunkOutcome Outcome, Upload Upload)> TakeAsync(
        HttpContext context,
        long personId,
        Upload upload,
        long offset,
        CancellationToken ct
    )
    {
        if (!Tus.TryChecksum(context.Request, out var checksum))
        {
            return (ChunkOutcome.BadChecksum, upload);
        }
        // How long it may be is the upload's to say: what is longer than the rest is refused while it is read.
        using var place = Enter(context, personId, maxBytes: null);
        return place is null
            ? (ChunkOutcome.TooManyBodies, upload)
            : await writer.WriteAsync(upload, new Chunk(offset, context.Request.ContentLength, checksum), context.Request.BodyReader, ct);
    }
}
