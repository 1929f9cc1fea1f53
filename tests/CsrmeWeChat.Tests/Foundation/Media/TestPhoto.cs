using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using CsrmeWeChat.Foundation.Media;
using NetVips;

namespace CsrmeWeChat.Tests;

/// <summary>Photos that a test makes in a folder of its own, and what is wrong with some of them.</summary>
internal sealed class TestPhoto : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("csrme-photos-");
    private int made;

    public string Folder => folder.FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string File(byte[] bytes)
    {
        var path = Path($"{Interlocked.Increment(ref made)}.upload");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Text(string text) => File(Encoding.UTF8.GetBytes(text));

    public string Copies() => Directory.CreateDirectory(Path($"copies-{Interlocked.Increment(ref made)}")).FullName;

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Soft shapes that differ by seed, as photos have them; the upper left corner is red.</summary>
    public static Image Scene(int width = 900, int height = 600, int seed = 1)
    {
        using var large = Image.Perlin(width, height, cellSize: Math.Max(width, height) / 3, seed: seed);
        using var fine = Image.Perlin(width, height, cellSize: Math.Max(width, height) / 12, seed: seed + 1_000);
        using var grey = large * 80 + fine * 40 + 110;
        using var green = grey * 0.8 + 20;
        using var blue = grey * 0.6 + 50;
        using var bands = grey.Bandjoin(green, blue);
        using var pixels = bands.Cast(Enums.BandFormat.Uchar);
        using var colours = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        using var red = Image.Black(width / 6, height / 6, bands: 3) + new double[] { 255, 0, 0 };
        using var corner = red.Cast(Enums.BandFormat.Uchar);
        using var scene = colours.Insert(corner, 0, 0);
        return scene.CopyMemory();
    }

    public static byte[] Jpeg(int width = 900, int height = 600, int seed = 1)
    {
        using var scene = Scene(width, height, seed);
        return scene.JpegsaveBuffer(q: 90);
    }

    /// <summary>With notes as cameras write them, by NetVips' names for them.</summary>
    public static byte[] JpegWith(params (string Field, string Value)[] notes)
    {
        using var scene = Scene();
        using var noted = Noted(scene, notes);
        return noted.JpegsaveBuffer(q: 90);
    }

    public static Image Noted(Image image, params (string Field, string Value)[] notes) =>
        image.Mutate(change =>
        {
            foreach (var (field, value) in notes)
            {
                if (field is "orientation")
                {
                    change.Set(GValue.GIntType, field, int.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
                }
                else if (field is "xmp-data")
                {
                    change.Set(GValue.BlobType, field, Encoding.UTF8.GetBytes(value));
                }
                else
                {
                    change.Set(GValue.GStrType, field, value);
                }
            }
        });

    /// <summary>A PNG that says how large it is and has no pixels to speak of.</summary>
    public static byte[] EmptyPng(int width, int height, bool moves = false)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        return
        [
            0x89,
            .. "PNG\r\n\u001A\n"u8,
            .. Chunk("IHDR", header),
            .. moves ? Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]) : [],
            .. Chunk("IDAT", [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>Behind the header of a PNG, where the notes stand.</summary>
    public static byte[] WithChunk(byte[] png, string type, byte[] content) => [.. png[..33], .. Chunk(type, content), .. png[33..]];

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + body.Length), Crc32.HashToUInt32(body));
        return chunk;
    }

    /// <summary>A segment of notes (APP1) right behind the start of a JPEG.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte[] content)
    {
        var length = content.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. content, .. jpeg[2..]];
    }

    /// <summary>The same JPEG with its size overwritten, so that nothing but its header is as large.</summary>
    public static byte[] Claiming(byte[] jpeg, int width, int height)
    {
        var bytes = jpeg.ToArray();
        var at = 2;
        while (bytes[at + 1] is not (0xC0 or 0xC2))
        {
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
        }
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 7), (ushort)width);
        return bytes;
    }

    /// <summary>The last pass over all pixels again and again.</summary>
    public static byte[] WithPasses(byte[] progressive, int times)
    {
        var last = progressive.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]);
        var pass = progressive[last..^2];
        using var all = new MemoryStream();
        all.Write(progressive.AsSpan(0, last));
        for (var i = 0; i < times; i++)
        {
            all.Write(pass);
        }
        all.Write([0xFF, 0xD9]);
        return all.ToArray();
    }

    public static Photos Photos(string heifConvert = "heif-convert", TimeSpan? limit = null) =>
        new(Microsoft.Extensions.Options.Options.Create(new MediaOptions { HeifConvert = heifConvert }))
        {
            Limit = limit ?? TimeSpan.FromSeconds(60),
        };
}
