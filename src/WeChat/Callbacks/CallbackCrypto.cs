using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChat.Callbacks;

/// <summary>
/// Signatures and encryption of what WeChat pushes to us. Whatever is wrong with an input, the answer is false or null.
/// Source: 消息推送 and 消息加解密说明.
/// </summary>
/// <param name="token">The Token set in WeChat's console.</param>
/// <param name="encodingAesKey">
/// The EncodingAESKey set there, 43 characters. It is null for an account in plain mode,
/// for which no encrypted message can be opened.
/// </param>
/// <param name="appId">Whose messages these are; a message for another account is refused.</param>
/// <exception cref="FormatException">The key is not Base64 of 32 bytes.</exception>
public sealed class CallbackCrypto(string token, string? encodingAesKey, string appId)
{
    private const int RandomBytes = 16;
    private const int HeadBytes = RandomBytes + sizeof(int);
    private const int PaddingBlock = 32;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[]? key = encodingAesKey is null ? null : ReadKey(encodingAesKey);
    private readonly byte[] appIdBytes = Utf8.GetBytes(appId);

    /// <summary>Whether WeChat signed this: the challenge when the address is set, and every message in plain mode.</summary>
    public bool IsSigned(string? signature, string? timestamp, string? nonce) =>
        timestamp is not null && nonce is not null && Matches(signature, Sign(token, timestamp, nonce));

    /// <summary>
    /// The message in safe mode, or null where it is not WeChat's, not for this account, or damaged.
    /// <paramref name="messageSignature"/> is the query's msg_signature; its <c>signature</c> does not cover the message.
    /// </summary>
    public string? Decrypt(string? messageSignature, string? timestamp, string? nonce, string? encrypted)
    {
        if (
            key is null
            || timestamp is null
            || nonce is null
            || encrypted is null
            || !Matches(messageSignature, Sign(token, timestamp, nonce, encrypted))
        )
        {
            return null;
        }

        var cipher = new byte[encrypted.Length];
        return Convert.TryFromBase64String(encrypted, cipher, out var length) && length > 0 && length % PaddingBlock == 0
            ? Open(cipher.AsSpan(0, length))
            : null;
    }

    /// <summary>An answer in safe mode. The empty answer and "success" go out as they are.</summary>
    public EncryptedReply Encrypt(string message, string timestamp, string nonce)
    {
        var text = Utf8.GetBytes(message);
        var length = HeadBytes + text.Length + appIdBytes.Length;
        var padding = PaddingBlock - (length % PaddingBlock);
        var plain = new byte[length + padding];
        RandomNumberGenerator.Fill(plain.AsSpan(0, RandomBytes));
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(RandomBytes), text.Length);
        text.CopyTo(plain, HeadBytes);
        appIdBytes.CopyTo(plain, HeadBytes + text.Length);
        plain.AsSpan(length).Fill((byte)padding);

        using var aes = NewAes();
        var encrypted = Convert.ToBase64String(aes.EncryptCbc(plain, aes.Key.AsSpan(0, 16), PaddingMode.None));
        return new EncryptedReply(encrypted, Sign(token, timestamp, nonce, encrypted), timestamp, nonce);
    }

    private string? Open(ReadOnlySpan<byte> cipher)
    {
        using var aes = NewAes();
        var plain = aes.DecryptCbc(cipher, aes.Key.AsSpan(0, 16), PaddingMode.None).AsSpan();

        // The padding counts in blocks of 32, which .NET's PKCS#7 (blocks of 16) refuses.
        var padding = plain[^1];
        if (padding is 0 or > PaddingBlock || plain[^padding..].ContainsAnyExcept(padding))
        {
            return null;
        }

        plain = plain[..^padding];
        if (plain.Length < HeadBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(plain[RandomBytes..]);
        var rest = plain[HeadBytes..];
        if (length < 0 || length > rest.Length || !rest[length..].SequenceEqual(appIdBytes))
        {
            return null;
        }

        // A byte that is no text keeps no message out.
        return Encoding.UTF8.GetString(rest[..length]);
    }

    private Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = key ?? throw new InvalidOperationException("An account in plain mode has no key.");
        return aes;
    }

    private static byte[] ReadKey(string encodingAesKey)
    {
        var bytes = Convert.FromBase64String(encodingAesKey + "=");
        return bytes.Length == 32 ? bytes : throw new FormatException("An EncodingAESKey holds 32 bytes.");
    }

    // SHA-1 is WeChat's choice; the token among the sorted parts is what makes it a signature.
    private static string Sign(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    private static bool Matches(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}

/// <summary>The parts of an encrypted answer: Encrypt, MsgSignature, TimeStamp and Nonce.</summary>
public sealed record EncryptedReply(string Encrypted, string MessageSignature, string Timestamp, string Nonce);
