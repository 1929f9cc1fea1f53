namespace CsrmeWeChat.Foundation.Media;

/// <summary>Why a photo is not taken: a code that stays, and Chinese for the one who sent it.</summary>
public sealed record PhotoRefusal(string Code, string Why)
{
    private const string SendJpeg = "请改传 JPG 格式的照片。";

    internal static readonly PhotoRefusal Empty = new("photo.empty", "文件是空的。请重新选择照片。");

    internal static readonly PhotoRefusal Suspicious = new(
        "photo.suspicious",
        "这个文件里除了照片还有别的内容，系统不收。请用相册或看图软件另存为 JPG 再上传。"
    );

    internal static readonly PhotoRefusal Moving = new("photo.moving", "这个文件是动图，不是照片。" + SendJpeg);

    internal static readonly PhotoRefusal Damaged = new(
        "photo.damaged",
        "这张照片不完整或已损坏，打不开。请重新上传，或从原图重新导出后再上传。"
    );

    internal static readonly PhotoRefusal TooSlow = new("photo.too_slow", "这张照片太久没有处理完。请用看图软件另存为 JPG 再上传。");

    /// <summary>The words are those that an iPhone shows.</summary>
    internal static readonly PhotoRefusal Heic = new(
        "photo.heic",
        "这张照片是 HEIC 格式，系统打不开。请改传 JPG：在 iPhone 的“照片”里共享这张照片，点“选项”，把格式选为“最兼容”；"
            + "以后拍摄前也可以在“设置”的“相机”—“格式”里选“兼容性最佳”。"
    );

    internal static PhotoRefusal NoPhoto(string what) => new("photo.type", what + SendJpeg);

    internal static PhotoRefusal TooLarge(int width, int height) =>
        new(
            "photo.too_large",
            $"照片有 {width} × {height} 像素，太大了。请缩小到每边 {Photos.MaxSide} 像素以内、总共 {Photos.MaxPixels / 10_000} 万像素以内再上传。"
        );

    internal static PhotoRefusal TooSmall(int width, int height) =>
        new("photo.too_small", $"照片只有 {width} × {height} 像素，太小了。请上传原图，每边至少 {Photos.MinSide} 像素。");

    internal static PhotoRefusal TooHeavy(int width, int height) =>
        new(
            "photo.too_heavy",
            $"照片有 {width} × {height} 像素，存储方式又特殊（如渐进式），系统打不开。请另存为普通的（基线）JPG 再上传。"
        );
}
