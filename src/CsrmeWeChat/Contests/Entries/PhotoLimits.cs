using System.Globalization;
using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Contests;

/// <summary>What a contest asks of each photo, held against its size and what the file says of itself.</summary>
internal static class PhotoLimits
{
    /// <summary>Makers round up: what is sold as 20 million pixels makes 5,472 x 3,648, which are 19.96.</summary>
    private const double Share = 0.98;

    /// <param name="facts">Null while nobody has looked at it.</param>
    public static PhotoRefusal? FaultOf(long size, PhotoFacts? facts, Contest contest) =>
        size > (long)contest.MaxMegabytes << 20 ? TooManyBytes(contest)
        : facts is null ? null
        : (long)facts.Width * facts.Height < contest.MinMegapixels * 1_000_000 * Share ? TooFewPixels(facts, contest)
        : contest.NeedsCamera && facts.Make is null && facts.Model is null ? NoCamera
        : IsTooOld(facts, contest.TakenSince) ? TooOld(facts, contest)
        : null;

    private static bool IsTooOld(PhotoFacts facts, string since) =>
        since is not "" && facts is { TakenAt: not null, IsTakenAtDoubtful: false } && string.CompareOrdinal(DayOf(facts), since) < 0;

    private static string DayOf(PhotoFacts facts) => facts.TakenAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static PhotoRefusal TooManyBytes(Contest contest) =>
        new("photo.too_many_bytes", $"照片超过 {contest.MaxMegabytes} MB。请用看图软件另存为 JPG，把质量调低一些再上传。");

    private static PhotoRefusal TooFewPixels(PhotoFacts facts, Contest contest) =>
        new(
            "photo.few_pixels",
            $"照片只有 {facts.Width} × {facts.Height} 像素，征集要求不少于 {contest.MinMegapixels}00 万像素。"
                + "请上传相机或手机里的原图，选择照片时勾选“原图”。"
        );

    private static readonly PhotoRefusal NoCamera = new(
        "photo.no_camera",
        "这张照片没有相机信息，可能是聊天软件压缩过的。请在选择照片时勾选“原图”，或从相机、手机相册里直接选择。"
    );

    private static PhotoRefusal TooOld(PhotoFacts facts, Contest contest) =>
        new(
            "photo.too_old",
            $"照片信息显示拍于 {DayOf(facts)}，征集要求在 {contest.TakenSince} 以后拍摄。请换一张；如是相机时间不准，请改正照片的拍摄时间后再上传。"
        );
}
