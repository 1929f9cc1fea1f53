using System.ComponentModel;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>A part of a list.</summary>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("要看后面的，把它作为 after 传回来；到头了是 null。")] string? Next
);

/// <summary>A list that comes whole.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items, [property: Description("服务器的时间。")] DateTimeOffset Now);
