using System.Globalization;
using System.IO.Compression;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Videos;

/// <summary>Archives of a call's accepted videos, written while they are sent: they may be larger than disk and memory.</summary>
public sealed class VideoPackages(ReviewStore reviews, VideoFileStore videos, UploadStore uploads, IFileStore store)
{
    private const int MaxName = 60;

    /// <summary>The files as the authors sent them, and a list.</summary>
    public Task WriteOriginalsAsync(long callId, Stream to, CancellationToken ct) =>
        WriteAsync(
            callId,
            to,
            async (archive, entry, name, video) =>
            {
                using var original = await uploads.FetchAsync(video.UploadId, ct);
                if (original is not null)
                {
                    await AddAsync(archive, UploadFiles.HarmlessName($"{name}{Path.GetExtension(video.Name)}"), original.Path, ct);
                }
            },
            ct
        );

    /// <summary>Of each video the copy, its cover, and a line with what 视频号 asks for.</summary>
    public Task WriteForChannelAsync(long callId, Stream to, CancellationToken ct) =>
        WriteAsync(
            callId,
            to,
            async (archive, entry, name, video) =>
            {
                using var play = await store.FetchAsync(VideoKeys.Play(video.Id), ct);
                using var poster = await store.FetchAsync(VideoKeys.Poster(video.Id), ct);
                if (play is not null && poster is not null)
                {
                    await AddAsync(archive, $"{name}.mp4", play.Path, ct);
                    await AddAsync(archive, $"{name}-封面.jpg", poster.Path, ct);
                }
            },
            ct
        );

    private async Task WriteAsync(long callId, Stream to, Func<ZipArchive, EntryLine, string, VideoFile, Task> add, CancellationToken ct)
    {
        var chosen = await ListChosenAsync(callId, ct);
        await using var archive = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await using (var sheet = await archive.CreateEntry("清单.xlsx").OpenAsync(ct))
        {
            await using var list = await XlsxWriter.WriteAsync(
                ["文件", "编号", "标题", "作者", "单位", "合作者", "分类", "简介", "AI 使用", "AI 说明"],
                RowsAsync(chosen),
                ct
            );
            await list.CopyToAsync(sheet, ct);
        }
        foreach (var entry in chosen)
        {
            if (entry.VideoId is { } id && await videos.FindAsync(id, ct) is { } video)
            {
                await add(archive, entry, NameOf(entry), video);
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

#pragma warning disable CS1998 // The writer of sheets takes rows that come one by one, and these are here.
    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(IReadOnlyList<EntryLine> entries)
#pragma warning restore CS1998
    {
        foreach (var entry in entries)
        {
            var with = string.Join("；", entry.CollaboratorList.Select(one => $"{one.Name} {one.Unit}"));
            yield return
            [
                NameOf(entry),
                entry.Id,
                entry.Title,
                entry.Author,
                entry.Unit,
                with,
                entry.Category,
                entry.Statement,
                entry.AiUse.Label,
                entry.AiNote,
            ];
        }
    }

    /// <summary>Videos do not become smaller by packing.</summary>
    private static async Task AddAsync(ZipArchive archive, string name, string path, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        // An archive's times have no zone: whoever unpacks it sees them as they are.
        entry.LastWriteTime = China.Local(File.GetLastWriteTimeUtc(path));
        await using var into = await entry.OpenAsync(ct);
        await using var from = File.OpenRead(path);
        await from.CopyToAsync(into, ct);
    }

    /// <summary>A name that every system takes, and that leads nowhere.</summary>
    private static string NameOf(EntryLine entry)
    {
        var words = $"{entry.Title}-{entry.Author}";
        var plain = string.Concat(words.Select(letter => "\\/:*?\"<>|".Contains(letter, StringComparison.Ordinal) ? '_' : letter));
        return string.Create(CultureInfo.InvariantCulture, $"{entry.Id:D5}-{PlainText.Cut(plain, MaxName).Trim(' ', '.')}");
    }
}
