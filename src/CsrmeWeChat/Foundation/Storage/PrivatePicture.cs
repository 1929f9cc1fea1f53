using System.ComponentModel;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>A picture that is not for everybody, as the API answers it.</summary>
public sealed record PrivatePicture(
    [property: Description("以 / 开头的，前面补上本服务的地址。两小时后失效。")] string Address,
    [property: Description("像素。")] int Width,
    [property: Description("像素。")] int Height
);
