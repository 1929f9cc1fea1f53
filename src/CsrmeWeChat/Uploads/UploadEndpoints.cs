using System.ComponentModel;
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

    private const string Address = "/api/uploads";

    private const long MaxWhole = 10 << 20,
        FormAround = 64 << 10;

    private static readonly string[] Malformed = ["uploads.malformed", "uploads.purpose", "uploads.empty"];

    public static void MapUploadAddresses(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup(Address).WithTags("上传").RequireAuthorization(Policies.Person);
        own.MapGet("/", List).WithName("listUploads").WithSummary("没有传完的，和传完但还没有用上的，新的在前");
        own.MapGet("/{code}", Show)
            .WithName("showUpload")
            .WithSummary("一个上传：已收到多少字节，传完后的回执")
            .WithDescription("应用重新打开后先问这里，从 received 处接着传。")
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
        return TypedResults.Ok(new Listing<UploadScreen>([.. uploads.Select(upload => Screen(upload, receipts))], now));
    }

    private static async Task<Results<Ok<UploadScreen>, NotFound, ProblemHttpResult>> Show(
        string code,
        CurrentPerson person,
        UploadStore store,
        UploadWriter writer,
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
        upload = await writer.CheckAsync(upload, ct) ?? upload;
        return upload.IsGone(time.GetUtcNow()) ? Gone() : TypedResults.Ok(Screen(upload, receipts));
    }

    private static async Task<IResult> Begin(
        HttpContext context,
        CurrentPerson person,
        UploadStore store,
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
            return Malformation("uploads.malformed");
        }
        var wanted = new NewUpload(
            metadata.GetValueOrDefault("purpose", ""),
            NewUpload.CleanName(metadata.GetValueOrDefault("filename")),
            size,
            metadata.GetValueOrDefault("sha256", "").ToLowerInvariant(),
            request.Headers["Upload-Metadata"].ToString()
        );
        if (WhyNot(wanted, options.Value) is { } refused)
        {
            return refused;
        }
        if (!desk.HasRoom(size))
        {
            return NoRoom();
        }
        var (outcome, upload) = await store.BeginAsync(person.Id, wanted, time.GetUtcNow(), ct);
        if (upload is null)
        {
            return WhyNot(outcome);
        }
        context.Response.Headers.Location = $"{Address}/{upload.Code}";
        if (outcome is BeginOutcome.Begun && request.ContentType == Tus.ChunkType)
        {
            var (chunk, written) = await desk.TakeAsync(context, person.Id, upload, offset: 0, ct);
            if (chunk is not ChunkOutcome.Saved)
            {
                return WhyNot(chunk, context);
            }
            upload = written;
        }
        Tus.Describe(context.Response, upload);
        return outcome is BeginOutcome.Begun
            ? TypedResults.Created($"{Address}/{upload.Code}", Screen(upload, receipts))
            : TypedResults.Ok(Screen(upload, receipts));
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
            return Gone();
        }
        switch (method)
        {
            case "HEAD":
                upload = await writer.CheckAsync(upload, ct) ?? upload;
                if (upload.State.HasEnded)
                {
                    return Gone();
                }
                Tus.Describe(context.Response, upload);
                context.Response.Headers["Upload-Metadata"] = upload.Metadata;
                return TypedResults.Ok();
            case "DELETE":
                return WhyNot(await store.RemoveAsync(upload, time.GetUtcNow(), ct), context);
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
            return Malformation("uploads.malformed");
        }
        var (outcome, written) = await desk.TakeAsync(context, person.Id, upload, offset, ct);
        Tus.Describe(context.Response, written);
        return outcome is ChunkOutcome.Saved ? TypedResults.NoContent() : WhyNot(outcome, context);
    }

    private static async Task<IResult> SendWhole(
        HttpContext context,
        CurrentPerson person,
        UploadStore store,
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
            return TooLarge();
        }
        if (!desk.HasRoom(MaxWhole))
        {
            return NoRoom();
        }
        using var place = desk.Enter(context, person.Id, MaxWhole + FormAround);
        if (place is null)
        {
            return TypedResults.TooOften(context, UploadDesk.Patience);
        }
        var code = UploadStore.NewCode();
        using var file = new WholeFile(folder, code);
        try
        {
            if (!await file.ReadAsync(context.Request, ct))
            {
                return Malformation("uploads.malformed");
            }
        }
        catch (IOException e) when (UploadFolder.IsFull(e))
        {
            return NoRoom();
        }
        var sha256 = file.Field("sha256").ToLowerInvariant();
        var whole = new NewUpload(
            file.Field("purpose"),
            NewUpload.CleanName(file.Field("filename") is { Length: > 0 } named ? named : file.FileName),
            file.Size ?? 0,
            file.Sha256,
            Metadata: ""
        );
        if (WhyNot(whole, options.Value) is { } refused)
        {
            return refused;
        }
        if (sha256 is not "" && sha256 != file.Sha256)
        {
            return WhyNot(ChunkOutcome.WrongHash, context);
        }
        var (outcome, upload) = await store.AddWholeAsync(person.Id, code, whole, time.GetUtcNow(), ct);
        switch (outcome, upload)
        {
            case (BeginOutcome.Begun, { } added):
                file.Keep();
                return TypedResults.Created($"{Address}/{added.Code}", Screen(added, receipts));
            case (_, { } known):
                return TypedResults.Ok(Screen(known, receipts));
            default:
                return WhyNot(outcome);
        }
    }

    private static ProblemHttpResult? WhyNot(NewUpload wanted, UploadOptions options) =>
        !options.Purposes.TryGetValue(wanted.Purpose, out var purpose) ? Malformation("uploads.purpose")
        : wanted.Size == 0 ? Malformation("uploads.empty")
        : wanted.Size > purpose.MaxBytes ? TooLarge()
        : wanted.Sha256 is not "" && (wanted.Sha256.Length != 64 || !wanted.Sha256.All(char.IsAsciiHexDigitLower))
            ? Malformation("uploads.malformed")
        : null;

    private static ProblemHttpResult WhyNot(BeginOutcome outcome) =>
        outcome switch
        {
            BeginOutcome.TooManyOpen => TypedResults.Refused(
                "uploads.too_many_open",
                "您有几个文件还没有传完。请先传完或放弃它们，再传新的。"
            ),
            BeginOutcome.TooMuchToday => TypedResults.Refused("uploads.too_much", "您今天上传的文件已达上限，请明天再来。"),
            BeginOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            BeginOutcome.Begun or BeginOutcome.Resumed or BeginOutcome.Known => throw new InvalidOperationException("It is no refusal."),
        };

    private static IResult WhyNot(RemoveOutcome outcome, HttpContext context) =>
        outcome switch
        {
            RemoveOutcome.Removed => TypedResults.NoContent(),
            RemoveOutcome.Taken => TypedResults.Refused("uploads.taken", "这个文件已经提交使用，不能在这里删除。"),
            RemoveOutcome.Busy => WhyNot(ChunkOutcome.Busy, context),
        };

    private static ProblemHttpResult WhyNot(ChunkOutcome outcome, HttpContext context)
    {
        if (outcome is ChunkOutcome.Busy or ChunkOutcome.TooManyBodies or ChunkOutcome.Interrupted)
        {
            context.Response.Headers.RetryAfter = $"{UploadDesk.Patience.TotalSeconds:0}";
        }
        return outcome switch
        {
            ChunkOutcome.Busy => TypedResults.Refused(StatusCodes.Status423Locked, "uploads.busy", "这个文件正在上传，请几秒后再试。"),
            ChunkOutcome.WrongOffset => TypedResults.Refused("uploads.offset", "上传的位置不对，将从已收到的地方接着传。"),
            ChunkOutcome.TooLong => TooLarge(),
            ChunkOutcome.BadChecksum => Malformation("uploads.checksum_unknown"),
            ChunkOutcome.WrongChecksum => TypedResults.Refused(460, "uploads.checksum_differs", "这一段在传输中有损坏，请重传这一段。"),
            ChunkOutcome.WrongHash => TypedResults.Refused(460, "uploads.hash_differs", "收到的文件与您手机上的不一致，请重新上传。"),
            ChunkOutcome.NoRoom => NoRoom(),
            ChunkOutcome.TooManyBodies => TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests),
            ChunkOutcome.Interrupted => TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable),
            ChunkOutcome.Saved => throw new InvalidOperationException("It is no refusal."),
        };
    }

    private static ProblemHttpResult Malformation(string code) =>
        TypedResults.Refused(
            StatusCodes.Status400BadRequest,
            code,
            code switch
            {
                "uploads.purpose" => "这里不接收这类文件。请更新小程序后再试。",
                "uploads.empty" => "文件是空的，请换一个文件。",
                "uploads.checksum_unknown" => "这一段的校验方式不被支持。请更新小程序后再试。",
                _ => "上传请求的格式有误。请更新小程序后再试。",
            }
        );

    private static ProblemHttpResult TooLarge() =>
        TypedResults.Refused(StatusCodes.Status413PayloadTooLarge, "uploads.too_large", "文件太大，或比开始时说的长。请压缩后再传。");

    private static ProblemHttpResult NoRoom() =>
        TypedResults.Refused(
            StatusCodes.Status507InsufficientStorage,
            "uploads.disk_full",
            "服务器的空间暂时不够，请稍后再传。已经传上来的不会丢失。"
        );

    private static ProblemHttpResult Gone() =>
        TypedResults.Refused(StatusCodes.Status410Gone, "uploads.gone", "这个上传已过期、已放弃或内容不一致，请重新上传。");

    private static UploadScreen Screen(Upload upload, UploadReceipts receipts)
    {
        var isComplete = upload.State is UploadState.Complete;
        return new UploadScreen(
            upload.Code,
            upload.State,
            upload.Purpose,
            upload.FileName,
            upload.Size,
            upload.Received,
            isComplete ? upload.Sha256 : null,
            upload.BegunAt,
            isComplete ? upload.ReceivedAt : null,
            upload.ExpiresAt,
            isComplete ? receipts.Sign(upload) : null,
            isComplete ? upload.SameAs : null
        );
    }
}

/// <summary>An upload, with all that the screen showing it needs.</summary>
public sealed record UploadScreen(
    [property: Description("上传的编号，也是地址的末段。请记在本机，重新打开后接着传。")] string Code,
    UploadState State,
    string Purpose,
    string FileName,
    long Size,
    [property: Description("已收到并保存好的字节数，接着从这里传。")] long Received,
    [property: Description("整个文件的 SHA-256，小写十六进制。")] string? Sha256,
    DateTimeOffset BegunAt,
    [property: Description("最后一个字节保存好的时间。")] DateTimeOffset? CompletedAt,
    [property: Description("到这时还没有传完或没有用上，就会删除；已经用上的为 null。")] DateTimeOffset? ExpiresAt,
    [property: Description("传完的回执，请保存：对截止时间有争议时出示。")] string? Receipt,
    [property: Description("本人更早传过同样内容的那个上传的编号。")] string? SameAs
);
