using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;

namespace CsrmeWeChat.Foundation.Console;

internal static class Address
{
    /// <summary>This page's address with some of its query changed; null takes a value out.</summary>
    public static string With(ViewContext view, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = view.HttpContext.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value);
        query.Remove("handler");
        foreach (var (name, value) in changes)
        {
            query.Remove(name);
            if (value is not null)
            {
                query[name] = value;
            }
        }
        return QueryHelpers.AddQueryString(view.HttpContext.Request.Path, query);
    }
}

/// <summary><c>&lt;th sort="name"&gt;姓名&lt;/th&gt;</c>: a header that sorts by its column, one way and then the other.</summary>
[HtmlTargetElement("th", Attributes = "sort")]
public sealed class SortHeader : TagHelper
{
    public required string Sort { get; set; }

    /// <summary>The order the list has where the address says none.</summary>
    public string SortDefault { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var now = ViewContext.HttpContext.Request.Query["sort"].ToString() is { Length: > 0 } given ? given : SortDefault;
        var (ascends, descends) = (now == Sort, now == $"-{Sort}");
        var link = new TagBuilder("a")
        {
            Attributes = { ["href"] = Address.With(ViewContext, ("sort", ascends ? $"-{Sort}" : Sort), ("p", null)), ["class"] = "sort" },
        };
        link.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        link.InnerHtml.Append(
            ascends ? " ↑"
            : descends ? " ↓"
            : ""
        );
        output.Attributes.SetAttribute("scope", "col");
        if (ascends || descends)
        {
            output.Attributes.SetAttribute("aria-sort", ascends ? "ascending" : "descending");
        }
        output.Content.SetHtmlContent(link);
    }
}

/// <summary><c>&lt;pager page="Model.P" more="Model.HasMore" /&gt;</c>: the pages before and after.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Pager : TagHelper
{
    public int Page { get; set; }

    public bool More { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var page = Math.Clamp(Page, 1, ListPage.LastPage);
        if (page == 1 && !More)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", "翻页");
        if (page > 1)
        {
            output.Content.AppendHtml(Link("上一页", Address.With(ViewContext, ("p", page == 2 ? null : $"{page - 1}"))));
        }
        output.Content.AppendHtml($"<span>第 {page} 页</span>");
        if (More && page == ListPage.LastPage)
        {
            output.Content.AppendHtml($"<span>只列出前 {ListPage.LastPage * ListPage.PageSize} 条，其余请用筛选或导出查看</span>");
        }
        else if (More)
        {
            output.Content.AppendHtml(Link("下一页", Address.With(ViewContext, ("p", $"{page + 1}"))));
        }
    }

    private static TagBuilder Link(string text, string address)
    {
        var link = new TagBuilder("a") { Attributes = { ["class"] = "btn", ["href"] = address } };
        link.InnerHtml.Append(text);
        return link;
    }
}

/// <summary><c>&lt;a export&gt;</c>: saves what is filtered as a workbook.</summary>
[HtmlTargetElement("a", Attributes = "export")]
public sealed class ExportLink : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("export");
        output.Attributes.SetAttribute("href", Address.With(ViewContext, ("handler", "Export"), ("p", null)));
        output.Attributes.SetAttribute("class", "btn");
        output.Attributes.SetAttribute("download", "");
        output.Content.SetContent("导出表格");
    }
}
