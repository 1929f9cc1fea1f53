namespace CsrmeWeChat.Foundation.Console;

/// <summary>A page of the mini program, as staff choose it for a message or a menu.</summary>
/// <param name="Path">As WeChat takes it: pages/benefits/index?id=1.</param>
public sealed record MiniPage(string Path, string Label);

/// <summary>The pages of the mini program that show what a room has.</summary>
public interface IMiniPageSource
{
    Task<IReadOnlyList<MiniPage>> ListAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>All pages of the mini program that can be chosen by name.</summary>
public sealed class MiniPages(IEnumerable<IMiniPageSource> sources, TimeProvider time)
{
    public async Task<IReadOnlyList<MiniPage>> ListAsync(CancellationToken ct)
    {
        var pages = new List<MiniPage>();
        foreach (var source in sources)
        {
            pages.AddRange(await source.ListAsync(time.GetUtcNow(), ct));
        }
        return pages;
    }

    /// <summary>What opens, in Chinese.</summary>
    public async Task<string> NameAsync(string path, CancellationToken ct) =>
        path is "" ? "不跳转"
        : (await ListAsync(ct)).FirstOrDefault(page => page.Path == path) is { } page ? $"小程序：{page.Label}"
        : $"小程序页面 {path}";
}
