using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChat.Callbacks;

/// <summary>
/// Computes the key by which a repeated message is recognised. WeChat sends each message up to three times.
/// Its MsgId may repeat across users (WxJava#333), and a user may cause several events within the one second
/// that CreateTime resolves (WxJava#3445), so the key is made of everything that identifies a message.
/// </summary>
public static class CallbackKey
{
    /// <summary>What WeChat calls the id of a message, a sending, a check, a publication or a template, wherever it stands.</summary>
    private static readonly string[] Ids = ["MsgId", "MsgID", "trace_id", "publish_id", "TemplateId"];

    /// <summary>The key of a message that cannot be read: its whole text is all that identifies it.</summary>
    public static string Of(UnreadableCallback callback) => Of([callback.AppId, callback.Text]);

    /// <summary>SHA-256 as 64 hex digits.</summary>
    public static string Of(CallbackMessage message) =>
        Of([
            message.AppId,
            message.OpenId,
            $"{message.CreatedAt.ToUnixTimeSeconds()}",
            message.Kind,
            message.Body.Text("EventKey"),
            // Receipts may name no message, and WeChat itself is the sender of what it says of somebody.
            message.Body.Text("Status"),
            message.Body.Text("OpenID"),
            message.Body.Text("RevokeInfo"),
            .. message.Body.Everywhere(Ids),
        ]);

    private static string Of(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
