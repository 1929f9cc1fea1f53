using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>A list whose page and order stand in the address, as its filters do.</summary>
public abstract class ListPage : ConsolePage
{
    public const int PageSize = 50;

    /// <summary>
    /// The last page that can be reached. Rows beyond it are found by a filter or exported, because a deep page costs the database all
    /// those before it.
    /// </summary>
    public const int LastPage = 20;

    /// <summary>The page, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    /// <summary>A column's key, with a minus before it for the other direction.</summary>
    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    protected int Skip => (Math.Clamp(P, 1, LastPage) - 1) * PageSize;

    /// <summary>The ORDER BY for <see cref="Sort"/>.</summary>
    /// <param name="columns">
    /// The key of each sort order in the address, and its SQL, in which each column's direction can be reversed.
    /// </param>
    /// <param name="otherwise">The key, perhaps with a minus, where the address has none or an unknown one.</param>
    protected string OrderBy(IReadOnlyDictionary<string, string> columns, string otherwise)
    {
        var sort = columns.ContainsKey(Sort?.TrimStart('-') ?? "") ? Sort! : otherwise;
        var columnList = columns[sort.TrimStart('-')];
        return sort.StartsWith('-') ? string.Join(", ", columnList.Split(", ").Select(column => $"{column} DESC")) : columnList;
    }
}
