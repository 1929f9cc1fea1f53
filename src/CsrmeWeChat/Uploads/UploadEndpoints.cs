using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Uploads;

/// <summary>A person's uploads, by whichever way they come: chunk by chunk, in one form, or straight to the store.</summary>
public static class UploadEndpoints
{
    /// <summary>For requests with a body that takes its time.</summary>
    public const string TakesLong = "uploads";

    public const string Address = "/api/uploads";

    public static readonly string[] Malformed = ["uploads.malformed", "uploads.purpose", "uploads.empty"];

    public static void MapUploadAddresses(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup(Address).WithTags("上传").RequireAuthorization(Policies.Person);
        own.MapTus();
        own.MapWholeFile();
        own.MapDirect();
        own.MapGet("/", List).WithName("listUploads").WithSummary("没有传完的，和传完但还没有用上的，新的在前");
        own.MapGet("/{code}", Show)
            .WithName("showUpload")
            .WithSummary("一个上传：已收到多少字节，传完后的回执")
            .WithDescription("应用重新打开后先问这里，从 received 处接着传；直接传到存储的，direct 里有缺少的各片和新的地址。")
            .Refuses(StatusCodes.Status410Gone, "uploads.gone");
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
}
