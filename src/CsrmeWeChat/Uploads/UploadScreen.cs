using System.ComponentModel;

namespace CsrmeWeChat.Uploads;

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
)
{
    public static UploadScreen Of(Upload upload, UploadReceipts receipts)
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
