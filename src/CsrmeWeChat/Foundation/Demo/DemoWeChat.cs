using System.Text.Json;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Foundation.Demo;

/// <summary>The side of the stand-in for WeChat at which users are made and do things. The real one has none.</summary>
public sealed class DemoWeChat(HttpClient http, IOptions<WeChatOptions> options)
{
    private readonly string mini = options.Value.MiniProgram.AppId,
        official = options.Value.OfficialAccount.AppId;

    public string Official => official;

    public string Mini => mini;

    /// <summary>One for each phone, in their order.</summary>
    public async Task<IReadOnlyList<DemoUser>> MakeUsersAsync(IReadOnlyList<string> phones, CancellationToken ct)
    {
        var made = await PostAsync("users", new { count = phones.Count, phones }, ct);
        return
        [
            .. made.GetProperty("users")
                .EnumerateArray()
                .Select(user => new DemoUser(
                    user.GetProperty("openIds").GetProperty(mini).GetString()!,
                    user.GetProperty("openIds").GetProperty(official).GetString()!,
                    user.GetProperty("unionId").GetString(),
                    user.GetProperty("phone").GetString()!
                )),
        ];
    }

    /// <summary>The user follows the official account, or no longer; nothing is pushed.</summary>
    /// <param name="at">Since when.</param>
    public Task FollowAsync(DemoUser user, bool follows, DateTimeOffset at, CancellationToken ct) =>
        PostAsync(
            "follows",
            new
            {
                openId = user.FollowerId,
                follows,
                at,
            },
            ct
        );

    /// <summary>Does whatever else the stand-in offers under <c>/sandbox</c>.</summary>
    public async Task<JsonElement> PostAsync(string what, object body, CancellationToken ct)
    {
        using var content = JsonContent.Create(body);
        // With its length: the stand-in reads no chunks.
        await content.LoadIntoBufferAsync(ct);
        using var answer = await http.PostAsync(new Uri($"/sandbox/{what}", UriKind.Relative), content, ct);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(ct);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
