using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Contests;

/// <summary>What WeChat is asked about an entry.</summary>
internal static class PhotoEntryQuestions
{
    /// <summary>
    /// Asks about the texts and about each photo whose copies are there; about the others when they are. What was asked before is not asked
    /// again.
    /// </summary>
    public static Task AskAsync(
        Transaction tx,
        PhotoEntry entry,
        IReadOnlyList<EntryPhoto> photos,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        entry.PersonId is { } personId
            ? ModerationDesk.AskAsync(tx, Subject(entry), personId, [.. Texts(entry), .. Pictures(photos)], now, ct)
            : Task.CompletedTask;

    public static Subject Subject(PhotoEntry entry) => new(ContestsFeature.EntrySubject, entry.Id, entry.Version);

    private static IEnumerable<Question> Texts(PhotoEntry entry) =>
        new[]
        {
            new TextQuestion("title", entry.Title),
            new TextQuestion("caption", entry.Caption),
            new TextQuestion("author", string.Join(' ', entry.Makers.Select(maker => $"{maker.Name} {maker.Unit}"))),
            new TextQuestion("place", entry.Place),
            new TextQuestion("edit", entry.EditNote),
            new TextQuestion("ai", entry.AiNote),
        }.Where(question => question.Text is not "");

    private static IEnumerable<Question> Pictures(IReadOnlyList<EntryPhoto> photos) =>
        from photo in photos
        where photo.State is EntryPhotoState.Ready
        select new PictureQuestion($"photo:{photo.Place}", EntryPhotoKeys.Preview(photo.Code));
}
