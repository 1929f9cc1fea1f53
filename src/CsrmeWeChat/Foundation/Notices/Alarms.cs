using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>What burns: a row in the transaction of its cause, told within seconds whatever becomes of the node.</summary>
public static class Alarms
{
    /// <param name="sql">The transaction of the cause.</param>
    /// <param name="key">What the cause is, so that it is told once: <c>send.failed:7</c>.</param>
    /// <param name="words">A sentence with nothing personal in it.</param>
    /// <param name="address">The path of the page where something is done about it.</param>
    /// <returns>False where it was told before.</returns>
    public static Task<bool> RaiseAsync(Sql sql, string key, string words, string address, DateTimeOffset now, CancellationToken ct) =>
        NoticeStore.AddAsync(sql, key, NoticeKind.Alarm, NoticeState.Waiting, words, address, now, ct);
}
