using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// Uploading by tus 1.0.0, for the mini program by POST alone and for clients of others as they are; and one multipart POST for
/// <c>wx.uploadFile</c>.
/// </summary>
public static class UploadEndpoints
{
    /// <summary>For requests with a body that takes its time.</summary>
    public const string TakesLong = "uploads";

    public const string Address = "/api/uploads";

    private const long MaxWhole = 10 << 20,
        FormAround = 64 << 10;

    public static readonly string[] Malformed = ["uploads.malformed", "uploads.purpose", "uploads.empty"];

    public static void MapUploadAddresses(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup(Address).WithTags("上传").RequireAuthorization(Policies.Person);
        own.MapGet("/", List).WithName("listUploads").WithSummary("没有传完的，和传完但还没有用上的，新的在前");
        own.MapGet("/{code}", Show)
            .WithName("showUpload")
            .WithSummary("一个上传：已收到多少字节，传完后的回执")
            .WithDescription("应用重新打开后先问这里，从 received 处接着传；直接传到存储的，direct 里有缺少的各片和新的地址。")
            .Refuses(StatusCodes.Status410Gone, "uploads.gone");
        own.MapPost("/whole", SendWhole)
            .WithName("sendWhole")
            .WithSummary("用 wx.uploadFile 一次传完（10 MB 以内）")
            .WithDescription(
                "multipart/form-data：一个文件，formData 里有 purpose，可以有 filename 和 sha256（小写十六进制）。重复提交得到同一个上传。"
            )
            .WithMetadata(new RequestTimeoutAttribute(TakesLong))
            .Produces<UploadScreen>()
            .Produces<UploadScreen>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest, [.. Malformed, "request.malformed"])
            .Refuses(StatusCodes.Status408RequestTimeout, "request.slow")
            .Refuses("uploads.too_many_open", "uploads.too_much", "session.ended")
            .Refuses(StatusCodes.Status413PayloadTooLarge, "uploads.too_large", "request.too_large")
            .Refuses(460, "uploads.hash_differs")
            .Refuses(StatusCodes.Status507InsufficientStorage, "uploads.disk_full");
        var tus = own.MapGroup("").AddEndpointFilter(Tus.HoldVersionAsync).WithMetadata(new RequestTimeoutAttribute(TakesLong));
        tus.MapPost("/", Begin)
            .WithName("beginUpload")
            .WithSummary("开始一个上传（tus 1.0）")
            .WithDescription(
                "请求头：Tus-Resumable: 1.0.0；Upload-Length 为字节数；Upload-Metadata 为 `purpose 值,filename 值,sha256 值`，值是 UTF-8 的 base64，"
                    + "sha256 可以没有。给出 sha256 时，本人传过的文件立即得到（200，state 为 complete），没传完的接着传（200，state 为 open）。"
            )
            .Produces<UploadScreen>()
            .Produces<UploadScreen>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest, [.. Malformed, "uploads.checksum_unknown", "request.malformed"])
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

    private static async Task<Ok<Listing<UploadScreen>>> List(
        CurrentPerson person,
        UploadStore store,
        UploadReceipts receipts,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var uploads = await store.ListAsync(person.Id, now, ct);
        return TypedResults.Ok(new Listing<UploadScreen>([.. uploads.Select(upload => UploadScreen.Of(upload, receipts))], now));
    }

    private static async Task<Results<Ok<UploadScreen>, NotFound, ProblemHttpResult>> Show(
        string code,
        CurrentPerson person,
        UploadStore store,
        UploadWriter writer,
        DirectUploads direct,
        UploadReceipts receipts,
        TimeProvider time,
        HttpContext context,
        CancellationToken ct
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await store.FindAsync(person.Id, code, ct) is not { } upload)
        {
            return TypedResults.NotFound();
        }
        if (upload.IsGone(time.GetUtcNow()))
        {
            return UploadRefusals.Gone();
        }
        // What lies in the store is hashed where that was asked for, or by the job.
        upload = upload.Place is UploadPlace.Folder ? await writer.CheckAsync(upload, ct) ?? upload : upload;
        (upload, var toSend) = await direct.PrepareAsync(upload, ct);
        return upload.State.HasEnded ? UploadRefusals.Gone() : TypedResults.Ok(UploadScreen.Of(upload, receipts, toSend));
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
        context.Response.Headers.Location = $"{Address}/{upload.Code}";
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
            ? TypedResults.Created($"{Address}/{upload.Code}", UploadScreen.Of(upload, receipts))
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

    private static async Task<IResult> SendWhole(
        HttpContext context,
        CurrentPerson person,
        UploadAdmission admission,
        UploadDesk desk,
        UploadFolder folder,
        UploadReceipts receipts,
        IOptions<UploadOptions> options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (context.Request.ContentLength > MaxWhole + FormAround)
        {
            return UploadRefusals.TooLarge();
        }
        if (!desk.HasRoom(MaxWhole))
        {
            return UploadRefusals.NoRoom();
        }
        using var place = desk.Enter(context, person.Id, MaxWhole + FormAround);
        if (place is null)
        {
            return TypedResults.TooOften(context, UploadDesk.Patience);
        }
        var code = UploadAdmission.NewCode();
        using var file = new WholeFile(folder, code);
        try
        {
            if (!await file.ReadAsync(context.Request, ct))
            {
                return UploadRefusals.Malformed("uploads.malformed");
            }
        }
        catch (IOException e) when (UploadFolder.IsFull(e))
        {
            return UploadRefusals.NoRoom();
        }
        var sha256 = file.Field("sha256").ToLowerInvariant();
        var whole = new NewUpload(
            file.Field("purpose"),
            NewUpload.CleanName(file.Field("filename") is { Length: > 0 } named ? named : file.FileName),
            file.Size ?? 0,
            file.Sha256,
            Metadata: ""
        );
        if (UploadRefusals.Of(whole, options.Value) is { } refused)
        {
            return refused;
        }
        if (sha256 is not "" && sha256 != file.Sha256)
        {
            return UploadRefusals.Of(ChunkOutcome.WrongHash, context);
        }
        var (outcome, upload) = await admission.AddWholeAsync(person.Id, code, whole, time.GetUtcNow(), ct);
        switch (outcome, upload)
        {
            case (BeginOutcome.Begun, { } added):
                file.Keep();
                return TypedResults.Created($"{Address}/{added.Code}", UploadScreen.Of(added, receipts));
            case (_, { } known):
                return TypedResults.Ok(UploadScreen.Of(known, receipts));
            default:
                return UploadRefusals.Of(outcome);
        }
    }
}
