using AngleSharp.Html.Parser;

namespace CsrmeWeChat.Stories;

/// <summary>
/// A story's body as the rich-text component of a mini program can draw it. That component removes an element that it does not know with
/// all that is in it (a figure with its picture), and nothing from outside can style what it draws. Source: rich-text, 受信任的 HTML 节点.
/// </summary>
internal static class RichText
{
    private const string Fits = "max-width:100%";

    public static string Of(string body)
    {
        var document = new HtmlParser().ParseDocument($"<body>{body}</body>");
        StoryBody.ReplaceBySections(document, "figure, figcaption");
        foreach (var image in document.Images)
        {
            var own = image.GetAttribute("style")?.TrimEnd(' ', ';');
            // The last one counts: a picture of an article that was made for 677 pixels is wider than a phone.
            image.SetAttribute("style", own is null or "" ? Fits : $"{own};{Fits}");
        }
        return document.Body!.InnerHtml;
    }
}
