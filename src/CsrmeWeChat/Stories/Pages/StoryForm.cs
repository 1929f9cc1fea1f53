using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>The form of a story. Portrait and cover are names of pictures that are already kept.</summary>
public sealed class StoryForm
{
    public string? Person { get; set; }

    public string? Unit { get; set; }

    [Display(Name = "入选年份")]
    public int? ProgrammeYear { get; set; }

    public string? Title { get; set; }

    public string? Author { get; set; }

    public string? Digest { get; set; }

    public string? Body { get; set; }

    public string? Portrait { get; set; }

    public string? Cover { get; set; }

    public static StoryForm Of(StoryText text) =>
        new()
        {
            Person = text.Person,
            Unit = text.Unit,
            ProgrammeYear = text.ProgrammeYear,
            Title = text.Title,
            Author = text.Author,
            Digest = text.Digest,
            Body = text.Body,
            Portrait = text.Portrait,
            Cover = text.Cover,
        };
}
