using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChat;

/// <summary>One request to WeChat.</summary>
/// <param name="Api">The path, the only part that may be logged.</param>
/// <param name="Query">Without question mark; holds secrets.</param>
/// <param name="Body">For a POST; null makes a GET.</param>
/// <param name="Repeatable">Whether doing it twice does no harm.</param>
internal sealed record WeChatCall(string Api, string Query, byte[]? Body, bool Repeatable)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For the names; texts are written by the converter.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UnescapedText() },
    };

    public const string JsonType = "application/json";

    public string ContentType { get; init; } = JsonType;

    public static byte[] Serialize<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Json);

    public HttpRequestMessage ToRequest(Uri baseUrl)
    {
        var address = new UriBuilder(baseUrl) { Path = Api, Query = Query }.Uri;
        HttpContent? content = Repeatable
            ? Body is null
                ? null
                : new ByteArrayContent(Body)
            : new SentOnceContent(Body ?? []);
        content?.Headers.ContentType =
            Body is null ? null
            : ContentType == JsonType ? new(ContentType) { CharSet = "utf-8" }
            : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(ContentType);
        return new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, address) { Content = content };
    }

    /// <summary>
    /// SocketsHttpHandler by itself sends a request again when a kept-alive connection closes before the first byte of an answer,
    /// unless content has been written. So even a GET that must not be repeated carries (empty) content, and it is written only once.
    /// </summary>
    private sealed class SentOnceContent(byte[] bytes) : HttpContent
    {
        private bool sent;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken ct)
        {
            if (sent)
            {
                throw new HttpRequestException("A request that must not be repeated was about to be sent again.");
            }

            sent = true;
            await stream.WriteAsync(bytes, ct);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
