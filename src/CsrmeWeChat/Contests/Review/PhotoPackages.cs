using System.Globalization;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Contests;

/// <summary>Archives of a contest's accepted photos.</summary>
public sealed class PhotoPackages(PhotoReviewStore reviews, AwardStore awards, UploadStore uploads)
{
    /// <summary>The files as the authors sent them, and a list.</summary>
    public async Task WriteOriginalsAsync(Contest contest, Stream to, CancellationToken ct)
    {
        var filter = new PhotoEntryFilter(Contest: contest.Id, State: PhotoEntryState.Accepted);
        var accepted = await reviews.ListAsync(filter, "e.id", 0, int.MaxValue, ct);
        await using var package = await Package.BeginAsync(to, ct);
        await package.AddListAsync(
            PhotoSheet.Headers,
            accepted.Select(entry => PhotoSheet.RowOf(entry, contest.GroupOf(entry.GroupKey)?.Name ?? "")),
            ct
        );
        // Some at a time, so that the rows of a large contest are not all held while gigabytes are sent.
        foreach (var some in accepted.Chunk(100))
        {
            var photos = await awards.PhotosOfAsync(some.Select(entry => entry.Id), ct);
            foreach (var entry in some)
            {
                foreach (var photo in photos[entry.Id])
                {
                    using var original = await uploads.FetchAsync(photo.UploadId, ct);
                    if (original is not null)
                    {
                        await package.AddAsync(NameOf(contest, entry, photo), original.Path, ct);
                    }
                }
            }
        }
    }

    private static string NameOf(Contest contest, PhotoEntry entry, EntryPhoto photo)
    {
        var name = Package.NameOf(entry.Id, $"{entry.Title}-{entry.Author}");
        var place =
            contest.GroupOf(entry.GroupKey)?.Shape is GroupShape.Series
                ? string.Create(CultureInfo.InvariantCulture, $"-{photo.Place}")
                : "";
        return UploadFiles.HarmlessName($"{name}{place}{Path.GetExtension(photo.Name)}");
    }
}
