using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Pages, feeds and API answers of the stories that are out are made once, and answered from memory until a story changes; that is looked
/// up once a second. What a client can vary at will (headers, queries, spellings of a page's number) makes no new page.
/// </summary>
public sealed class StoryPages(StoryList stories, IOptions<SiteOptions> site, TimeProvider time) : IOutputCachePolicy
{
    public const int Size = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Fresh<StoriesOut> read = new(TimeSpan.FromSeconds(1), time);

    private StoriesOut? last;

    /// <summary>The page that a query asks for. Beyond the last one there is one more, which is empty.</summary>
    public async Task<int> NumberAsync(string? asked, CancellationToken ct)
    {
        var last = ((await ReadAsync(ct)).Places.Count + Size - 1) / Size;
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, last + 1) : 1;
    }

    public async Task<bool> AnyAsync(CancellationToken ct) => (await ReadAsync(ct)).Places.Count > 0;

    public async Task<bool> IsOutAsync(long id, CancellationToken ct) => (await ReadAsync(ct)).Places.Any(place => place.Id == id);

    /// <summary>
    /// Tells an answer of the API that a phone has already from what would be answered now. Another build may answer another shape.
    /// </summary>
    public async Task<string> TagAsync(CancellationToken ct)
    {
        var content = $"{typeof(StoryPages).Module.ModuleVersionId} {(await ReadAsync(ct)).Stamp}";
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32]}\"";
    }

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
        // Without an address in the settings links begin with the host that the request names. The API answers no links.
        rules.VaryByHost = site.Value.Address is null && !IsApi(request);
        rules.VaryByValues["part"] = await PartAsync(request, ct);
        rules.VaryByValues["stories"] = $"{(await ReadAsync(ct)).Stamp}";
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

    /// <summary>The part of the stories that is asked for. There are no more of them than stories, whatever a client makes up.</summary>
    private async Task<string> PartAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.RouteValues.ContainsKey("id"))
        {
            return "story";
        }
        if (!IsApi(request))
        {
            return $"{await NumberAsync(request.Query["page"].FirstOrDefault() ?? request.Query["p"].FirstOrDefault(), ct)}";
        }
        return request.Query["after"].FirstOrDefault() switch
        {
            null or "" => "first",
            var after when StoryPlace.Parse(after) is { } read => $"{(await ReadAsync(ct)).Places.Count(place => !place.IsBehind(read))}",
            _ => "none",
        };
    }

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api");

    private ValueTask<StoriesOut> ReadAsync(CancellationToken ct) => read.GetAsync(ReadAgainAsync, ct);

    /// <summary>One at a time comes here.</summary>
    private async Task<StoriesOut> ReadAgainAsync(CancellationToken ct)
    {
        var stamp = await stories.StampAsync(ct);
        return last = last?.Stamp == stamp ? last : new StoriesOut(stamp, await stories.ListPlacesAsync(ct));
    }

    private sealed record StoriesOut(StoryStamp Stamp, IReadOnlyList<StoryPlace> Places);
}

/// <summary>Marks an address as one of <see cref="StoryPages"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoryPageAttribute : Attribute, IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken ct) => Of(context).CacheRequestAsync(context, ct);

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken ct) => Of(context).ServeFromCacheAsync(context, ct);

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken ct) => Of(context).ServeResponseAsync(context, ct);

    private static StoryPages Of(OutputCacheContext context) => context.HttpContext.RequestServices.GetRequiredService<StoryPages>();
}
