using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Tests;

/// <summary>A room of the tests that has pictures judged: files in the store, of whose makers only staff are told.</summary>
public sealed class TestPanel(IFileStore files) : IPanelSource
{
    public const string Word = "test",
        Title = "第二届科普摄影大赛";

    private static readonly TimeSpan AddressLasts = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, (ItemName Name, int Pictures)> items = new();
    private long last;

    public string Kind => Word;

    public async Task<long> AddAsync(string title, string maker, int pictures, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref last);
        for (var number = 0; number < pictures; number++)
        {
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, TestPicture.Png(60, 40, (int)id * 10 + number), ct);
            await files.AddAsync(Key(id, number), path, ct);
            File.Delete(path);
        }
        items[id] = (new ItemName(title, maker, $"{maker}的单位", "/staff"), pictures);
        return id;
    }

    public void Remove(long id) => items.TryRemove(id, out _);

    public Task<PanelInfo?> FindAsync(long id, CancellationToken ct) =>
        Task.FromResult<PanelInfo?>(new PanelInfo(Title, "/staff", [new Criterion("科学性", 100)], [("single", "单幅")]));

    public Task<IReadOnlyList<JudgedItem>> ListItemsAsync(long panelId, IReadOnlyCollection<long> jurors, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<JudgedItem>>([
            .. items.Keys.Order().Select(id => new JudgedItem(id, "single", new Dictionary<long, ConflictReason>())),
        ]);

    public Task<IReadOnlySet<long>> ListStandingAsync(Sql sql, IReadOnlyCollection<long> ids, CancellationToken ct) =>
        Task.FromResult<IReadOnlySet<long>>(ids.Where(items.ContainsKey).ToHashSet());

    public Task<ItemView?> ShowAsync(long itemId, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(
            items.TryGetValue(itemId, out var item)
                ? new ItemView(
                    item.Name.Title,
                    "单幅组",
                    [new ItemText("作品说明", $"第 {itemId} 件的说明")],
                    [.. Enumerable.Range(0, item.Pictures).Select(number => PictureOf(itemId, number, now))]
                )
                : null
        );

    public Task<IReadOnlyDictionary<long, ItemName>> NameAsync(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, ItemName>>(
            items.Where(item => ids.Contains(item.Key)).ToDictionary(item => item.Key, item => item.Value.Name)
        );

    private ItemPicture PictureOf(long id, int number, DateTimeOffset now)
    {
        var address = files.AddressOf(Key(id, number), AddressLasts, now);
        return new ItemPicture(address, address, address, 60, 40, number == 0 ? "封面" : "");
    }

    private static string Key(long id, int number) => $"tests/{id}/{number}.png";
}
