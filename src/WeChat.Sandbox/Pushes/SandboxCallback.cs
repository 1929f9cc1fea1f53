namespace WeChat.Sandbox.Pushes;

/// <summary>Where an account's messages and events are pushed, and how; what one would set on WeChat's page 消息推送.</summary>
public sealed record SandboxCallback
{
    /// <summary>On this machine.</summary>
    public string Url { get; init; } = "";

    public required string Token { get; init; }

    /// <summary>43 characters; needed in safe and compatible mode.</summary>
    public string? EncodingAesKey { get; init; }

    public PushMode Mode { get; init; }

    public PushFormat Format { get; init; }
}

public enum PushMode
{
    /// <summary>明文.</summary>
    Plain,

    /// <summary>安全: encrypted.</summary>
    Safe,

    /// <summary>兼容: both in one message.</summary>
    Compatible,
}

public enum PushFormat
{
    Xml,
    Json,
}

/// <summary>A message ready to be posted.</summary>
/// <param name="Query">Without question mark.</param>
public sealed record SignedPush(string Query, string Body, string ContentType);

/// <summary>What the other side answered to one delivery; status 0 where it did not.</summary>
/// <param name="Reply">What an encrypted or plain reply says; null for "success" or an empty answer.</param>
public sealed record PushAnswer(int Status, string Body, string? Reply, double Milliseconds);
