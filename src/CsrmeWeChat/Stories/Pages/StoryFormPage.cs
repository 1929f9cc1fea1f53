using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

/// <param name="Button">What saves by hand.</param>
public sealed record StoryFormView(StoryFormPage Page, string Button);

/// <summary>A page on which a story is written.</summary>
public abstract class StoryFormPage(StoryBody bodies, Pictures pictures, MediaFolder folder) : ConsolePage
{
    /// <summary>Of a whole form, with two pictures and a text in which more pictures may stand.</summary>
    public const int MaxBytes = 48 << 20;

    [BindProperty]
    public StoryForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? PortraitFile { get; set; }

    [BindProperty]
    public IFormFile? CoverFile { get; set; }

    /// <summary>The revision that the form was filled from; 0 for a story that is not there yet.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>Names this opening of the form.</summary>
    [BindProperty]
    public Guid Opening { get; set; }

    /// <summary>Counts what the form has sent by itself.</summary>
    [BindProperty]
    public int Step { get; set; }

    /// <summary>Whether what is typed is saved by itself. What waits for its review or is approved is not.</summary>
    public virtual bool SavesItself => true;

    /// <summary>A body that was cleaned, and so may stand in the page as it is; empty for one that was only typed.</summary>
    public virtual string Kept => "";

    protected Sitting Sitting => Opening == Guid.Empty ? Sitting.New() : new Sitting($"{Opening:N}", Math.Max(0, Step));

    /// <summary>What of the body was not kept, in Chinese; null where all was.</summary>
    protected string? Lost { get; private set; }

    /// <summary>
    /// The form's text, cleaned. Null where it is refused, and the page says why. The form holds the cleaned text either way.
    /// </summary>
    protected async Task<StoryText?> ReadAsync()
    {
        Form.Portrait = await KeepAsync(PortraitFile, Form.Portrait, "头像");
        Form.Cover = await KeepAsync(CoverFile, Form.Cover, "封面");
        var body = await bodies.CleanAsync(Form.Body, Ct);
        Form.Body = body.Html;
        Lost = body.Loss;
        var text = new StoryText(
            Form.Person ?? "",
            Form.Unit ?? "",
            Form.ProgrammeYear ?? 0,
            Form.Portrait,
            Form.Cover,
            Form.Title ?? "",
            Form.Author ?? "",
            Form.Digest ?? "",
            body.Html
        ).Clean();
        if (body.Why is not null)
        {
            Refuse(body.Why);
        }
        foreach (var why in text.Faults())
        {
            Refuse(why);
        }
        if (ModelState.IsValid)
        {
            return text;
        }
        // The page shows what was kept, and not what was posted.
        foreach (var field in (string[])[nameof(StoryForm.Portrait), nameof(StoryForm.Cover), nameof(StoryForm.Body)])
        {
            ModelState.SetModelValue($"{nameof(Form)}.{field}", null, null);
        }
        if (Lost is not null)
        {
            Refuse(Lost);
        }
        return null;
    }

    /// <summary>What a page that saves by itself is told, in the words that it shows.</summary>
    protected JsonResult SavedItself(long id, long revision) =>
        new(
            new
            {
                saved = true,
                id,
                revision,
                words = $"已自动保存 {China.Local(Now):HH:mm}{(Lost is null ? "" : $"。{Lost}")}",
            }
        );

    /// <param name="isFinal">Whether the page need not try again by itself.</param>
    protected static JsonResult NotSaved(string why, bool isFinal) =>
        new(
            new
            {
                saved = false,
                isFinal,
                words = why,
            }
        );

    /// <summary>Why <see cref="ReadAsync"/> gave no text, in one line.</summary>
    protected string WhyNotRead =>
        string.Join("", ModelState.Values.SelectMany(value => value.Errors).Select(error => error.ErrorMessage).Distinct());

    private async Task<string> KeepAsync(IFormFile? file, string? before, string what)
    {
        var kept = before is not null && folder.FindPath(before) is not null ? before : "";
        if (file is not { Length: > 0 })
        {
            return kept;
        }
        var (name, why) = await pictures.AddAsync(await BytesOfAsync(file, Ct), Ct);
        if (why is not null)
        {
            Refuse($"{what}没有换上：{why}");
        }
        return name ?? kept;
    }

    internal static async Task<byte[]> BytesOfAsync(IFormFile file, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return content.ToArray();
    }
}
