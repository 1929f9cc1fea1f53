using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>Which reply answers a message. A change by staff is felt within 2 seconds.</summary>
public sealed class AutoReplyBook(AutoReplyStore store, IOptions<WeChatOptions> wechat, TimeProvider time)
{
    private readonly Fresh<Book> fresh = new(TimeSpan.FromSeconds(2), time);

    /// <summary>Empty for none. Only the official account answers: a mini program's customers are people's to answer.</summary>
    public async Task<string> ForAsync(CallbackMessage message, CancellationToken ct) =>
        message.AppId == wechat.Value.OfficialAccount.AppId && message.Kind is "text" or "click" or "subscribe"
            ? (await fresh.GetAsync(ReadAsync, ct)).For(message)
            : "";

    private async Task<Book> ReadAsync(CancellationToken ct) => new(await store.ListAsync(ct));

    private sealed class Book
    {
        private readonly Dictionary<string, string> all;
        private readonly IReadOnlyList<(string Key, string Reply)> contained;
        private readonly string welcome,
            otherwise;

        public Book(IReadOnlyList<AutoReply> replies)
        {
            var enabled = replies.Where(reply => reply.Enabled).ToList();
            var keywords = enabled
                .Where(reply => reply.Kind is AutoReplyKind.Keyword)
                .Select(reply => (Key: AutoReply.Key(reply.Keyword), reply.Reply, reply.Matching))
                .ToList();
            all = keywords.ToDictionary(word => word.Key, word => word.Reply);
            // The longer keyword says more.
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
                "click" => all.GetValueOrDefault(AutoReply.Key(message.Body.Text("EventKey")), ""),
                _ => ForText(AutoReply.Key(message.Body.Text("Content"))),
            };

        private string ForText(string text) =>
            all.TryGetValue(text, out var reply)
                ? reply
                : contained.FirstOrDefault(word => text.Contains(word.Key, StringComparison.Ordinal)).Reply ?? otherwise;
    }
}
