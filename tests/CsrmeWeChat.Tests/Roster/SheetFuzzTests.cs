using System.IO.Compression;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>Damaged workbooks, the same thousands in every run. Each is read or refused in words, and none is held whole.</summary>
public sealed class SheetFuzzTests
{
    private const int Files = 2_000;

    private static readonly string Here = RosterFile.NewPath();

    private static readonly string Cases = Path.Combine(Repository.Root, "tests/CsrmeWeChat.Tests/Cases");

    private static readonly byte[][] Seeds =
    [
        File.ReadAllBytes(
            new RosterFile
            {
                AfterData = "<mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>",
                BookProperties = "<workbookPr date1904=\"0\"/>",
            }
                .Shared(RosterFile.Header)
                .Shared("A1,张三,13800000000,z@example.org,甲,乙,丙,2026-12-31")
                .Cells("A2", "李四", "<c><v>13800000001</v></c>", "", "", "", "", "<c s=\"1\"><v>46386.66666666667</v></c>")
                .Hidden()
                .Text("A3,王五")
                .Save()
        ),
        .. Directory.GetFiles(Cases, "r*.xlsx").Order().Select(File.ReadAllBytes),
    ];

    [Fact]
    public void No_damaged_workbook_ends_in_anything_but_lines_or_words()
    {
        var (read, refused) = (0, 0);
        for (var seed = 0; seed < Files; seed++)
        {
            var file = Damaged(new Random(seed));
            var before = GC.GetAllocatedBytesForCurrentThread();

            var outcomes = (bool[])[ByCommand(file, seed), ByConsole(file, seed), AsVouchers(file, seed)];

            read += outcomes.Count(isRead => isRead);
            refused += outcomes.Count(isRead => !isRead);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        }
        // Were everything refused, or nothing, the damage would say little.
        Assert.InRange(read, Files / 4, 3 * Files);
        Assert.InRange(refused, Files / 4, 3 * Files);
    }

    [Fact]
    public void No_damaged_csv_ends_in_anything_but_lines_or_words()
    {
        var seeds = Directory.GetFiles(Cases, "*.csv").Order();
        var originals = seeds.Select(File.ReadAllBytes).ToList();
        for (var seed = 0; seed < Files / 4; seed++)
        {
            var random = new Random(seed);
            var file = originals[random.Next(originals.Count)].ToArray();
            DamageBytes(random, file);

            ByCommand(file, seed);
            ByConsole(file, seed);
            AsVouchers(file, seed);
        }
    }

    private static bool ByCommand(byte[] file, int seed) => IsRead(seed, () =>
        {
            File.WriteAllBytes(Here, file);
            using var sheet = MemberSheet.Open(Here);
            foreach (var line in sheet.Lines())
            {
                Entry.Read(line);
            }
        });

    private static bool ByConsole(byte[] file, int seed) => IsRead(seed, () =>
        {
            using (var workbook = Workbook.Open(new MemoryStream(file)))
            {
                var preview = Preview.Of(workbook);
                Assert.All(preview.Columns, column => Assert.NotEmpty(column.Label));
            }
            int[] columns = [0, 1, 2, 3, 4, 5, 6, 7];
            using var sheet = MemberSheet.Open(new MemoryStream(file), new ReadingPlan(0, new Header(1, columns), TagAbsent: false));
            foreach (var line in sheet.Lines())
            {
                Entry.Read(line);
            }
        });

    private static bool AsVouchers(byte[] file, int seed) => IsRead(seed, () =>
        {
            if (VoucherUpload.FromFile(new MemoryStream(file), "a.csv").Refusal is { } refusal)
            {
                throw new UnreadableFileException(refusal);
            }
        });

    private static bool IsRead(int seed, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (UnreadableFileException e)
        {
            Assert.NotEmpty(e.Reason);
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"File {seed}: {e}");
            return false;
        }
    }

    private static byte[] Damaged(Random random)
    {
        var original = Seeds[random.Next(Seeds.Length)];
        if (random.Next(4) == 0)
        {
            var copy = original.ToArray();
            DamageBytes(random, copy);
            return random.Next(4) == 0 ? copy[..random.Next(copy.Length)] : copy;
        }
        using var damaged = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(original)))
        using (var to = new ZipArchive(damaged, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entries = from.Entries.Select(entry => (Name: entry.FullName, Content: ContentOf(entry))).ToList();
            for (var times = 1 + random.Next(2); times > 0; times--)
            {
                DamageEntries(random, entries);
            }
            foreach (var (name, content) in entries)
            {
                using var entry = to.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return damaged.ToArray();
    }

    private static void DamageEntries(Random random, List<(string Name, byte[] Content)> entries)
    {
        var at = random.Next(entries.Count);
        var (name, content) = entries[at];
        switch (random.Next(8))
        {
            case 0 when entries.Count > 1:
                entries.RemoveAt(at);
                break;
            case 1:
                entries[at] = ((string[])[name.ToUpperInvariant(), name.Replace('/', '\\'), $"/{name}", $"x{name}"])[random.Next(4)]
                    is var other
                    ? (other, content)
                    : default;
                break;
            case 2:
                entries[at] = (name, content[..random.Next(content.Length + 1)]);
                break;
            case 3:
                var second = random.Next(entries.Count);
                (entries[at], entries[second]) = ((name, entries[second].Content), (entries[second].Name, content));
                break;
            case 4:
                entries.Add((name, entries[random.Next(entries.Count)].Content));
                break;
            default:
                var copy = content.ToArray();
                DamageBytes(random, copy);
                entries[at] = (name, copy);
                break;
        }
    }

    private static void DamageBytes(Random random, byte[] bytes)
    {
        var favourites = "<>\"&/=0129ArsR\0\n"u8;
        for (var times = random.Next(1, 12); times > 0 && bytes.Length > 0; times--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : favourites[random.Next(favourites.Length)];
        }
    }

    private static byte[] ContentOf(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
