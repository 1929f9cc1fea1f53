using System.Text.Json.Nodes;
using WeChat.Sandbox;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Tests.Support;

/// <summary>How WeChat pushes messages in tests: tokens, keys and modes of the accounts.</summary>
public static class Pushed
{
    public const string Token = "TokenOfTheTests",
        Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static readonly string Official = SandboxOptions.DefaultApps[1].AppId,
        Mini = SandboxOptions.DefaultApps[0].AppId;

    /// <summary>The official account is in safe mode, the mini program in plain mode.</summary>
    public static readonly SandboxCallback Safe =
            new()
            {
                Token = Token,
                EncodingAesKey = Key,
                Mode = PushMode.Safe,
            },
        SafeJson = Safe with { Format = PushFormat.Json },
        Plain = new() { Token = Token },
        PlainJson = Plain with { Format = PushFormat.Json };

    public static JsonObject Event(string name, params ReadOnlySpan<(string Name, JsonNode Value)> fields) =>
        PushControl.Event(name, fields);
}
