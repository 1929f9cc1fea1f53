using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>Makes a draft at WeChat of a story's version, and uploads its pictures.</summary>
public sealed partial class Articles(WeChatMedia media, IOfficialAccount account)
{
    /// <summary>
    /// Sends a preview to one WeChat id. Its draft stays at WeChat, because the preview cannot be opened without it. False where another
    /// process is uploading one of the pictures.
    /// </summary>
    public async Task<bool> PreviewAsync(StoryVersion version, string weChatId, CancellationToken ct)
    {
        if (await AddDraftAsync(version, ct) is not { } draftId)
        {
            return false;
        }
        await account.PreviewAsync(weChatId, draftId, ct);
        return true;
    }

    /// <returns>The draft's id; null where another process is uploading one of its pictures.</returns>
    /// <exception cref="FileNotFoundException">One of the pictures is lost.</exception>
    public async Task<string?> AddDraftAsync(StoryVersion version, CancellationToken ct)
    {
        if (await PrepareAsync(version, ct) is not { } article)
        {
            return null;
        }
        try
        {
            return await account.AddDraftAsync(article, ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownMedia)
        {
            // Somebody has deleted the cover from WeChat's library.
            await media.ForgetCoverAsync(article.CoverId, ct);
            return await media.FindCoverAsync(version.Cover, ct) is { } cover
                ? await account.AddDraftAsync(article with { CoverId = cover }, ct)
                : null;
        }
    }

    private async Task<DraftArticle?> PrepareAsync(StoryVersion version, CancellationToken ct)
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
        return await media.FindCoverAsync(version.Cover, ct) is { } cover
            ? new DraftArticle(version.Title, version.Author, version.Digest, body, cover)
            : null;
    }

    [GeneratedRegex("src=\"/media/([0-9a-f]{64}\\.(?:jpg|png|gif))\"", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Sources();
}
