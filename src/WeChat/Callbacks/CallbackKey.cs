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

    /// <summary>SHA-256 as 64 hex digits.</summary>
    public static string Of(CallbackMessage message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (
            var part in (IEnumerable<string>)
                [
                    message.AppId,
                    message.OpenId,
                    $"{message.CreatedAt.ToUnixTimeSeconds()}",
                    message.Kind,
                    message.Body.Text("EventKey"),
                    .. message.Body.Everywhere(Ids),
                ]
        )
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
