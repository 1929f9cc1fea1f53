using System.Buffers;
using System.Text;
using CsrmeWeChat.Foundation.Http;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Takes callbacks from WeChat, at one address for each account. What WeChat did not sign, or what is meant for another account, is refused
/// before anything is stored.
/// </summary>
public static class CallbackEndpoints
{
    /// <summary>A callback of WeChat's has a few KB.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string Success = "success";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

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
        // A byte that is no text keeps no message out.
        if (gate.Open(query, Utf8.GetString(body.Span), Now(context)) is not { } received)
        {
            await context.RequestServices.GetRequiredService<CallbackRefusals>().CountAsync(context.Request.Path, context.RequestAborted);
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden);
            return;
        }
        var inbox = context.RequestServices.GetRequiredService<Inbox>();
        if (received is not OpenedCallback callback)
        {
            await inbox.KeepAsync((UnreadableCallback)received, OpenIdOf(context.Request), context.RequestAborted);
            await AnswerAsync(context, Success);
            return;
        }
        var reply = await inbox.ReceiveAsync(callback, context.RequestAborted);
        if (reply.Length == 0)
        {
            await AnswerAsync(context, Success);
            return;
        }
        var contentType = callback.IsJson ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        await AnswerAsync(context, gate.Reply(callback, query, reply), contentType);
    }

    /// <summary>Null where the body is too long; a declared length is judged before anything is read.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4_096) + 1);
        while (await request.Body.ReadAsync(body.GetMemory(1), ct) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > MaxBytes)
            {
                return null;
            }
        }
        return body.WrittenMemory;
    }

    /// <summary>Who wrote, by the address; it is not signed, and good enough to find what is to be erased.</summary>
    private static string OpenIdOf(HttpRequest request) => request.Query["openid"] is [{ Length: <= 64 } openId] ? openId : "";

    private static CallbackQuery QueryOf(HttpRequest request)
    {
        return new CallbackQuery(One("signature"), One("msg_signature"), One("timestamp"), One("nonce"));

        string? One(string name) => request.Query[name] is [{ } value] ? value : null;
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static Task AnswerAsync(HttpContext context, string text, string contentType = "text/plain; charset=utf-8")
    {
        var bytes = Utf8.GetBytes(text);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
