using AngleSharp.Dom;

namespace CsrmeWeChat.Stories;

/// <summary>What a pasted article had that neither the site nor WeChat can be given, counted for the person who pasted it.</summary>
public sealed class PasteLoss
{
    private const string Video = "iframe.video_iframe, iframe[data-mpvid], video, mpvideosnap, mp-common-videosnap, mpcps";

    private const string Voice = "mpvoice, mp-common-mpaudio, audio, qqmusic";

    private const string Card = """
        mp-common-profile, mp-common-product, mp-miniprogram, mp-weapp, mp-common-poi, mp-common-sticker, mpprofile, mpproduct, mp-vote,
        iframe.vote_iframe, mp-common-vote
        """;

    private readonly Dictionary<string, int> counts = [];

    public int this[string what] => counts.GetValueOrDefault(what);

    /// <summary>In Chinese for staff; null where nothing was lost.</summary>
    public string? Words =>
        counts.Count == 0 ? null : $"粘贴的内容里有 {string.Join("、", counts.Select(one => $"{one.Value} {one.Key}"))}没有保留。";

    public void Add(string what, int count = 1)
    {
        if (count > 0)
        {
            counts[what] = counts.GetValueOrDefault(what) + count;
        }
    }

    /// <summary>Counts what is about to be removed, and takes it out so that it is counted once.</summary>
    public void TakeFrom(IParentNode document)
    {
        foreach (var (selector, what) in ((string, string)[])[(Video, "个视频"), (Voice, "段语音"), (Card, "张卡片")])
        {
            Add(what, Remove(document.QuerySelectorAll(selector)));
        }
        Add("个嵌入的网页", Remove(document.QuerySelectorAll("iframe, object")));
        Add("幅背景图片", document.QuerySelectorAll("[style*='url(' i], [background]").Length);
        Add("幅矢量图形", Remove(document.QuerySelectorAll("svg")));
    }

    private static int Remove(IEnumerable<IElement> elements)
    {
        var removed = 0;
        foreach (var element in elements.ToList())
        {
            // One within another that is gone already is no second one.
            removed += element.ParentElement is not null && element.Owner?.Contains(element) is true ? 1 : 0;
            element.Remove();
        }
        return removed;
    }
}
