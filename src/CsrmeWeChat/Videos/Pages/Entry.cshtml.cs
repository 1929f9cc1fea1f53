using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Moderation.Pages;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos.Pages;

/// <summary>One entry, with all that whoever decides about it needs beside the decision; alone or as the next of the queue.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class EntryModel(
    ReviewStore reviews,
    ReviewDesk desk,
    PersonPhones phones,
    IFileStore store,
    AuditTrail audit,
    AuditSearch history,
    IOptions<VideoOptions> options
) : ConsolePage
{
    private const int HistoryLength = 10;

    public static readonly string[] ReasonNames = ["画面不清", "声音有问题", "内容不符", "疑似涉密", "版权存疑"];

    /// <summary>What authors are told most often, ready to be changed.</summary>
    public static readonly string[] Reasons =
    [
        "画面不够清晰或晃动较大，请换一段清楚的画面后重新提交。",
        "声音听不清或有杂音，请重新录音或加上字幕后提交。",
        "内容与征集主题不符，请按征集说明修改后提交。",
        "画面或文字可能涉及不宜公开的工程信息，请遮挡或删去，并经单位审查后提交。",
        "使用的音乐、图片或他人镜头请注明来源，或换成有权使用的素材后提交。",
    ];

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "queue")]
    public bool InQueue { get; set; }

    /// <summary>The call whose queue is worked at; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "call")]
    public long? Call { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public bool IsAware { get; set; }

    [BindProperty]
    public string? FeedId { get; set; }

    public ReviewedEntry Found { get; private set; } = null!;

    public int Waiting { get; private set; }

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    /// <summary>Masked, unless it was asked for; empty where none is known.</summary>
    public string Phone { get; private set; } = "";

    public bool IsRevealed { get; private set; }

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public ModerationState Machine => ModerationState.Of(Found.Checks);

    public string? PlayAddress => Found.Video is { State: VideoFileState.Ready } video ? AddressOf(VideoKeys.Play(video.Id)) : null;

    public string? PosterAddress => Found.Video?.KnownFacts is null ? null : AddressOf(VideoKeys.Poster(Found.Video.Id));

    public string? OriginalAddress => MayWrite && Found.Video is not null ? $"/staff/videos/entries/{Id}?handler=Original" : null;

    public string FaultWords => VideoFaults.Parse(Found.Video?.Fault ?? "")?.Words(Found.Call.Limits) ?? "";

    /// <summary>The pictures that were cut, at which millisecond, and what WeChat said of each.</summary>
    public IReadOnlyList<(string Address, long At, Check? Check)> Frames =>
        Found.Video is { } video
            ?
            [
                .. video.CutAt.Select(
                    (at, number) =>
                    {
                        var key = VideoKeys.Frame(video.Id, number);
                        return (AddressOf(key), at, Found.Checks.FirstOrDefault(check => check.FileKey == key));
                    }
                ),
            ]
            : [];

    public ChecksView Checks => new(Machine, Hints, CheckReading.Lines(Found.Checks, VideoBadges.PartOf));

    /// <summary>What the author was told too, in words for whoever decides.</summary>
    public IReadOnlyList<string> Hints =>
        [
            .. EntryScreens
                .Hints(Found.Entry.Text, Found.Video)
                .Select(hint =>
                    hint switch
                    {
                        EntryHint.Coordinates => "文字里像有精确的坐标，请核实地点是否敏感。",
                        EntryHint.Place => "原件里记有拍摄地点，请核实是否敏感。展示用的副本已去掉。",
                    }
                ),
        ];

    /// <summary>The next of the queue; this one stays in it.</summary>
    public string NextAddress => Url.Page("Review", new { call = Call, after = Id })!;

    public string HowShown =>
        Found.Entry.FeedId is not "" && Found.Call.ChannelUser is not "" ? "将从学会的视频号播放。"
        : Found.Call.IsPublic ? "将在小程序内直接播放。"
        : Found.Entry.FeedId is not "" ? "还缺学会视频号 ID（以 sph 开头）。请先在征集的“修改”页填写。"
        : "这次征集不在小程序内播放。请先把视频发到学会的视频号，并在下面填写视频 ID。";

    public static string AddressOf(long id, bool inQueue, long? call) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/staff/videos/entries/{id}{(inQueue ? "?queue=true" : "")}{(inQueue && call is { } of ? $"&call={of}" : "")}"
        );

    protected override async Task<bool> FindAsync()
    {
        if (await reviews.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Found = found;
        Waiting = InQueue ? await reviews.CountWaitingAsync(Call, Ct) : 0;
        History = await history.LastOfAsync("entry", Id, HistoryLength, Ct);
        var phone = found.Entry.PersonId is { } person ? await phones.FindAsync(person, Ct) : null;
        Phone = phone is null ? "" : Members.Phone.Mask(phone);
        return true;
    }

    public void OnGet() { }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnGetOriginalAsync([FromServices] Uploads.UploadStore uploads)
    {
        if (
            Found.Video is not { } video
            || await uploads.AddressOfAsync(video.UploadId, options.Value.AddressLasts, Now, Ct) is not { } original
        )
        {
            return NotFound();
        }
        await audit.AddAsync(By, new Change("entry.original", "entry", Id, Found.Entry.Title), Now, Ct);
        return Redirect(original);
    }

    public async Task<IActionResult> OnPostAcceptAsync() =>
        Answer(await desk.AcceptAsync(By, Seen, IsAware, Now, Ct), $"《{Found.Entry.Title}》已通过。");

    public async Task<IActionResult> OnPostReturnAsync()
    {
        var reason = PlainText.Clean(Reason);
        return reason.Length is 0 or > 300
            ? Refuse("请写明要改什么，最长 300 字。作者会看到。")
            : Answer(await desk.ReturnAsync(By, Seen, reason, Now, Ct), $"《{Found.Entry.Title}》已退回，作者可在“我的作品”中看到原因。");
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostShowAsync() => Answer(await desk.ShowAsync(By, Seen, Now, Ct), "已在小程序里展示。");

    public async Task<IActionResult> OnPostHideAsync()
    {
        var reason = PlainText.Clean(Reason);
        return reason.Length is 0 or > 300
            ? Refuse("请写明原因，最长 300 字。作者会看到。")
            : Answer(await desk.HideAsync(By, Seen, reason, Now, Ct), "已取消展示。");
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostFeedAsync()
    {
        var feed = PlainText.Clean(FeedId);
        return feed.Length > 150 ? Refuse("视频 ID 太长，请检查。") : Answer(await desk.SetFeedAsync(By, Seen, feed, Now, Ct), "已保存。");
    }

    public async Task<IActionResult> OnPostRevealAsync()
    {
        if (Found.Entry.PersonId is { } person && await phones.FindAsync(person, Ct) is { } phone)
        {
            await audit.AddAsync(By, new Change("entry.reveal", "entry", Id, Found.Entry.Title), Now, Ct);
            (Phone, IsRevealed) = (phone, true);
        }
        return Page();
    }

    private Entry Seen => Found.Entry with { Revision = Revision };

    private string AddressOf(string key) => store.AddressOf(key, options.Value.AddressLasts, Now);

    private IActionResult Answer(ReviewOutcome outcome, string done)
    {
        switch (outcome)
        {
            case ReviewOutcome.Done:
                Done(done);
                return InQueue ? RedirectToPage("Review", new { call = Call }) : RedirectToPage(new { Id });
            case ReviewOutcome.NeedsLook:
                return Refuse("机审还没有通过。请看完画面、听完声音，勾选确认后再通过。");
            case ReviewOutcome.NotPublic:
                return Refuse($"现在不能展示。{HowShown}");
            default:
                return Refuse("刚才另一位同事处理过，或作者已撤回。请看现在的状态再决定。");
        }
    }
}
