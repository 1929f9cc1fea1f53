using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Benefits;

/// <summary>Job: marks the claims that were not used in time, in slices short enough for a claim to pass between two.</summary>
public sealed class ExpireClaims(ClaimStore claims, TimeProvider time) : IJob
{
    private const int Slice = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        while (await claims.ExpireAsync(time.GetUtcNow(), Slice, ct) > 0) { }
    }
}
