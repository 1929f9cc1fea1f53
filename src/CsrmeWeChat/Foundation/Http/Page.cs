using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>A part of a list.</summary>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("要看后面的，把它作为 after 传回来；到头了是 null。")] string? Next
);

/// <summary>How a list's next part is asked for.</summary>
public static class Paging
{
    public const string After = "上一页的 next，原样传回；不带或为空则从头看起。";

    /// <summary>What came as <c>after</c> is nothing that was given out as <c>next</c>.</summary>
    public static ValidationProblem WrongPlace() =>
        TypedResults.ValidationProblem(
            new Dictionary<string, string[]> { ["after"] = ["after 须是上一页回答里的 next，原样传回；要从头看起，请不要带它。"] }
        );
}

/// <summary>A list that comes whole.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items, [property: Description("服务器的时间。")] DateTimeOffset Now);
