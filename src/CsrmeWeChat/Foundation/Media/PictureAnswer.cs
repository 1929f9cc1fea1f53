using System.ComponentModel;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>A picture as the API answers it, with the size that a screen leaves room for.</summary>
public sealed record PictureAnswer(
    [property: Description("以 / 开头，前面补上本服务的地址。内容不会再变，可以一直缓存。")] string Path,
    [property: Description("像素。")] int Width,
    [property: Description("像素。")] int Height
)
{
    public static PictureAnswer? Of(Picture picture) => picture.Name is "" ? null : new(picture.Address, picture.Width, picture.Height);
}
