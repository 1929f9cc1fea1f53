using System.Net;
using CsrmeWeChat.Foundation.Http;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Certificates;

/// <summary>
/// Whoever tries codes is stopped after a few that are none, for some minutes on this node, also for one that would have been right. (Sixty
/// random bits need no gate; it keeps those who try from costing anything.)
/// </summary>
public sealed class VerificationGate(IOptions<CertificateOptions> options, TimeProvider time)
{
    private readonly Windows<IPAddress> wrong = new(TimeSpan.FromMinutes(10), time);

    public bool IsClosed(IPAddress? address) => wrong.CountOf(Key(address)) >= options.Value.WrongCodesPerAddress;

    public TimeSpan Left => wrong.Left;

    public void CountWrong(IPAddress? address) => wrong.Add(Key(address));

    private static IPAddress Key(IPAddress? address) => RateLimits.Network(address) ?? IPAddress.None;
}
