using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChat;

public sealed class WeChatOptions
{
    /// <summary>The address of WeChat's API. Outside Development it must be https.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://api.weixin.qq.com");

    [Required, ValidateObjectMembers]
    public WeChatAccount MiniProgram { get; set; } = new();

    [Required, ValidateObjectMembers]
    public WeChatAccount OfficialAccount { get; set; } = new();

    /// <summary>The version of the mini program that messages and codes open.</summary>
    public MiniProgramVersion Version { get; set; } = MiniProgramVersion.Release;

    /// <summary>The time for one request and its answer, of which connecting takes at most 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

public sealed class WeChatAccount
{
    [Required]
    public string AppId { get; set; } = "";

    [Required]
    public string Secret { get; set; } = "";

    /// <summary>
    /// The Token set in WeChat's console for pushed messages (3 to 32 letters and digits).
    /// Without it no message is accepted.
    /// </summary>
    [RegularExpression("[A-Za-z0-9]{3,32}")]
    public string? Token { get; set; }

    /// <summary>
    /// The EncodingAESKey set there (43 characters). If it is set, only encrypted messages are accepted,
    /// unless <see cref="AllowPlain"/> is set.
    /// </summary>
    [RegularExpression("[A-Za-z0-9]{43}")]
    public string? EncodingAesKey { get; set; }

    /// <summary>Accepts unencrypted messages although a key is set. This is for changing from plain to safe mode.</summary>
    public bool AllowPlain { get; set; }

    /// <summary>
    /// The account's original id (gh_…). If it is set, messages to any other account are refused;
    /// in plain mode nothing else would reveal them.
    /// </summary>
    [RegularExpression("gh_[A-Za-z0-9_]{1,60}")]
    public string? OriginalId { get; set; }

    /// <summary>The kind of the official account, which decides how often it may send to its followers.</summary>
    public OfficialAccountKind Kind { get; set; }
}

/// <summary>What an official account is; the mini program has none.</summary>
public enum OfficialAccountKind
{
    /// <summary>服务号: each follower gets 4 mass sends a calendar month.</summary>
    Service,

    /// <summary>公众号, the former 订阅号: one mass send a day.</summary>
    Subscription,
}

public enum MiniProgramVersion
{
    Release,
    Trial,
    Develop,
}

[OptionsValidator]
internal sealed partial class WeChatOptionsMembers : IValidateOptions<WeChatOptions>;

/// <summary>Secrets and sign-in codes travel in the address, so only a developer's own machine may do without https.</summary>
internal sealed class WeChatBaseUrlCheck(IHostEnvironment environment) : IValidateOptions<WeChatOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatOptions options)
    {
        if (options.BaseUrl is not { IsAbsoluteUri: true } url || url.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail("WeChat:BaseUrl must be an absolute http or https address.");
        }

        return url.Scheme == "https" || environment.IsDevelopment()
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("WeChat:BaseUrl must be https outside Development.");
    }
}
