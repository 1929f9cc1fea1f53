using System.Text;
using System.Text.Json;
using WeChat.Callbacks;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>Replays the worked examples of WeChat's documentation.</summary>
public sealed class CallbackTests
{
    private static readonly JsonElement Vectors = ReadVectors();
    private static readonly CallbackCrypto Crypto = new(Value("token"), Value("encodingAesKey"), Value("appId"));

    [Fact]
    public void The_documented_challenge_is_signed() =>
        Assert.True(Crypto.IsSigned(Value("challenge", "signature"), Value("challenge", "timestamp"), Value("challenge", "nonce")));

    [Fact]
    public void What_would_fill_the_memory_is_no_message()
    {
        const string Message = "<FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType>";
        Assert.NotNull(CallbackReader.ReadMessage("app", $"<xml>{Message}<Content>a</Content></xml>"));
        Assert.Null(
            CallbackReader.ReadMessage("app", $"<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\">]><xml>{Message}<Content>&a;</Content></xml>")
        );
        Assert.Null(CallbackReader.ReadMessage("app", $"<!DOCTYPE xml><xml>{Message}</xml>"));
        Assert.Null(CallbackReader.ReadMessage("app", $"<xml>{Message}{Nested(20)}</xml>"));
        Assert.NotNull(CallbackReader.ReadMessage("app", $"<xml>{Message}{Nested(10)}</xml>"));
        Assert.Null(CallbackReader.ReadMessage("app", $"<xml>{Message}{string.Concat(Enumerable.Repeat("<b/>", 5_000))}</xml>"));
        Assert.Null(CallbackReader.ReadMessage("app", "<xml><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>"));

        static string Nested(int levels) =>
            $"{string.Concat(Enumerable.Repeat("<a>", levels))}{string.Concat(Enumerable.Repeat("</a>", levels))}";
    }

    [Fact]
    public void The_documented_plain_message_is_signed() =>
        Assert.True(Crypto.IsSigned(Value("plain", "signature"), Value("plain", "timestamp"), Value("plain", "nonce")));

    [Fact]
    public void The_documented_safe_message_is_signed_and_opens()
    {
        Assert.True(Crypto.IsSigned(Value("safe", "signature"), Value("safe", "timestamp"), Value("safe", "nonce")));
        Assert.Equal(Value("safe", "message"), Open(Value("safe", "msgSignature"), Value("safe", "encrypt")));
    }

    [Theory]
    [InlineData(null, "1714036504", "1514711492")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd1441696", null, "1514711492")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd1441696", "1714036504", null)]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd1441696", "1714036505", "1514711492")]
    [InlineData("F464B24FC39322E44B38AA78F5EDD27BD1441696", "1714036504", "1514711492")]
    [InlineData("", "", "")]
    [InlineData("签名", "1714036504", "1514711492")]
    public void Another_signature_is_refused(string? signature, string? timestamp, string? nonce) =>
        Assert.False(Crypto.IsSigned(signature, timestamp, nonce));

    [Fact]
    public void The_signature_that_does_not_cover_the_message_does_not_open_it() =>
        Assert.Null(Open(Value("safe", "signature"), Value("safe", "encrypt")));

    [Fact]
    public void No_changed_byte_of_a_message_passes()
    {
        var encrypted = Value("safe", "encrypt");
        for (var index = 0; index < encrypted.Length; index++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = Changed(encrypted, index, bit);
                Assert.Null(Open(Value("safe", "msgSignature"), changed));
            }
        }
    }

    [Fact]
    public void No_changed_or_cut_message_passes_for_the_true_one_even_when_it_is_signed()
    {
        var (encrypted, message) = (Value("safe", "encrypt"), Value("safe", "message"));
        for (var index = 0; index < encrypted.Length; index++)
        {
            Assert.Null(Open(Sign(encrypted[..index]), encrypted[..index]));
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = Changed(encrypted, index, bit);

                // The last character before "=" carries two bits that mean nothing.
                Assert.True(Open(Sign(changed), changed) != message || index == encrypted.Length - 2, $"character {index}, bit {bit}");
            }
        }
    }

    [Fact]
    public void No_damaged_ciphertext_crashes_even_when_it_is_signed()
    {
        var cipher = Convert.FromBase64String(Value("safe", "encrypt"));
        for (var index = 0; index < cipher.Length; index++)
        {
            for (var flip = 1; flip < 256; flip++)
            {
                var damaged = (byte[])cipher.Clone();
                damaged[index] ^= (byte)flip;
                var encrypted = Convert.ToBase64String(damaged);
                var opened = Open(Sign(encrypted), encrypted);

                // In CBC a change in a block garbles it and flips the same bytes of the next one,
                // so a change near the end, where the appid and the padding are, must be refused.
                Assert.True(opened is null || index < cipher.Length - 48, $"byte {index} ^ {flip}");
            }
        }
    }

    [Fact]
    public void A_message_for_another_account_is_refused()
    {
        var other = new CallbackCrypto(Value("token"), Value("encodingAesKey"), "wx0000000000000000");
        var reply = other.Encrypt("给别人的", "1", "2");

        Assert.Equal("给别人的", other.Decrypt(reply.MessageSignature, "1", "2", reply.Encrypted));
        Assert.Null(Crypto.Decrypt(reply.MessageSignature, "1", "2", reply.Encrypted));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(5_000)]
    public void A_reply_of_any_length_opens_again(int length)
    {
        var message = string.Concat(Enumerable.Repeat("复", length));

        var reply = Crypto.Encrypt(message, "1714112445", "415670741");

        Assert.Equal(0, Convert.FromBase64String(reply.Encrypted).Length % 32);
        Assert.Equal(message, Crypto.Decrypt(reply.MessageSignature, reply.Timestamp, reply.Nonce, reply.Encrypted));
    }

    [Fact]
    public void The_same_reply_never_looks_the_same() =>
        Assert.NotEqual(Crypto.Encrypt("好", "1", "2").Encrypted, Crypto.Encrypt("好", "1", "2").Encrypted);

    [Fact]
    public void A_key_whose_last_character_carries_spare_bits_is_read()
    {
        var crypto = new CallbackCrypto("token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1");

        var reply = crypto.Encrypt("好", "1", "2");

        Assert.Equal("好", crypto.Decrypt(reply.MessageSignature, "1", "2", reply.Encrypted));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void A_key_that_is_none_is_refused_at_once(string key) =>
        Assert.Throws<FormatException>(() => new CallbackCrypto("token", key, "wx1"));

    private static string? Open(string signature, string encrypted) =>
        Crypto.Decrypt(signature, Value("safe", "timestamp"), Value("safe", "nonce"), encrypted);

    private static string Sign(string encrypted)
    {
        string[] parts = [Value("token"), Value("safe", "timestamp"), Value("safe", "nonce"), encrypted];
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    private static string Changed(string text, int index, int bit) =>
        $"{text[..index]}{(char)(text[index] ^ (1 << bit))}{text[(index + 1)..]}";

    private static string Value(params string[] path) => path.Aggregate(Vectors, (element, name) => element.GetProperty(name)).GetString()!;

    private static JsonElement ReadVectors()
    {
        using var stream = typeof(CallbackTests).Assembly.GetManifestResourceStream("callback-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
