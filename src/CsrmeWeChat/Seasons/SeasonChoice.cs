using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Seasons;

/// <summary>
/// The season that somebody at the console looks at: benefits, stories and what else belongs to one is listed of this one, and new things
/// are put into it. It is kept in the browser, for it is about what one looks at and grants nothing.
/// </summary>
public sealed class SeasonChoice(SeasonStore seasons, TimeProvider time)
{
    private const string Cookie = "csrme-season";

    /// <summary>The cookie's value for whoever looks at all seasons.</summary>
    private const int All = 0;

    private readonly Fresh<IReadOnlyList<Season>> known = new(TimeSpan.FromSeconds(1), time);

    /// <summary>The seasons, and which is looked at: the chosen one, this year's or else the latest; none where all are.</summary>
    public async Task<ChosenSeason> OfAsync(HttpContext context, CancellationToken ct)
    {
        var all = await known.GetAsync(seasons.ListAsync, ct);
        var asked = int.TryParse(context.Request.Cookies[Cookie], CultureInfo.InvariantCulture, out var year) ? year : (int?)null;
        if (asked == All)
        {
            return new ChosenSeason(all, null);
        }
        var thisYear = China.Date(time.GetUtcNow()).Year;
        return new ChosenSeason(
            all,
            all.FirstOrDefault(season => season.Year == asked)
                ?? all.FirstOrDefault(season => season.Year == thisYear)
                ?? all.FirstOrDefault()
        );
    }

    /// <param name="year">0 for all seasons.</param>
    public static void Choose(HttpContext context, int year) =>
        context.Response.Cookies.Append(
            Cookie,
            year.ToString(CultureInfo.InvariantCulture),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                Path = "/staff",
                MaxAge = TimeSpan.FromDays(90),
            }
        );
}

/// <param name="Chosen">Null where all seasons are looked at, or there is none.</param>
public sealed record ChosenSeason(IReadOnlyList<Season> All, Season? Chosen);
