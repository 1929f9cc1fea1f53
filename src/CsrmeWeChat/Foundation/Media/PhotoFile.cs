using System.Buffers.Binary;
using System.Text;

namespace CsrmeWeChat.Foundation.Media;

public enum PhotoKind
{
    Jpeg,
    Png,
    WebP,
    Heic,
}

/// <summary>
/// What a file is by its bytes, because its name and the type that a phone states can be wrong. No decoder sees it before.
/// </summary>
internal static class PhotoFile
{
    /// <summary>A reader of PDF looks for its mark in so many first bytes, and a browser that guesses looks no further.</summary>
    private const int HeadBytes = 1_024;

    /// <summary>A ZIP ends with its table's address and a comment, which is at most 64 KB. A JAR is one.</summary>
    private const int TailBytes = 22 + ushort.MaxValue;

    private const int MaxChunks = 10_000;

    private static readonly byte[][] ForeignMarks = [.. new[] { "%PDF-", "<script", "<?php", "<svg", "<html", "<!DOCTYPE" }.Select(Latin)];

    private static readonly string[] HeicBrands = ["heic", "heix", "heim", "heis"];

    private static readonly string[] MovingBrands = ["hevc", "hevx", "hevm", "hevs", "avis"];

    public static (PhotoKind Kind, PhotoRefusal? Why) Look(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var head = Read(file, 0, HeadBytes);
        if (head is [])
        {
            return (default, PhotoRefusal.Empty);
        }
        if (KindOf(head) is not { } kind)
        {
            return (default, WhyNoPhoto(head));
        }
        if (IsForeign(head) || EndsAsZip(Read(file, Math.Max(0, file.Length - TailBytes), TailBytes)))
        {
            return (kind, PhotoRefusal.Suspicious);
        }
        return (kind, IsMoving(kind, head, file) ? PhotoRefusal.Moving : null);
    }

    private static PhotoKind? KindOf(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => PhotoKind.Jpeg,
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PhotoKind.Png,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PhotoKind.WebP,
            _ when Brands(head).Any(brand => HeicBrands.Contains(brand) || MovingBrands.Contains(brand)) => PhotoKind.Heic,
            _ => null,
        };

    private static PhotoRefusal WhyNoPhoto(ReadOnlySpan<byte> head) =>
        head switch
        {
            [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'#', (byte)'!', ..] => PhotoRefusal.NoPhoto(
                "这个文件其实是程序，不是照片。"
            ),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => PhotoRefusal.NoPhoto("这个文件其实是 PDF，不是照片。"),
            [(byte)'P', (byte)'K', 3, 4, ..] => PhotoRefusal.NoPhoto("这个文件其实是 Office 文档或压缩包，不是照片。"),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => PhotoRefusal.NoPhoto("这个文件是 GIF，不是照片原图。"),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => PhotoRefusal.NoPhoto(
                "这个文件是 TIFF 或相机的 RAW 原片，系统不收。"
            ),
            _ when Brands(head).Contains("avif") => PhotoRefusal.NoPhoto("这个文件是 AVIF 图片，系统不收。"),
            _ when Brands(head) is not [] => PhotoRefusal.NoPhoto("这个文件其实是视频，不是照片。"),
            _ when head.IndexOf("<svg"u8) >= 0 => PhotoRefusal.NoPhoto("这个文件是 SVG 矢量图，不是照片。"),
            _ => PhotoRefusal.NoPhoto("这个文件不是照片。"),
        };

    /// <summary>What a file of the kind of MP4 says that it is: first the main brand, then those it also is.</summary>
    private static string[] Brands(ReadOnlySpan<byte> head)
    {
        if (head is not [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..])
        {
            return [];
        }
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length);
        var brands = new List<string>();
        for (var at = 8; at + 4 <= end; at += 4)
        {
            if (at is not 12) // The version stands there.
            {
                brands.Add(Encoding.Latin1.GetString(head.Slice(at, 4)));
            }
        }
        return [.. brands];
    }

    private static bool IsForeign(ReadOnlySpan<byte> head)
    {
        foreach (var mark in ForeignMarks)
        {
            if (head.IndexOf(mark) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Phones put things behind a photo (a short video, what the camera's maker adds), so that alone is no reason; an archive is none of
    /// them. Its mark alone may stand in any compressed photo by chance, with a comment that ends with the file hardly.
    /// </summary>
    private static bool EndsAsZip(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - 22; at >= 0; at--)
        {
            var end = tail[at..];
            if (end.StartsWith("PK\u0005\u0006"u8) && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - 22)
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsMoving(PhotoKind kind, ReadOnlySpan<byte> head, FileStream file) =>
        kind switch
        {
            PhotoKind.Png => HasFrames(file),
            PhotoKind.WebP => head
                is [_, _, _, _, _, _, _, _, _, _, _, _, (byte)'V', (byte)'P', (byte)'8', (byte)'X', _, _, _, _, var flags, ..]
                && (flags & 2) != 0,
            // A sequence says so by its main brand; a photo may name one among those it also is.
            PhotoKind.Heic => MovingBrands.Contains(Brands(head)[0]),
            _ => false,
        };

    /// <summary>A PNG that moves has a chunk for it before its pixels.</summary>
    private static bool HasFrames(FileStream file)
    {
        var at = 8L;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            var chunk = Read(file, at, 8);
            if (chunk.Length < 8 || chunk.AsSpan(4).SequenceEqual("IDAT"u8))
            {
                return false;
            }
            if (chunk.AsSpan(4).SequenceEqual("acTL"u8))
            {
                return true;
            }
            at += 12 + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }

    private static byte[] Read(FileStream file, long at, int length)
    {
        var bytes = new byte[Math.Max(0, Math.Min(length, file.Length - at))];
        file.Position = at;
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
