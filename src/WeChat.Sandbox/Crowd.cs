namespace WeChat.Sandbox;

/// <summary>
/// Between the page's button and whoever plays many phones (<c>deploy/Drive</c>): the button is counted here, and what the phones do is
/// shown here. The stand-in itself calls nobody.
/// </summary>
internal sealed class Crowd(TimeProvider time)
{
    /// <summary>They tell every second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private DateTimeOffset? toldAt;
    private string words = "";
    private long ordered;

    /// <summary>False where no phones are there.</summary>
    public bool TryOrder()
    {
        lock (gate)
        {
            if (!IsThere)
            {
                return false;
            }

            ordered++;
            return true;
        }
    }

    /// <summary>How often they were asked so far.</summary>
    public long Tell(string told)
    {
        lock (gate)
        {
            (toldAt, words) = (time.GetUtcNow(), told);
            return ordered;
        }
    }

    /// <summary>What they do, in Chinese; null where none are there.</summary>
    public string? Words
    {
        get
        {
            lock (gate)
            {
                return IsThere ? words : null;
            }
        }
    }

    private bool IsThere => toldAt is { } at && time.GetUtcNow() - at < Patience;
}
