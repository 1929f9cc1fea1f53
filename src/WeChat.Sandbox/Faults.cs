namespace WeChat.Sandbox;

/// <summary>Something that goes wrong on purpose. What is not set matches any call, or does nothing.</summary>
public sealed record SandboxFault
{
    /// <summary>Given by the sandbox.</summary>
    public long Id { get; init; }

    /// <summary>A path: /sns/jscode2session.</summary>
    public string? Api { get; init; }

    /// <summary>The user a call is about; for a code, the one it was made for.</summary>
    public string? OpenId { get; init; }

    /// <summary>Answered instead of acting.</summary>
    public int? ErrCode { get; init; }

    /// <summary>Answered instead of acting, with a page of HTML as a gateway would.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Answered instead of acting, as it stands.</summary>
    public string? Body { get; init; }

    /// <summary>Milliseconds before anything else happens.</summary>
    public int DelayMs { get; init; }

    public DropConnection Drop { get; init; }

    /// <summary>How many calls it hits; null for all until it is removed.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>From 0 to 1.</summary>
    public double Probability { get; init; } = 1;
}

public enum DropConnection
{
    No,
    BeforeActing,
    AfterActing,
}

internal sealed class Faults
{
    private readonly Lock gate = new();
    private SandboxFault[] planned = [];
    private long lastId;

    public IReadOnlyList<SandboxFault> Planned => planned;

    public SandboxFault Add(SandboxFault fault)
    {
        lock (gate)
        {
            fault = fault with { Id = ++lastId };
            planned = [.. planned, fault];
            return fault;
        }
    }

    /// <summary>Null removes all.</summary>
    public void Remove(long? id)
    {
        lock (gate)
        {
            planned = id is null ? [] : [.. planned.Where(fault => fault.Id != id)];
        }
    }

    public SandboxFault? Take(string api, string? openId)
    {
        if (planned.Length == 0)
        {
            return null;
        }

        lock (gate)
        {
            var index = Array.FindIndex(planned, fault =>
                (fault.Api ?? api) == api
                && (fault.OpenId is null || fault.OpenId == openId)
                && Random.Shared.NextDouble() < fault.Probability
            );
            if (index < 0)
            {
                return null;
            }

            var hit = planned[index];
            if (hit.Times is { } times)
            {
                planned =
                    times > 1
                        ? [.. planned[..index], hit with { Times = times - 1 }, .. planned[(index + 1)..]]
                        : [.. planned[..index], .. planned[(index + 1)..]];
            }

            return hit;
        }
    }
}
