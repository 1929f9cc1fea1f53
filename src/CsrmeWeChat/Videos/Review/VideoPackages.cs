using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Videos;

/// <summary>Archives of a call's accepted videos, written while they are sent: they may be larger than disk and memory.</summary>
public sealed class VideoPackages(ReviewStore reviews, VideoFileStore videos, UploadStore uploads, IFileStore store)
{
    /// <summary>The files as the authors sent them, and a list.</summary>
    public Task WriteOriginalsAsync(long callId, Stream to, CancellationToken ct) =>
        WriteAsync(
            callId,
            to,
            async (package, entry, name, video) =>
            {
                using var original = await uploads.FetchAsync(video.UploadId, ct);
                if (original is not null)
                {
                    await package.AddAsync(UploadFiles.HarmlessName($"{name}{Path.GetExtension(video.Name)}"), original.Path, ct);
                }
            },
            ct
        );

    /// <summary>Of each video the copy, its cover, and a line with what 视频号 asks for.</summary>
    public Task WriteForChannelAsync(long callId, Stream to, CancellationToken ct) =>
        WriteAsync(
            callId,
            to,
            async (package, entry, name, video) =>
            {
                using var play = await store.FetchAsync(VideoKeys.Play(video.Id), ct);
                using var poster = await store.FetchAsync(VideoKeys.Poster(video.Id), ct);
                if (play is not null && poster is not null)
                {
                    await package.AddAsync($"{name}.mp4", play.Path, ct);
                    await package.AddAsync($"{name}-封面.jpg", poster.Path, ct);
                }
            },
            ct
        );

    private async Task WriteAsync(long callId, Stream to, Func<Package, EntryLine, string, VideoFile, Task> add, CancellationToken ct)
    {
        var chosen = await ListChosenAsync(callId, ct);
        await using var package = await Package.BeginAsync(to, ct);
        await package.AddListAsync(
            ["文件", "编号", "标题", "作者", "单位", "合作者", "分类", "简介", "AI 使用", "AI 说明"],
            chosen.Select(RowOf),
            ct
        );
        foreach (var entry in chosen)
        {
            if (entry.VideoId is { } id && await videos.FindAsync(id, ct) is { } video)
            {
                await add(package, entry, NameOf(entry), video);
            }
        }
    }

    private async Task<IReadOnlyList<EntryLine>> ListChosenAsync(long callId, CancellationToken ct)
    {
        var chosen = new List<EntryLine>();
        foreach (var state in (EntryState[])[EntryState.Accepted, EntryState.Shown])
        {
            chosen.AddRange(await reviews.ListAsync(new EntryFilter(Call: callId, State: state), "e.id", 0, int.MaxValue, ct));
        }
        return [.. chosen.OrderBy(entry => entry.Id)];
    }

    private static IReadOnlyList<object?> RowOf(EntryLine entry) =>
        [
            NameOf(entry),
            entry.Id,
            entry.Title,
            entry.Author,
            entry.Unit,
            string.Join("；", entry.CollaboratorList.Select(one => $"{one.Name} {one.Unit}")),
            entry.Category,
            entry.Statement,
            entry.AiUse.Label,
            entry.AiNote,
        ];

    private static string NameOf(EntryLine entry) => Package.NameOf(entry.Id, $"{entry.Title}-{entry.Author}");
}
