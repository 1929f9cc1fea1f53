using System.Text.RegularExpressions;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>What is easily written wrong in a page, and seen by nobody.</summary>
public sealed partial class PageSourceTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src", "CsrmeWeChat");

    /// <summary>The style sheet's pale badges are too pale to be read; those that our pages use have colours of our own.</summary>
    [Fact]
    public void Every_badge_has_a_colour_that_can_be_read()
    {
        var readable = File.ReadAllText(Path.Combine(Source, "wwwroot", "staff.css"));
        var used = Read(".cs", ".cshtml", ".js").SelectMany(file => Pale().Matches(file.Text)).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, name => !readable.Contains($".badge.{name} {{", StringComparison.Ordinal));
    }

    /// <summary>Razor leaves out an attribute whose value is null, but not one that begins with data-: it is there, and empty.</summary>
    [Fact]
    public void No_data_attribute_is_meant_to_be_left_out()
    {
        var pages = Read(".cshtml").ToList();

        Assert.NotEmpty(pages);
        Assert.Empty(pages.SelectMany(page => LeftOut().Matches(page.Text).Select(match => $"{page.Name}: {match.Value}")));
    }

    /// <summary>A form that names its address itself has no token against forgery unless it asks for one, and is always refused.</summary>
    [Fact]
    public void Every_form_that_names_its_address_asks_for_a_token()
    {
        var forms = Read(".cshtml").SelectMany(page => PostTo().Matches(page.Text).Select(match => $"{page.Name}: {match.Value}")).ToList();

        Assert.NotEmpty(forms);
        Assert.DoesNotContain(forms, form => !form.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, string Text)> Read(params string[] kinds) =>
        Directory
            .EnumerateFiles(Source, "*", SearchOption.AllDirectories)
            .Where(file => kinds.Contains(Path.GetExtension(file)) && !file.Contains("node_modules", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(@"\bbg-[a-z]+-lt\b")]
    private static partial Regex Pale();

    [GeneratedRegex("""<form\b[^>]*\smethod="post"[^>]*\saction="[^>]*>""")]
    private static partial Regex PostTo();

    [GeneratedRegex("""data-[a-z-]+="@\([^<>]*?\bnull\b[^<>]*?\)"[ >]""")]
    private static partial Regex LeftOut();
}
