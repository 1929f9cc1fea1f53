using System.Text;

namespace WeChat.Sandbox.Apis;

/// <summary>
/// The robot of a group of 企业微信, whose address is its key. Not WeChat's own, but told through it; here so that the demo's notices arrive
/// somewhere.
/// </summary>
internal static class RobotApis
{
    /// <summary>The key of the only robot there is.</summary>
    private const string Key = "sandbox-robot";

    /// <summary>The most bytes of a text.</summary>
    private const int MaxBytes = 2048;

    public static WeChatApi[] All { get; } = [new("/cgi-bin/webhook/send", IsGet: false, (_, _) => null, Send)];

    private static ApiAnswer Send(World world, ApiRequest request) =>
        request.Query("key") != Key ? ApiAnswer.Refuse(93000)
        : request.Text("msgtype") is not "text" ? ApiAnswer.Refuse(40008)
        : request.Text("text", "content") is not { Length: > 0 } text ? ApiAnswer.Refuse(44004)
        : Encoding.UTF8.GetByteCount(text) > MaxBytes ? ApiAnswer.Refuse(45002)
        : ApiAnswer.Done;
}
