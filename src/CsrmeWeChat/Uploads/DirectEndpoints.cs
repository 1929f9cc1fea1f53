using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>Uploading straight to the store, where there is one.</summary>
internal static class DirectEndpoints
{
    public static void MapDirect(this IEndpointRouteBuilder own)
    {
        own.MapPost("/direct", Begin)
            .WithName("beginDirect")
            .WithSummary("开始一个直接传到存储的上传")
            .WithDescription(
                "先问这里。way 为 form（10 MB 以内）时，用 wx.uploadFile 传到 upload.direct.form；为 parts 时，用 wx.request 以 PUT 把各片传到 "
                    + "upload.direct.parts 的 url，大小须与 size 相同，可以同时传几片；都传完后调 completeDirect。为 chunks 时用 beginUpload。"
                    + "网络慢到 60 秒传不完一片的，改用 beginUpload。重复提交时，给出 sha256 的接着传同一个。"
            )
            .WithMetadata(new RequestTimeoutAttribute(UploadEndpoints.TakesLong))
            .Refuses(StatusCodes.Status400BadRequest, [.. UploadEndpoints.Malformed, "request.malformed"])
            .Refuses("uploads.too_many_open", "uploads.too_much", "session.ended")
            .Refuses(StatusCodes.Status413PayloadTooLarge, "uploads.too_large");
        own.MapPost("/{code}/direct/complete", Complete)
            .WithName("completeDirect")
            .WithSummary("直接传到存储的已经传完")
            .WithDescription(
                "可以重复提交。state 为 checking 时正在核对（大文件要一会儿），过几秒再问 showUpload，直到 complete。409 uploads.incomplete："
                    + "存储还没有收全，先问 showUpload 缺哪些。"
            )
            .WithMetadata(new RequestTimeoutAttribute(UploadEndpoints.TakesLong))
            .Refuses("uploads.incomplete")
            .Refuses(StatusCodes.Status410Gone, "uploads.gone")
            .Refuses(StatusCodes.Status423Locked, "uploads.busy")
            .Refuses(460, "uploads.hash_differs");
    }

    private static async Task<Results<Ok<DirectAnswer>, ProblemHttpResult>> Begin(
        DirectRequest request,
        CurrentPerson person,
        UploadAdmission admission,
        UploadStore store,
        DirectUploads direct,
        UploadReceipts receipts,
        IOptions<UploadOptions> options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var wanted = new NewUpload(
            request.Purpose ?? "",
            NewUpload.CleanName(request.FileName),
            request.Size,
            (request.Sha256 ?? "").ToLowerInvariant(),
            Metadata: ""
        );
        if (UploadRefusals.Of(wanted, options.Value) is { } refused)
        {
            return refused;
        }
        if (!direct.IsOpen)
        {
            return TypedResults.Ok(new DirectAnswer(UploadWay.Chunks, null));
        }
        var (outcome, upload) = await admission.BeginAsync(person.Id, wanted, time.GetUtcNow(), ct, UploadPlace.Direct);
        if (upload is null)
        {
            return UploadRefusals.Of(outcome);
        }
        DirectScreen? screen;
        try
        {
            (upload, screen) = await direct.PrepareAsync(upload, ct);
        }
        catch (Exception e) when (outcome is BeginOutcome.Begun && S3Bucket.IsAway(e))
        {
            // The store is away, and the phone need not be.
            await store.RemoveAsync(upload, time.GetUtcNow(), ct);
            return TypedResults.Ok(new DirectAnswer(UploadWay.Chunks, null));
        }
        return TypedResults.Ok(new DirectAnswer(DirectUploads.WayOf(wanted.Size), UploadScreen.Of(upload, receipts, screen)));
    }

    private static async Task<Results<Ok<UploadScreen>, NotFound, ProblemHttpResult>> Complete(
        string code,
        CurrentPerson person,
        UploadStore store,
        DirectUploads direct,
        UploadReceipts receipts,
        TimeProvider time,
        HttpContext context,
        CancellationToken ct
    )
    {
        if (
            await store.FindAsync(person.Id, code, ct) is not { } upload
            || upload is { Place: UploadPlace.Folder, State: UploadState.Open }
        )
        {
            return TypedResults.NotFound();
        }
        if (upload.IsGone(time.GetUtcNow()))
        {
            return UploadRefusals.Gone();
        }
        var (outcome, sent) = await direct.CompleteAsync(upload, ct);
        return outcome is DirectOutcome.Here ? TypedResults.Ok(UploadScreen.Of(sent, receipts)) : UploadRefusals.Of(outcome, context);
    }
}
