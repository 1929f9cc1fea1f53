using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>One multipart POST for <c>wx.uploadFile</c>.</summary>
internal static class WholeEndpoints
{
    private const long MaxWhole = 10 << 20,
        FormAround = 64 << 10;

    public static void MapWholeFile(this IEndpointRouteBuilder own) =>
        own.MapPost("/whole", SendWhole)
            .WithName("sendWhole")
            .WithSummary("用 wx.uploadFile 一次传完（10 MB 以内）")
            .WithDescription(
                "multipart/form-data：一个文件，formData 里有 purpose，可以有 filename 和 sha256（小写十六进制）。重复提交得到同一个上传。"
            )
            .WithMetadata(new RequestTimeoutAttribute(UploadEndpoints.TakesLong))
            .Produces<UploadScreen>()
            .Produces<UploadScreen>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest, [.. UploadEndpoints.Malformed, "request.malformed"])
            .Refuses(StatusCodes.Status408RequestTimeout, "request.slow")
            .Refuses("uploads.too_many_open", "uploads.too_much", "session.ended")
            .Refuses(StatusCodes.Status413PayloadTooLarge, "uploads.too_large", "request.too_large")
            .Refuses(460, "uploads.hash_differs")
            .Refuses(StatusCodes.Status507InsufficientStorage, "uploads.disk_full");

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
                return TypedResults.Created($"{UploadEndpoints.Address}/{added.Code}", UploadScreen.Of(added, receipts));
            case (_, { } known):
                return TypedResults.Ok(UploadScreen.Of(known, receipts));
            default:
                return UploadRefusals.Of(outcome);
        }
    }
}
