using System.ComponentModel;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

/// <summary>A photo as it is shown to others.</summary>
public sealed record ShownPhoto(
    [property: Description("列表里用，最长边 320 像素。")] PrivatePicture Thumbnail,
    [property: Description("最长边 1440 像素。")] PrivatePicture Preview
);

/// <summary>Where the copies of a photo that is ready are shown. The addresses run out, and no copy has notes of the camera.</summary>
public sealed class EntryPictures(IFileStore store, IOptions<ContestOptions> options)
{
    public ShownPhoto Of(EntryPhoto photo, DateTimeOffset now) => new(Thumbnail(photo, now), Preview(photo, now));

    public PrivatePicture Thumbnail(EntryPhoto photo, DateTimeOffset now) =>
        PictureOf(EntryPhotoKeys.Thumbnail(photo.Code), photo.Within(Photos.ThumbnailSide), now);

    public PrivatePicture Preview(EntryPhoto photo, DateTimeOffset now) =>
        PictureOf(EntryPhotoKeys.Preview(photo.Code), photo.Within(Photos.PreviewSide), now);

    public PrivatePicture Large(EntryPhoto photo, DateTimeOffset now) =>
        PictureOf(EntryPhotoKeys.Large(photo.Code), (photo.CopyWidth, photo.CopyHeight), now);

    public string AddressOf(string key, DateTimeOffset now) => store.AddressOf(key, options.Value.AddressLasts, now);

    private PrivatePicture PictureOf(string key, (int Width, int Height) size, DateTimeOffset now) =>
        new(AddressOf(key, now), size.Width, size.Height);
}
