using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Moderation.Pages;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>One entry, with all that whoever decides about it needs beside the decision; alone or as the next of the queue.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class PhotoEntryModel(
    PhotoReviewStore reviews,
    PhotoReviewDesk desk,
    PersonPhones phones,
    EntryPictures pictures,
    AuditTrail audit,
    AuditSearch history,
    IOptions<ContestOptions> options
) : ConsolePage
{
    private const int HistoryLength = 10;

    /// <summary>What authors are told most often, ready to be changed.</summary>
    public static readonly (string Name, string Words)[] Reasons =
    [
        ("不符主题", "内容与征集主题不符，请按征集说明更换作品后重新提交。"),
        ("不够清晰", "照片不够清晰，请上传未经压缩的原图后重新提交。"),
        ("说明不全", "作品说明过于简单，请补充拍摄的内容、地点和意义后重新提交。"),
        ("疑似涉密", "画面或文字可能涉及不宜公开的工程信息，请更换或经单位审查后提交。"),
        ("版权存疑", "请说明照片是否为本人拍摄，画面中的人像、作品是否已取得同意，再重新提交。"),
        ("写了姓名", "作品名称或说明里写了作者姓名或单位，评审须匿名，请删去后重新提交。"),
    ];

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "queue")]
    public bool InQueue { get; set; }

    /// <summary>The contest whose queue is worked at; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "contest")]
    public long? Contest { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public bool IsAware { get; set; }

    public ReviewedPhotoEntry Found { get; private set; } = null!;

    public int Waiting { get; private set; }

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    /// <summary>Masked, unless it was asked for; empty where none is known.</summary>
    public string Phone { get; private set; } = "";

    public bool IsRevealed { get; private set; }

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    public ModerationState Machine => ModerationState.Of(Found.Checks);

    public ChecksView Checks => new(Machine, Hints, CheckReading.Lines(Found.Checks, PartOf));

    public ContestGroup? Group => Found.Contest.GroupOf(Found.Entry.GroupKey);

    /// <summary>The next of the queue; this one stays in it.</summary>
    public string NextAddress => Url.Page("PhotoReview", new { contest = Contest, after = Id })!;

    public static string AddressOf(long id, bool inQueue, long? contest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/staff/contests/entries/{id}{(inQueue ? "?queue=true" : "")}{(inQueue && contest is { } of ? $"&contest={of}" : "")}"
        );

    public string Preview(EntryPhoto photo) => pictures.Preview(photo, Now).Address;

    public string Large(EntryPhoto photo) => pictures.Large(photo, Now).Address;

    public Check? CheckOf(EntryPhoto photo) => Found.Checks.FirstOrDefault(check => check.FileKey == EntryPhotoKeys.Preview(photo.Code));

    public static string HowNear(NearCopy copy) =>
        copy.IsSame ? "同一个文件"
        : copy.Distance <= 4 ? "非常相似"
        : "相似";

    /// <summary>What the camera noted, in a line for staff.</summary>
    public static IEnumerable<string> NotesOf(EntryPhoto photo) =>
        [$"{photo.Width} × {photo.Height}", Show.Size(photo.Size), .. photo.KnownFacts is { } facts ? NotesOf(facts) : []];

    private static IEnumerable<string> NotesOf(PhotoFacts facts) =>
        new[]
        {
            CameraOf(facts),
            facts.Lens ?? "",
            facts.TakenAt is { } at ? $"{at:yyyy-MM-dd HH:mm}{(facts.IsTakenAtDoubtful ? "（存疑）" : "")}" : "没有拍摄时间",
            facts.Aperture is { } aperture ? FormattableString.Invariant($"f/{aperture:0.#}") : "",
            facts.ExposureSeconds is { } seconds
                ? FormattableString.Invariant($"{(seconds < 1 ? $"1/{Math.Round(1 / seconds)}" : $"{seconds:0.#}")} 秒")
                : "",
            facts.Iso is { } iso ? $"ISO {iso}" : "",
            facts.FocalLength is { } length ? FormattableString.Invariant($"{length:0.#} mm") : "",
            facts.Software is { } software ? $"软件：{software}" : "",
        }.Where(words => words is not "");

    /// <summary>Most makers write their own name into the name of the model as well.</summary>
    private static string CameraOf(PhotoFacts facts) =>
        facts is { Make: { } make, Model: { } model } && !model.StartsWith(make.Split(' ')[0], StringComparison.OrdinalIgnoreCase)
            ? $"{make} {model}"
            : facts.Model ?? facts.Make ?? "";

    protected override async Task<bool> FindAsync()
    {
        if (await reviews.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Found = found;
        Waiting = InQueue ? await reviews.CountWaitingAsync(Contest, Ct) : 0;
        History = await history.LastOfAsync("photo", Id, HistoryLength, Ct);
        var phone = found.Entry.PersonId is { } person ? await phones.FindAsync(person, Ct) : null;
        Phone = phone is null ? "" : Members.Phone.Mask(phone);
        return true;
    }

    public void OnGet() { }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnGetOriginalAsync([FromServices] Uploads.UploadStore uploads, long photoId)
    {
        if (
            Found.Photos.FirstOrDefault(photo => photo.Id == photoId) is not { } photo
            || await uploads.AddressOfAsync(photo.UploadId, options.Value.AddressLasts, Now, Ct) is not { } original
        )
        {
            return NotFound();
        }
        await audit.AddAsync(By, new Change("photo.original", "photo", Id, Found.Entry.Title), Now, Ct);
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

    public async Task<IActionResult> OnPostRevealAsync()
    {
        if (Found.Entry.PersonId is { } person && await phones.FindAsync(person, Ct) is { } phone)
        {
            await audit.AddAsync(By, new Change("photo.reveal", "photo", Id, Found.Entry.Title), Now, Ct);
            (Phone, IsRevealed) = (phone, true);
        }
        return Page();
    }

    private PhotoEntry Seen => Found.Entry with { Revision = Revision };

    /// <summary>What the author was told too, in words for whoever decides.</summary>
    private IReadOnlyList<string> Hints =>
        [
            .. PhotoEntryScreens
                .HintsOf(Found.Own)
                .Select(hint =>
                    hint switch
                    {
                        PhotoEntryHint.NamesMaker => "作品名称或说明里写了作者姓名或单位，评审时会遮去；也可以退回请作者删去。",
                        PhotoEntryHint.Coordinates => "文字里像有精确的坐标，请核实地点是否敏感。",
                        PhotoEntryHint.Place => "原件里记有拍摄地点，请核实是否敏感。展示用的副本已去掉。",
                        PhotoEntryHint.Generated => "照片文件里注明由 AI 生成，作者没有申报。",
                    }
                ),
        ];

    private static string PartOf(string part) =>
        part switch
        {
            "title" => "作品名称",
            "caption" => "作品说明",
            "author" => "作者与单位",
            "place" => "拍摄地点",
            "edit" => "后期处理说明",
            "ai" => "AI 使用说明",
            var photo when photo.StartsWith("photo:", StringComparison.Ordinal) => $"第 {photo[6..]} 张照片",
            var other => other,
        };

    private IActionResult Answer(PhotoReviewOutcome outcome, string done)
    {
        switch (outcome)
        {
            case PhotoReviewOutcome.Done:
                Done(done);
                return InQueue ? RedirectToPage("PhotoReview", new { contest = Contest }) : RedirectToPage(new { Id });
            case PhotoReviewOutcome.NeedsLook:
                return Refuse("机审还没有通过。请看完照片和文字，勾选确认后再通过。");
            case PhotoReviewOutcome.InRound:
                return Refuse("作品已进入评审，不能再退回。");
            case PhotoReviewOutcome.Awarded:
                return Refuse("作品在获奖名单里，不能退回。请先在“结果”页取消它的奖项。");
            default:
                return Refuse("刚才另一位同事处理过，或作者已撤回。请看现在的状态再决定。");
        }
    }
}
