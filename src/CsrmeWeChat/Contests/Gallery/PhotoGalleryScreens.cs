using System.ComponentModel;

namespace CsrmeWeChat.Contests;

public sealed record PhotoGalleryPage(
    IReadOnlyList<PhotoGalleryItem> Items,
    [property: Description("要看后面的，把它作为 after 传回来；到头了是 null。")] string? Next,
    VotingStage Voting,
    [property: Description("不设投票则为 null。")] DateTimeOffset? VoteOpensAt,
    [property: Description("在这之前投票。不设投票则为 null。")] DateTimeOffset? VoteClosesAt,
    [property: Description("谁可以投票。")] Crowd Voters,
    [property: Description("每人共有几票。")] int VotesEach,
    [property: Description("本人还可以投几票。")] int VotesLeft
);

public record PhotoGalleryItem(
    long Id,
    string Title,
    [property: Description("组别的 key。")] string Group,
    string GroupName,
    string Subject,
    [property: Description("照片张数。")] int PhotoCount,
    [property: Description("还没有可看的副本则为 null。")] ShownPhoto? Cover,
    PhotoEdit Edit,
    [property: Description("使用了 AI 的，画面旁须说明。")] PhotoAiUse AiUse,
    [property: Description("结果公布前为 null：评审是匿名的。")] string? Author,
    [property: Description("结果公布前为 null。")] string? Unit,
    [property: Description("计票前为 null。")] int? Votes,
    [property: Description("本人是否投了它。")] bool MyVote,
    [property: Description("是本人的作品，不能给它投票。")] bool IsMine
);

public sealed record PhotoGalleryScreen(
    long Id,
    long ContestId,
    string Title,
    string Group,
    string GroupName,
    string Subject,
    int PhotoCount,
    ShownPhoto? Cover,
    PhotoEdit Edit,
    PhotoAiUse AiUse,
    string? Author,
    string? Unit,
    int? Votes,
    bool MyVote,
    bool IsMine,
    [property: Description("作品说明，几段文字。")] string Caption,
    string Place,
    [property: Description("2026、2026-05 或 2026-05-28。")] string TakenOn,
    string EditNote,
    string AiNote,
    [property: Description("合作者；结果公布前为 null。")] IReadOnlyList<Coauthor>? Coauthors,
    [property: Description("按顺序。")] IReadOnlyList<ShownPhoto> Photos,
    VotingStage Voting,
    DateTimeOffset? VoteOpensAt,
    DateTimeOffset? VoteClosesAt,
    Crowd Voters,
    int VotesEach,
    int VotesLeft
) : PhotoGalleryItem(Id, Title, Group, GroupName, Subject, PhotoCount, Cover, Edit, AiUse, Author, Unit, Votes, MyVote, IsMine);

/// <summary>
/// Makes the screens of the gallery, for one person. Jurors may open it like anybody: who made an entry is in it once the result is
/// announced, and how many votes it has once they were counted.
/// </summary>
public sealed class PhotoGalleryScreens(PhotoGallery gallery, VoteStore votes, EntryPictures pictures, TimeProvider time)
{
    public async Task<PhotoGalleryPage> ListAsync(Contest contest, long personId, string? group, long? behind, CancellationToken ct)
    {
        var ids = await gallery.ListIdsAsync(contest.Id, personId, group, behind, ct);
        var shown = ids.Take(PhotoGallery.PageSize).ToList();
        var mine = await votes.ListAsync(personId, contest.Id, ct);
        var now = time.GetUtcNow();
        return new PhotoGalleryPage(
            [
                .. (await gallery.ListAsync(shown, ct)).Select(entry =>
                    ItemOf(entry, contest, personId, mine, TextsOf(entry.Entry, contest, personId), now)
                ),
            ],
            ids.Count > shown.Count ? $"{shown[^1]}" : null,
            contest.VotingAt(now),
            contest.VoteOpensAt,
            contest.VoteClosesAt,
            contest.Voters,
            contest.VotesEach,
            LeftOf(contest, mine)
        );
    }

    /// <summary>Null where it is not shown.</summary>
    public async Task<PhotoGalleryScreen?> FindAsync(Contest contest, long personId, long entryId, CancellationToken ct)
    {
        if (await gallery.ListAsync([entryId], ct) is not [var shown])
        {
            return null;
        }
        var mine = await votes.ListAsync(personId, contest.Id, ct);
        var (now, entry) = (time.GetUtcNow(), shown.Entry);
        var shownAs = TextsOf(entry, contest, personId);
        var item = ItemOf(shown, contest, personId, mine, shownAs, now);
        return new PhotoGalleryScreen(
            item.Id,
            contest.Id,
            item.Title,
            item.Group,
            item.GroupName,
            item.Subject,
            item.PhotoCount,
            item.Cover,
            item.Edit,
            item.AiUse,
            item.Author,
            item.Unit,
            item.Votes,
            item.MyVote,
            item.IsMine,
            shownAs(entry.Caption),
            shownAs(entry.Place),
            entry.TakenOn,
            shownAs(entry.EditNote),
            shownAs(entry.AiNote),
            IsNamed(contest) ? entry.CoauthorList : null,
            [.. shown.Photos.Select(photo => pictures.Of(photo, now))],
            contest.VotingAt(now),
            contest.VoteOpensAt,
            contest.VoteClosesAt,
            contest.Voters,
            contest.VotesEach,
            LeftOf(contest, mine)
        );
    }

    private PhotoGalleryItem ItemOf(
        ShownPhotoEntry shown,
        Contest contest,
        long personId,
        IReadOnlySet<long> mine,
        Func<string, string> shownAs,
        DateTimeOffset now
    )
    {
        var entry = shown.Entry;
        return new PhotoGalleryItem(
            entry.Id,
            shownAs(entry.Title),
            entry.GroupKey,
            contest.GroupOf(entry.GroupKey)?.Name ?? "",
            entry.Subject,
            shown.Photos.Count,
            shown.Cover is { } cover ? pictures.Of(cover, now) : null,
            entry.Edit,
            entry.AiUse,
            IsNamed(contest) ? entry.Author : null,
            IsNamed(contest) ? entry.Unit : null,
            contest.VotesClosedAt is null ? null : entry.Votes,
            mine.Contains(entry.Id),
            entry.PersonId == personId
        );
    }

    /// <summary>
    /// What an author wrote, without who that is until the result: jurors may open the gallery too, and what they judge is masked. Authors
    /// read their own as they wrote it.
    /// </summary>
    private static Func<string, string> TextsOf(PhotoEntry entry, Contest contest, long personId) =>
        IsNamed(contest) || entry.PersonId == personId ? text => text : BlindEntry.BlindOf(entry).Hide;

    private static bool IsNamed(Contest contest) => contest.Result is ContestResult.Announced;

    private static int LeftOf(Contest contest, IReadOnlySet<long> mine) => Math.Max(0, contest.VotesEach - mine.Count);
}
