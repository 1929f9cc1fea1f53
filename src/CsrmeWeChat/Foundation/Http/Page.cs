namespace CsrmeWeChat.Foundation.Http;

/// <param name="Next">Pass it as <c>after</c> to get the following items; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
