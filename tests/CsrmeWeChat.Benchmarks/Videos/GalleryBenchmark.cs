using System.Diagnostics;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Videos;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Benchmarks.Videos;

/// <summary>The first page of a gallery and the ten thousandth, in turns: all that each asks the database for.</summary>
internal static class GalleryBenchmark
{
    private const int Slice = 5_000;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("gallery [--short]");
            return 0;
        }
        var (entries, rounds, page) = args.Contains("--short") ? (50_000, 50, 1_000) : (1_000_000, 400, 10_000);
        Console.WriteLine($"A gallery of {entries:N0} entries on MariaDB, page 1 and page {page:N0} in turns, {rounds} times each.\n");
        var folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
        await using var server = await MariaDbServer.StartAsync();
        await using var stores = await MeasuredService.OpenStoresAsync(await MeasuredService.SettingsAsync(server, folder));
        var call = await FillAsync(stores, entries);
        var gallery = stores.Services.GetRequiredService<GalleryStore>();
        var deep = await FindPlaceAsync(stores, call, (page - 1) * GalleryStore.PageSize);
        var (first, last) = (new List<double>(), new List<double>());
        var sound = true;
        for (var round = -5; round < rounds; round++)
        {
            foreach (var (times, place) in new[] { (first, (GalleryPlace?)null), (last, deep) })
            {
                var clock = Stopwatch.StartNew();
                var found = await gallery.ListAsync(call, place, GalleryStore.PageSize + 1, default);
                await gallery.VideosOfAsync(found, default);
                await stores.Services.GetRequiredService<LikeStore>().ListAsync(1, found.Select(entry => entry.Id), default);
                var took = clock.Elapsed.TotalMilliseconds;
                if (round >= 0)
                {
                    times.Add(took);
                }
                sound &= found.Count == GalleryStore.PageSize + 1;
                sound &= found.All(entry => entry.Id == found[0].Id - found.ToList().IndexOf(entry));
            }
        }
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"page 1:          median {Part(first, 0.5):0.00} ms, p95 {Part(first, 0.95):0.00} ms");
        Console.WriteLine($"page {page, -6:N0}:     median {Part(last, 0.5):0.00} ms, p95 {Part(last, 0.95):0.00} ms");
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG\n");
        var figures = new Figures();
        figures.Add("gallery.deep-vs-first", Part(last, 0.5) / Part(first, 0.5));
        figures.Add("gallery.p95-ms", Math.Max(Part(first, 0.95), Part(last, 0.95)));
        figures.Print(new Gate("gate", "gallery.deep-vs-first", 1.2, IsMost: true), new Gate("gate", "gallery.p95-ms", 30, IsMost: true));
        return sound ? 0 : 1;
    }

    private static double Part(List<double> times, double part) => times.Order().ElementAt((int)(times.Count * part));

    private static async Task<GalleryPlace> FindPlaceAsync(WebApplication stores, long call, int skip)
    {
        var at = await stores
            .Services.GetRequiredService<Database>()
            .FindAsync<Place>(
                """
                SELECT shown_at, id FROM video_entries WHERE call_id = @call AND state = 'shown'
                 ORDER BY shown_at DESC, id DESC LIMIT 1 OFFSET @skip
                """,
                new { call, skip = skip - 1 }
            );
        return new GalleryPlace(at!.ShownAt, at.Id);
    }

    private static async Task<long> FillAsync(WebApplication stores, int entries)
    {
        var now = new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero);
        await stores.Services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, default);
        var draft = new CallDraft("青年说岩", "说说你的工作。", [], now.AddDays(-60), now.AddDays(1), 0, 60, 3, true, "");
        var call = await stores.Services.GetRequiredService<CallStore>().AddAsync(Actor.Command, 2026, draft, now, default);
        var database = stores.Services.GetRequiredService<Database>();
        foreach (var some in Enumerable.Range(1, entries).Chunk(Slice))
        {
            await using var tx = await database.BeginAsync(default);
            await tx.InsertManyAsync(
                """
                INSERT INTO video_entries (id, slot, call_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                           ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, decided_by,
                                           shown_at, shelf)
                """,
                [
                    .. some.Select(id =>
                        new object?[]
                        {
                            id,
                            $"entry:{id}",
                            call,
                            "shown",
                            $"掌子面上的一天 {id}",
                            "跟班记录一次爆破后的巡检，从装药到通风，再到素描。",
                            "张岩",
                            "某某大学",
                            "[]",
                            "现场故事",
                            "none",
                            "",
                            1,
                            1,
                            "",
                            id % 97,
                            "",
                            now,
                            now,
                            "",
                            // Several are shown in the same second.
                            now.AddSeconds(id / 3),
                            new GalleryPlace(now.AddSeconds(id / 3), id).On(call!.Value),
                        }
                    ),
                ],
                default
            );
            await tx.CommitAsync(default);
        }
        return call!.Value;
    }

    private sealed record Place
    {
        public required DateTimeOffset ShownAt { get; init; }
        public required long Id { get; init; }
    }
}
