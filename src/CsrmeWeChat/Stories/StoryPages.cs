using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Pages and feeds of the stories that are out are made once, and answered from memory until a story changes; that is looked up once a
/// second. What a client can vary at will (headers, queries, spellings of a page's number) makes no new page.
/// </summary>
public sealed class StoryPages(StoryList stories, IOptions<SiteOptions> site, TimeProvider time) : IOutputCachePolicy
{
    public const int Size = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Fresh<StoryStamp> stamp = new(TimeSpan.FromSeconds(1), time);

    /// <summary>The page that a query asks for. Beyond the last one there is one more, which is empty.</summary>
    public async Task<int> NumberAsync(string? asked, CancellationToken ct)
    {
        var last = ((await StampAsync(ct)).Stories + Size - 1) / Size;
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, last + 1) : 1;
    }

    public async Task<bool> AnyAsync(CancellationToken ct) => (await StampAsync(ct)).Stories > 0;

    public async ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken ct)
    {
        var request = context.HttpContext.Request;
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;
        // Of many that come for a page that is not there yet, one has it made (rarely a second, who looked as the first was done).
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = Kept;
        var rules = context.CacheVaryByRules;
        rules.QueryKeys = StringValues.Empty;
        rules.HeaderNames = StringValues.Empty;
        rules.RouteValueNames = StringValues.Empty;
        // Without an address in the settings links begin with the host that the request names.
        rules.VaryByHost = site.Value.Address is null;
        var asked = request.Query["page"].FirstOrDefault() ?? request.Query["p"].FirstOrDefault();
        rules.VaryByValues["page"] = $"{await NumberAsync(asked, ct)}";
        rules.VaryByValues["stories"] = $"{await StampAsync(ct)}";
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken ct) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken ct)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0)
        {
            context.AllowCacheStorage = false;
        }
        return ValueTask.CompletedTask;
    }

    private ValueTask<StoryStamp> StampAsync(CancellationToken ct) => stamp.GetAsync(stories.StampAsync, ct);
}

/// <summary>Marks a page of the site as one of <see cref="StoryPages"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoryPageAttribute : Attribute, IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken ct) => Of(context).CacheRequestAsync(context, ct);

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken ct) => Of(context).ServeFromCacheAsync(context, ct);

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken ct) => Of(context).ServeResponseAsync(context, ct);

    private static StoryPages Of(OutputCacheContext context) => context.HttpContext.RequestServices.GetRequiredService<StoryPages>();
}
