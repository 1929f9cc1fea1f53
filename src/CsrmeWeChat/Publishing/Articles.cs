using System.Text.RegularExpressions;
using CsrmeWeChat.Media;
using CsrmeWeChat.Stories;
using WeChat;

namespace CsrmeWeChat.Publishing;

/// <summary>A story's version as a draft at WeChat, with its pictures there.</summary>
public sealed partial class Articles(WeChatMedia media, IOfficialAccount account)
{
    /// <summary>Null where another is uploading one of its pictures just now.</summary>
    public async Task<DraftArticle?> PrepareAsync(StoryVersion version, CancellationToken ct)
    {
        var body = version.Body;
        foreach (var name in Sources().Matches(body).Select(match => match.Groups[1].Value).Distinct().ToList())
        {
            if (await media.FindAddressAsync(name, ct) is not { } address)
            {
                return null;
            }
            body = body.Replace($"src=\"{MediaFolder.Address}{name}\"", $"src=\"{address}\"", StringComparison.Ordinal);
        }
        return await media.FindCoverAsync(version.Cover, ct) is { } cover ? new DraftArticle(version.Title, version.Author, version.Digest, body, cover) : null;
    }

    /// <summary>To one WeChat id, for a look at it before all get it. The draft stays in the account's drafts: what the preview shows dies with it.</summary>
    public async Task<bool> PreviewAsync(StoryVersion version, string weChatId, CancellationToken ct)
    {
        if (await PrepareAsync(version, ct) is not { } article)
        {
            return false;
        }
        await account.PreviewAsync(weChatId, await AddDraftAsync(article, ct), ct);
        return true;
    }

    /// <returns>The draft's id. A cover that WeChat has no longer is forgotten: the next attempt uploads it again.</returns>
    public async Task<string> AddDraftAsync(DraftArticle article, CancellationToken ct)
    {
        try
        {
            return await account.AddDraftAsync(article, ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownMedia)
        {
            await media.ForgetCoverAsync(article.CoverId, ct);
            throw;
        }
    }

    [GeneratedRegex("src=\"/media/([0-9a-f]{64}\\.(?:jpg|png))\"")]
    private static partial Regex Sources();
}
