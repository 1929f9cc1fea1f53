using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class PhotoEntriesModel(
    PhotoReviewStore reviews,
    ContestStore contests,
    ModerationDesk moderation,
    SeasonChoice choice,
    PhotoPackages packages,
    AuditTrail audit,
    EntryPictures pictures
) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "contest")]
    public long? Contest { get; set; }

    [BindProperty(SupportsGet = true, Name = "group")]
    public string? Group { get; set; }

    [BindProperty(SupportsGet = true, Name = "subject")]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public PhotoEntryState? State { get; set; }

    public IReadOnlyList<PhotoEntryLine> Items { get; private set; } = [];

    public IReadOnlyDictionary<long, ModerationState> Machine { get; private set; } = new Dictionary<long, ModerationState>();

    public IReadOnlyList<Contest> Contests { get; private set; } = [];

    /// <summary>The one that is looked at. Null for all.</summary>
    public Contest? Chosen => Contests.FirstOrDefault(contest => contest.Id == Contest);

    public int? Season { get; private set; }

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new PhotoEntryFilter(Season: Season) || P > 1;

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    private PhotoEntryFilter Filter => new(Q ?? "", Contest, Group ?? "", Subject ?? "", State, Season);

    private string Order => OrderBy(PhotoReviewStore.Columns, "-submitted");

    protected override async Task<bool> FindAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        Contests = await contests.ListAsync(Season, Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        var found = await reviews.ListAsync(Filter, Order, Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
        Machine = await moderation.SumAsync([.. Items.Select(PhotoEntryQuestions.Subject)], Ct);
    }

    public string GroupOf(PhotoEntryLine entry) =>
        Contests.FirstOrDefault(contest => contest.Id == entry.ContestId)?.GroupOf(entry.GroupKey)?.Name ?? "";

    public string? ThumbnailOf(PhotoEntryLine entry) =>
        entry.ShownPhoto is { } photo ? pictures.AddressOf(EntryPhotoKeys.Thumbnail(photo), Now) : null;

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("photo.export", "photo", 0, Chosen?.Title ?? "摄影作品"),
            Chosen?.Title ?? "摄影作品",
            PhotoSheet.Headers,
            RowsAsync()
        );

    /// <summary>The files as the authors sent them, of what was accepted.</summary>
    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnGetOriginalsAsync()
    {
        if (Chosen is not { } contest)
        {
            return NotFound();
        }
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        await audit.AddAsync(By, new Change("photo.export", "photo", 0, contest.Title, After: new { kind = "原件" }), Now, Ct);
        return new ZipResult($"{contest.Title}-原件.zip", (to, ct) => packages.WriteOriginalsAsync(contest, to, ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var entry in await reviews.ListAsync(Filter, Order, 0, int.MaxValue, Ct))
        {
            yield return PhotoSheet.RowOf(entry, GroupOf(entry));
        }
    }
}
