using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>Finds the reply to a message. A change by staff takes effect within 2 seconds.</summary>
public sealed class AutoReplyBook(AutoReplyStore store, IOptions<WeChatOptions> wechat, TimeProvider time)
{
    private readonly Fresh<Book> fresh = new(TimeSpan.FromSeconds(2), time);

    /// <summary>
    /// The reply, or empty for none. Only the official account replies by itself: the customers of a mini program are answered by people.
    /// </summary>
    public async Task<string> ForAsync(CallbackMessage message, CancellationToken ct) =>
        message.AppId == wechat.Value.OfficialAccount.AppId && message.Kind is "text" or "click" or "subscribe"
            ? (await fresh.GetAsync(ReadAsync, ct)).For(message)
            : "";

    private async Task<Book> ReadAsync(CancellationToken ct) => new(await store.ListAsync(ct));

    private sealed class Book
    {
        private readonly Dictionary<string, string> all;
        private readonly IReadOnlyList<(string Key, string Reply)> contained;
        private readonly string welcome;
        private readonly string otherwise;

        public Book(IReadOnlyList<AutoReply> replies)
        {
            var enabled = replies.Where(reply => reply.Enabled).ToList();
            var keywords = enabled
                .Where(reply => reply.Kind is AutoReplyKind.Keyword)
                .Select(reply => (Key: AutoReply.ComparedAs(reply.Keyword), reply.Reply, reply.Matching))
                .ToList();
            all = keywords.ToDictionary(word => word.Key, word => word.Reply);
            // Where several keywords stand in a text, the longest fits best.
            contained =
            [
                .. keywords
                    .Where(word => word.Matching is Matching.Contains)
                    .OrderByDescending(word => word.Key.Length)
                    .Select(word => (word.Key, word.Reply)),
            ];
            welcome = Only(AutoReplyKind.Welcome);
            otherwise = Only(AutoReplyKind.Otherwise);

            string Only(AutoReplyKind kind) => enabled.FirstOrDefault(reply => reply.Kind == kind)?.Reply ?? "";
        }

        public string For(CallbackMessage message) =>
            message.Kind switch
            {
                "subscribe" => welcome,
                "click" => all.GetValueOrDefault(AutoReply.ComparedAs(message.Body.Text("EventKey")), ""),
                _ => ForText(AutoReply.ComparedAs(message.Body.Text("Content"))),
            };

        private string ForText(string text) =>
            all.TryGetValue(text, out var reply)
                ? reply
                : contained.FirstOrDefault(word => text.Contains(word.Key, StringComparison.Ordinal)).Reply ?? otherwise;
    }
}
