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
    [property: Description("本人更早传过同样内容的那个上传的编号。")] string? SameAs,
    [property: Description("怎样传：form 和 parts 是直接传到存储，所需的在 direct 里；chunks 是用 sendChunk 传到这里。")] UploadWay Way,
    [property: Description("直接传到存储所需的；不是直接传的、已经传完的，和在 listUploads 里，都是 null。")] DirectScreen? Direct
)
{
    public static UploadScreen Of(Upload upload, UploadReceipts receipts, DirectScreen? direct = null)
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
            isComplete ? upload.SameAs : null,
            DirectUploads.WayOf(upload),
            direct
        );
    }
}

public enum UploadWay
{
    /// <summary>By tus, through this service.</summary>
    Chunks,

    /// <summary>In one form to the store.</summary>
    Form,

    /// <summary>In parts to the store.</summary>
    Parts,
}

/// <summary>What a phone needs to send a file straight to the store.</summary>
public sealed record DirectScreen(
    FormScreen? Form,
    [property: Description("除最后一片外，每片的字节数。")] long? PartBytes,
    IReadOnlyList<PartScreen>? Parts,
    [property: Description("form 和各片的地址到这时失效，再问 showUpload 得到新的。")] DateTimeOffset Until
);

/// <summary>For <c>wx.uploadFile</c>.</summary>
public sealed record FormScreen(
    string Url,
    [property: Description("文件那一项的 name。")] string Name,
    [property: Description("原样作为 formData，都在文件之前。")] IReadOnlyDictionary<string, string> Fields
);

/// <summary>A part of a file that goes straight to the store.</summary>
public sealed record PartScreen(
    int Number,
    [property: Description("从文件的第几个字节起。")] long Offset,
    long Size,
    [property: Description("存储已经收到这一片，不必再传。")] bool IsHere,
    [property: Description("用 PUT 把这一片传到这里；为 null 的，传完前面的再问 showUpload。")] string? Url
);

/// <summary>What somebody wants to send straight to the store.</summary>
public sealed record DirectRequest(
    string Purpose,
    string? FileName,
    [property: Description("文件的字节数。")] long Size,
    [property: Description("整个文件的 SHA-256，小写十六进制；可以没有。")] string? Sha256
);

/// <summary>How it is to be sent.</summary>
public sealed record DirectAnswer(
    [property: Description("chunks：这里没有可以直接传的存储，请用 beginUpload 传。")] UploadWay Way,
    [property: Description("way 为 chunks 时是 null。state 为 complete 的，本人已经传过，不必再传。")] UploadScreen? Upload
);
