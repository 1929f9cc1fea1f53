using System.Security.Cryptography;

namespace WeChat.Sandbox;

internal static class RandomText
{
    public static string Of(int length) =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", length);

    public static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
