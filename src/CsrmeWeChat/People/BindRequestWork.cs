using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.People;

/// <summary>Requests to be bound that wait for the secretariat.</summary>
public sealed class BindRequestWork(BindRequestSearch requests) : IWorkSource
{
    public const string Path = "/staff/bind-requests";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        await requests.CountOpenAsync(ct) is > 0 and var count
            ? [new("bind.requests", Path, count, $"{count} 份绑定申请等待核对。", Path, "去核对", Role.Admin, Role.Secretary)]
            : [];
}
