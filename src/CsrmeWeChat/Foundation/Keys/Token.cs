using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>
/// Random bits that a phone or a browser holds. The database has their SHA-256 alone: who reads it cannot sign in, and bits that nobody
/// can guess need no slower hash.
/// </summary>
public static class Token
{
    private const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>In lower-case hexadecimal, 64 characters.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
