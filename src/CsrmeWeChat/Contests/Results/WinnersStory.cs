using System.Globalization;
using System.Net;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Contests;

/// <summary>Drafts an article about the winners, with their photos, for staff to go on with among the stories.</summary>
public sealed class WinnersStory(
    Database database,
    AwardStore awards,
    StoryStore stories,
    StoryBody bodies,
    Pictures pictures,
    IFileStore store
)
{
    /// <summary>More would make the article longer than WeChat takes.</summary>
    private const int MaxPictures = 30;

    /// <summary>The story, also where it was drafted before; null where the result is not announced.</summary>
    public async Task<long?> DraftAsync(Actor by, Contest contest, DateTimeOffset now, CancellationToken ct)
    {
        if (contest.Result is not ContestResult.Announced)
        {
            return null;
        }
        if (contest.StoryId is { } drafted)
        {
            return drafted;
        }
        var given = await awards.ListPublicAsync(contest.Id, ct);
        var photos = await awards.PhotosOfAsync(given.Select(award => award.EntryId), ct);
        var covers = await KeepAsync(given, photos, ct);
        var body = await bodies.CleanAsync(Write(contest, given, covers), ct);
        var text = new StoryText(
            Person: "",
            Unit: "",
            ProgrammeYear: 0,
            Portrait: "",
            Cover: covers.Values.FirstOrDefault() ?? "",
            Title: PlainText.Cut($"{contest.Title}获奖作品", StoryText.MaxTitle),
            Author: "",
            Digest: $"共 {given.Select(award => award.EntryId).Distinct().Count()} 件作品获奖。",
            body.Html
        ).Clean();
        // Two clicks make one story: the form's name is the contest's.
        var id = await stories.AddAsync(
            by,
            contest.Season,
            text,
            new Sitting(string.Create(CultureInfo.InvariantCulture, $"contest-{contest.Id}"), 0),
            now,
            ct
        );
        await database.ExecuteAsync("UPDATE contests SET story_id = @id WHERE id = @contestId", new { id, contestId = contest.Id }, ct);
        return id;
    }

    /// <summary>The cover of each entry, among the pictures of articles.</summary>
    private async Task<Dictionary<long, string>> KeepAsync(
        IReadOnlyList<Award> given,
        ILookup<long, EntryPhoto> photos,
        CancellationToken ct
    )
    {
        var kept = new Dictionary<long, string>();
        foreach (var award in given.DistinctBy(award => award.EntryId).Take(MaxPictures))
        {
            if (
                photos[award.EntryId].OrderBy(photo => photo.Id == award.CoverId ? 0 : photo.Place).FirstOrDefault() is { } cover
                && await store.FetchAsync(EntryPhotoKeys.Preview(cover.Code), ct) is { } file
            )
            {
                using (file)
                {
                    var (name, _) = await pictures.AddAsync(await File.ReadAllBytesAsync(file.Path, ct), ct);
                    if (name is not null)
                    {
                        kept[award.EntryId] = name;
                    }
                }
            }
        }
        return kept;
    }

    private static string Write(Contest contest, IReadOnlyList<Award> given, Dictionary<long, string> covers)
    {
        var html = new StringBuilder($"<p>{Html(contest.Title)}评选结果已经公布。以下是获奖作品。</p>");
        foreach (var group in given.GroupBy(award => award.GroupKey))
        {
            html.Append($"<h2>{Html(contest.AwardGroups.First(one => one.Key == group.Key).Name)}</h2>");
            foreach (var award in group)
            {
                html.Append($"<p><strong>{Html(award.Prize)}　《{Html(award.Title)}》</strong></p>");
                if (covers.TryGetValue(award.EntryId, out var picture))
                {
                    html.Append($"<p><img src=\"{MediaFolder.Address}{picture}\"></p>");
                }
                html.Append($"<p>作者：{Html(award.Makers)}　{Html(award.Unit)}</p><p>{Html(award.Caption).Replace("\n", "<br>")}</p>");
            }
        }
        return html.ToString();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
