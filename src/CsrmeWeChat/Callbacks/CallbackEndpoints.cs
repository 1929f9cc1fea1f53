using System.Buffers;
using System.Text;
using CsrmeWeChat.Foundation.Http;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>Where WeChat pushes messages and events: one address for each account. Whatever is not WeChat's, or is not ours, is refused before anything is stored.</summary>
public static class CallbackEndpoints
{
    /// <summary>WeChat's own messages are a few KB.</summary>
    public const int MostBytes = 64 * 1024;

    private const string Success = "success";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapCallbacks(this WebApplication app)
    {
        var wechat = app.Services.GetRequiredService<IOptions<WeChatOptions>>().Value;
        Map("/callbacks/official", wechat.OfficialAccount);
        Map("/callbacks/mini", wechat.MiniProgram);

        void Map(string path, WeChatAccount account)
        {
            var gate = new CallbackGate(account);
            app.MapGet(path, (RequestDelegate)(context => ChallengeAsync(context, gate)));
            app.MapPost(path, (RequestDelegate)(context => ReceiveAsync(context, gate)));
        }
    }

    private static Task ChallengeAsync(HttpContext context, CallbackGate gate) =>
        !gate.IsOpen ? Problems.WriteAsync(context, StatusCodes.Status404NotFound)
        : gate.IsChallenge(QueryOf(context.Request), Now(context)) ? AnswerAsync(context, context.Request.Query["echostr"].ToString())
        : Problems.WriteAsync(context, StatusCodes.Status403Forbidden);

    private static async Task ReceiveAsync(HttpContext context, CallbackGate gate)
    {
        if (!gate.IsOpen)
        {
            await Problems.WriteAsync(context, StatusCodes.Status404NotFound);
            return;
        }
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await Problems.WriteAsync(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }
        var query = QueryOf(context.Request);
        if (TextOf(body) is not { } text || gate.Open(query, text, Now(context)) is not { } callback)
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden);
            return;
        }
        var reply = await context.RequestServices.GetRequiredService<CallbackDesk>().ReceiveAsync(callback, context.RequestAborted);
        await (
            reply.Length == 0
                ? AnswerAsync(context, Success)
                : AnswerAsync(
                    context,
                    gate.Reply(callback, query, reply),
                    callback.IsJson ? "application/json; charset=utf-8" : "text/xml; charset=utf-8"
                )
        );
    }

    /// <summary>Null where it is too long, which its length says before it is read.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4_096) + 1);
        while (await request.Body.ReadAsync(body.GetMemory(1), ct) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > MostBytes)
            {
                return null;
            }
        }
        return body.WrittenMemory;
    }

    private static string? TextOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Utf8.GetString(body.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static CallbackQuery QueryOf(HttpRequest request)
    {
        return new CallbackQuery(One("signature"), One("msg_signature"), One("timestamp"), One("nonce"));

        string? One(string name) => request.Query[name] is [{ } value] ? value : null;
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static Task AnswerAsync(HttpContext context, string text, string contentType = "text/plain; charset=utf-8")
    {
        var bytes = Utf8.GetBytes(text);
        (context.Response.ContentType, context.Response.ContentLength) = (contentType, bytes.Length);
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
