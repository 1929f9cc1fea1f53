using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CsrmeWeChat.Foundation.Console;

/// <summary><c>&lt;icon name="gift" /&gt;</c>: one of the icons listed in <c>icons.mjs</c>, for those who see it only.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "i";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"ti ti-{Name}");
        output.Attributes.SetAttribute("aria-hidden", "true");
    }
}

/// <summary>
/// <c>&lt;empty icon="gift" why="还没有福利"&gt;what to do, and the button&lt;/empty&gt;</c>: a list with nothing in it. It says why, what to do
/// now, and takes little room, for the form that fills the list often stands below.
/// </summary>
[HtmlTargetElement("empty")]
public sealed class EmptyTag : TagHelper
{
    public string Icon { get; set; } = "inbox";

    public required string Why { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "empty");
        var rest = await output.GetChildContentAsync();
        output.Content.AppendHtml($"<i class=\"ti ti-{Icon}\" aria-hidden=\"true\"></i><div><strong>");
        output.Content.Append(Why);
        output.Content.AppendHtml("</strong>");
        if (!rest.IsEmptyOrWhiteSpace)
        {
            output.Content.AppendHtml("<div>");
            output.Content.AppendHtml(rest);
            output.Content.AppendHtml("</div>");
        }
        output.Content.AppendHtml("</div>");
    }
}

/// <summary>
/// A field for a moment takes any moment. By itself one that shows seconds refuses all but those that lie whole minutes from what it shows.
/// </summary>
[HtmlTargetElement("input", Attributes = "[type='datetime-local']", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentField : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Attributes.SetAttribute("step", "any");
}
