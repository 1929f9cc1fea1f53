using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>
/// Seals personal data (AES-256-GCM) and makes keyed hashes to search it by (HMAC-SHA256). Both carry the id of their key.
/// The keys stand outside the database: whoever loses them loses every phone and e-mail in it.
/// </summary>
public sealed class Keyring
{
    private const int NonceBytes = 12,
        TagBytes = 16;

    private readonly Dictionary<string, Key> ring;
    private readonly Key current;

    public Keyring(IOptions<KeyOptions> options)
    {
        ring = options.Value.Ring.ToDictionary(key => key.Key, key => new Key(key.Key, key.Value));
        current = ring.TryGetValue(options.Value.Current, out var key)
            ? key
            : throw new OptionsValidationException(
                KeyOptions.Section,
                typeof(KeyOptions),
                ["Keys:Current names a key that Keys:Ring does not hold."]
            );
    }

    /// <summary>The current key's id.</summary>
    public string Current => current.Id;

    /// <summary>Each key's id, with a mark by which two keys of one id are told apart.</summary>
    public IReadOnlyList<string> Fingerprints =>
        [.. ring.Values.Select(key => PlainText.Cut(key.Digest("fingerprint", ""), key.Id.Length + 9))];

    /// <param name="place">Table, column and row, such as <c>members.phone:1024</c>: a value moved elsewhere will not open.</param>
    public string Seal(string place, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(current.Seal, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes),
            plain,
            box.AsSpan(NonceBytes, plain.Length),
            box.AsSpan(NonceBytes + plain.Length),
            Encoding.UTF8.GetBytes(place)
        );
        return $"{current.Id}:{Convert.ToBase64String(box)}";
    }

    /// <exception cref="CryptographicException">The value was altered or moved, or its key is not in the ring.</exception>
    public string Open(string place, string sealedText)
    {
        var (id, box) = sealedText.Split(':', 2) is [var first, var second]
            ? (first, Convert.FromBase64String(second))
            : throw new CryptographicException("Not a sealed value.");
        var key = ring.GetValueOrDefault(id) ?? throw new CryptographicException($"Key {id} is not in the ring.");
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Not a sealed value.");
        }
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key.Seal, TagBytes);
        aes.Decrypt(
            box.AsSpan(0, NonceBytes),
            box.AsSpan(NonceBytes, plain.Length),
            box.AsSpan(NonceBytes + plain.Length),
            plain,
            Encoding.UTF8.GetBytes(place)
        );
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The hash to store. <paramref name="kind"/> keeps equal texts of two kinds apart.</summary>
    public string Hash(string kind, string text) => current.Digest(kind, text);

    /// <summary>The hashes under which a text may stand while keys are being rotated.</summary>
    public string[] Hashes(string kind, string text) => [.. ring.Values.Select(key => key.Digest(kind, text))];

    /// <summary>Whether a key in the ring made this hash of this text.</summary>
    public bool Verify(string kind, string text, string hash) =>
        ring.TryGetValue(hash.Split(':')[0], out var key)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key.Digest(kind, text)), Encoding.UTF8.GetBytes(hash));

    private sealed class Key
    {
        private readonly byte[] hash;

        public Key(string id, string base64)
        {
            var secret = new byte[32];
            if (
                id.Length is 0 or > 16
                || !id.All(char.IsAsciiLetterOrDigit)
                || !Convert.TryFromBase64String(base64, secret, out var length)
                || length != 32
            )
            {
                throw new OptionsValidationException(
                    KeyOptions.Section,
                    typeof(KeyOptions),
                    ["Keys:Ring holds a key whose id is not 1 to 16 letters or digits, or that is not 32 bytes in base64."]
                );
            }
            Id = id;
            Seal = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "seal"u8.ToArray());
            hash = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "hash"u8.ToArray());
        }

        public string Id { get; }

        public byte[] Seal { get; }

        public string Digest(string kind, string text) =>
            $"{Id}:{Convert.ToHexStringLower(HMACSHA256.HashData(hash, Encoding.UTF8.GetBytes($"{kind}\n{text}")))}";
    }
}
