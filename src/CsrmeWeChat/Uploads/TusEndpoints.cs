using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>Uploading by tus 1.0.0: for the mini program by POST alone, and for clients of others as they are.</summary>
internal static class TusEndpoints
{
    public static void MapTus(this IEndpointRouteBuilder own)
    {
        var tus = own.MapGroup("")
            .AddEndpointFilter(Tus.HoldVersionAsync)
            .WithMetadata(new RequestTimeoutAttribute(UploadEndpoints.TakesLong));
        tus.MapPost("/", Begin)
            .WithName("beginUpload")
            .WithSummary("开始一个上传（tus 1.0）")
            .WithDescription(
                "请求头：Tus-Resumable: 1.0.0；Upload-Length 为字节数；Upload-Metadata 为 `purpose 值,filename 值,sha256 值`，值是 UTF-8 的 base64，"
                    + "sha256 可以没有。给出 sha256 时，本人传过的文件立即得到（200，state 为 complete），没传完的接着传（200，state 为 open）。"
            )
            .Produces<UploadScreen>()
            .Produces<UploadScreen>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest, [.. UploadEndpoints.Malformed, "uploads.checksum_unknown", "request.malformed"])
            .Refuses("uploads.too_many_open", "uploads.too_much", "session.ended")
            .RefusesChunks();
        tus.MapPost("/{code}", Send)
            .WithName("sendChunk")
            .WithSummary("传一段（tus 1.0 的 PATCH）")
            .WithDescription(
                "请求头：Tus-Resumable: 1.0.0；X-HTTP-Method-Override: PATCH（不写也是 PATCH；HEAD 问收到多少，DELETE 放弃）；"
                    + "Content-Type: application/offset+octet-stream；Upload-Offset 为这一段从第几个字节起。可以有 Upload-Checksum: `sha1 值`。"
                    + "办成是 204，响应头 Upload-Offset 为已收到的字节数。409 uploads.offset 表示应从别处接着传，423 表示这个上传正有另一段在传：都先问 showUpload。"
            )
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status400BadRequest, "uploads.malformed", "uploads.checksum_unknown", "request.malformed")
            .Refuses(StatusCodes.Status404NotFound, "not_found")
            .Refuses(StatusCodes.Status405MethodNotAllowed, "request.method")
            .Refuses("uploads.offset", "uploads.taken")
            .Refuses(StatusCodes.Status410Gone, "uploads.gone")
            .Refuses(StatusCodes.Status415UnsupportedMediaType, "uploads.media_type")
            .RefusesChunks();
        // The same for clients of others. What they are answered is described above.
        tus.MapMethods("/{code}", ["PATCH", "HEAD", "DELETE"], Send).ExcludeFromDescription();
        tus.MapMethods("/", ["OPTIONS"], DescribeServer).ExcludeFromDescription().AllowAnonymous();
    }

    private static void RefusesChunks(this RouteHandlerBuilder route) =>
        route
            .Refuses(StatusCodes.Status408RequestTimeout, "request.slow")
            .Refuses(StatusCodes.Status412PreconditionFailed, "uploads.version")
            .Refuses(StatusCodes.Status413PayloadTooLarge, "uploads.too_large")
            .Refuses(StatusCodes.Status423Locked, "uploads.busy")
            .Refuses(460, "uploads.checksum_differs", "uploads.hash_differs")
            .Refuses(StatusCodes.Status507InsufficientStorage, "uploads.disk_full");

    private static NoContent DescribeServer(HttpContext context, IOptions<UploadOptions> options)
    {
        Tus.DescribeServer(context.Response, options.Value.Purposes.Values.Select(purpose => purpose.MaxBytes).DefaultIfEmpty().Max());
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Begin(
        HttpContext context,
        CurrentPerson person,
        UploadAdmission admission,
        UploadDesk desk,
        UploadReceipts receipts,
        IOptions<UploadOptions> options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var request = context.Request;
        if (
            request.Headers.ContainsKey("Upload-Defer-Length")
            || Tus.Bytes(request, Tus.Length) is not { } size
            || Tus.Metadata(request) is not { } metadata
            || !Tus.TryChecksum(request, out _)
        )
        {
            return UploadRefusals.Malformed("uploads.malformed");
        }
        var wanted = new NewUpload(
            metadata.GetValueOrDefault("purpose", ""),
            NewUpload.CleanName(metadata.GetValueOrDefault("filename")),
            size,
            metadata.GetValueOrDefault("sha256", "").ToLowerInvariant(),
            request.Headers["Upload-Metadata"].ToString()
        );
        if (UploadRefusals.Of(wanted, options.Value) is { } refused)
        {
            return refused;
        }
        if (!desk.HasRoom(size))
        {
            return UploadRefusals.NoRoom();
        }
        var (outcome, upload) = await admission.BeginAsync(person.Id, wanted, time.GetUtcNow(), ct);
        if (upload is null)
        {
            return UploadRefusals.Of(outcome);
        }
        context.Response.Headers.Location = $"{UploadEndpoints.Address}/{upload.Code}";
        if (outcome is BeginOutcome.Begun && request.ContentType == Tus.ChunkType)
        {
            var (chunk, written) = await desk.TakeAsync(context, person.Id, upload, offset: 0, ct);
            if (chunk is not ChunkOutcome.Saved)
            {
                return UploadRefusals.Of(chunk, context);
            }
            upload = written;
        }
        Tus.Describe(context.Response, upload);
        return outcome is BeginOutcome.Begun
            ? TypedResults.Created($"{UploadEndpoints.Address}/{upload.Code}", UploadScreen.Of(upload, receipts))
            : TypedResults.Ok(UploadScreen.Of(upload, receipts));
    }

    private static async Task<IResult> Send(
        string code,
        HttpContext context,
        CurrentPerson person,
        UploadStore store,
        UploadWriter writer,
        UploadDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(person.Id, code, ct) is not { } upload)
        {
            return TypedResults.NotFound();
        }
        var method = HttpMethods.IsPost(context.Request.Method)
            ? context.Request.Headers[Tus.MethodOverride] is [{ Length: > 0 } instead]
                ? instead.ToUpperInvariant()
                : "PATCH"
            : context.Request.Method;
        if (upload.IsGone(time.GetUtcNow()))
        {
            return UploadRefusals.Gone();
        }
        if (upload.Place is UploadPlace.Direct && method is not "DELETE")
        {
            // It does not come through here.
            return TypedResults.NotFound();
        }
        switch (method)
        {
            case "HEAD":
                upload = await writer.CheckAsync(upload, ct) ?? upload;
                if (upload.State.HasEnded)
                {
                    return UploadRefusals.Gone();
                }
                Tus.Describe(context.Response, upload);
                context.Response.Headers["Upload-Metadata"] = upload.Metadata;
                return TypedResults.Ok();
            case "DELETE":
                return UploadRefusals.Of(await store.RemoveAsync(upload, time.GetUtcNow(), ct), context);
            case "PATCH":
                return await SendAsync(context, person, upload, desk, ct);
            default:
                return TypedResults.Problem(statusCode: StatusCodes.Status405MethodNotAllowed);
        }
    }

    private static async Task<IResult> SendAsync(
        HttpContext context,
        CurrentPerson person,
        Upload upload,
        UploadDesk desk,
        CancellationToken ct
    )
    {
        if (context.Request.ContentType != Tus.ChunkType)
        {
            return TypedResults.Refused(
                StatusCodes.Status415UnsupportedMediaType,
                "uploads.media_type",
                $"上传的每一段要以 {Tus.ChunkType} 提交。"
            );
        }
        if (Tus.Bytes(context.Request, Tus.Offset) is not { } offset)
        {
            return UploadRefusals.Malformed("uploads.malformed");
        }
        var (outcome, written) = await desk.TakeAsync(context, person.Id, upload, offset, ct);
        Tus.Describe(context.Response, written);
        return outcome is ChunkOutcome.Saved ? TypedResults.NoContent() : UploadRefusals.Of(outcome, context);
    }
}
