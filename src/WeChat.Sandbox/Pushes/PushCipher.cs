using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChat.Sandbox.Pushes;

/// <summary>WeChat's side of the encryption. Source: 消息加解密说明.</summary>
internal sealed class PushCipher(string encodingAesKey, string appId)
{
    private readonly byte[] key = Convert.FromBase64String(encodingAesKey + "=");

    public static string Sign(params string[] parts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));

    public string Encrypt(string message)
    {
        using var plain = new MemoryStream();
        plain.Write(RandomNumberGenerator.GetBytes(16));
        var text = Encoding.UTF8.GetBytes(message);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        plain.Write(length);
        plain.Write(text);
        plain.Write(Encoding.UTF8.GetBytes(appId));
        var padding = 32 - (int)(plain.Length % 32);
        plain.Write(Enumerable.Repeat((byte)padding, padding).ToArray());
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain.ToArray(), key.AsSpan(0, 16), PaddingMode.None));
    }

    public string Decrypt(string encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(Convert.FromBase64String(encrypted), key.AsSpan(0, 16), PaddingMode.None);
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16));
        var end = plain.Length - plain[^1];
        return Encoding.UTF8.GetString(plain.AsSpan(20 + length, end - 20 - length)) == appId
            ? Encoding.UTF8.GetString(plain.AsSpan(20, length))
            : throw new FormatException("The reply is for another account.");
    }
}
