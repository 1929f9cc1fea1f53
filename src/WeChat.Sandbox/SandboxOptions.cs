namespace WeChat.Sandbox;

/// <summary>Configuration section "Sandbox" when it runs alone.</summary>
public sealed class SandboxOptions
{
    /// <summary>The accounts this WeChat knows; where none is given, <see cref="DefaultApps"/>.</summary>
    public IList<SandboxAppOptions> Apps { get; init; } = [];

    /// <summary>How many received calls are remembered. Counts go on for ever.</summary>
    public int ReceivedKept { get; set; } = 20_000;

    public static IReadOnlyList<SandboxAppOptions> DefaultApps =>
        [
            new()
            {
                AppId = "wx0000000000000001",
                Secret = "sandbox-secret-of-the-mini-program",
                Kind = SandboxAppKind.MiniProgram,
            },
            new()
            {
                AppId = "wx0000000000000002",
                Secret = "sandbox-secret-of-the-service-account",
                Kind = SandboxAppKind.ServiceAccount,
            },
        ];
}

public sealed class SandboxAppOptions
{
    public required string AppId { get; set; }

    public required string Secret { get; set; }

    public SandboxAppKind Kind { get; set; }

    public IList<SandboxTemplate> Templates { get; init; } = [];

    /// <summary>Pages of the mini program that are released, without leading slash.</summary>
    public IList<string> Pages { get; init; } = [];
}

public enum SandboxAppKind
{
    MiniProgram,

    /// <summary>服务号, certified.</summary>
    ServiceAccount,

    /// <summary>公众号, the former 订阅号: no template messages.</summary>
    SubscriptionAccount,
}

/// <summary>A message template of one account.</summary>
public sealed class SandboxTemplate
{
    public required string Id { get; set; }

    /// <summary>thing1, time2 and so on.</summary>
    public IList<string> Keys { get; init; } = [];

    /// <summary>The only values that a field of the kinds enum and const takes, by its key.</summary>
    public IDictionary<string, IList<string>> Values { get; init; } = new Dictionary<string, IList<string>>();

    /// <summary>A long-term subscription needs no credit for each message.</summary>
    public bool LongTerm { get; set; }

    /// <summary>WeChat has banned this template: 43107.</summary>
    public bool IsBanned { get; set; }

    /// <summary>The event of a template message that was sent with a client_msg_id has MsgID 0, as one account reported.</summary>
    public bool HidesMessageId { get; set; }

    /// <summary>A repeat under the same client_msg_id within a minute is 40241, and not answered the first message's id.</summary>
    public bool RefusesRepeats { get; set; }
}
