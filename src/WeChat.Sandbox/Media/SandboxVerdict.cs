using System.Text.Json.Nodes;

namespace WeChat.Sandbox.Media;

/// <summary>
/// What becomes of pictures and sounds that somebody sends, until it is set anew. What is left out is as WeChat would do it.
/// </summary>
public sealed record SandboxVerdict
{
    /// <summary>risky, review, pass, or a word that WeChat does not have. Null: the file says what it is.</summary>
    public string? Suggest { get; init; }

    /// <summary>Goes with <see cref="Suggest"/>.</summary>
    public int Label { get; init; } = 100;

    /// <summary>A check that failed: there is no result.</summary>
    public int? ErrCode { get; init; }

    /// <summary>The form that answers a question without version.</summary>
    public bool OldForm { get; init; }

    /// <summary>Anything: written over what is pushed.</summary>
    public JsonObject? Fields { get; init; }

    public VerdictTiming Timing { get; init; }

    /// <summary>How often it is delivered, one after the other.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Milliseconds before it is pushed.</summary>
    public int DelayMs { get; init; }

    /// <summary>Milliseconds after the question was taken before it is answered.</summary>
    public int AnswerDelayMs { get; init; }
}

public enum VerdictTiming
{
    AfterTheAnswer,

    /// <summary>It overtakes the answer to the question.</summary>
    BeforeTheAnswer,

    /// <summary>It is not pushed by itself.</summary>
    Never,
}

/// <summary>A question about a picture or a sound, and what was found.</summary>
/// <param name="Bytes">How much of the file was fetched; null where nothing was.</param>
/// <param name="Fields">What is pushed; null as long as the file is being fetched.</param>
public sealed record SandboxMediaCheck(
    string TraceId,
    string AppId,
    string OpenId,
    string Url,
    int MediaType,
    DateTimeOffset At,
    long? Bytes = null,
    JsonObject? Fields = null
);
