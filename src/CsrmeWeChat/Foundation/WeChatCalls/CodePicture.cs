namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>A picture of a mini-program code, which comes as JPEG or PNG as WeChat pleases.</summary>
public static class CodePicture
{
    public static string TypeOf(byte[] picture) => picture is [0x89, ..] ? "image/png" : "image/jpeg";

    /// <summary>For a file's name.</summary>
    public static string EndingOf(byte[] picture) => TypeOf(picture) is "image/png" ? "png" : "jpg";
}
