using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CsrmeWeChat.Judging.Assigning;

/// <summary>
/// Who judges what: each item by so many jurors, none of whom is excluded from it, and all jurors with loads as equal as the exclusions
/// allow. Chance decides the rest, by a seed that is kept: whoever has it and the exclusions draws the same again, in any language.
/// </summary>
public static class Draw
{
    /// <param name="items">In any order; the result does not depend on it.</param>
    /// <param name="excluded">Item and juror that must not meet.</param>
    /// <param name="perItem">How many jurors each item needs.</param>
    public static DrawResult Of(
        IReadOnlyCollection<long> items,
        IReadOnlyCollection<long> jurors,
        IReadOnlySet<(long Item, long Juror)> excluded,
        int perItem,
        string seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perItem, 1);
        var table = new Table([.. items.Order()], [.. jurors.Order()], excluded, seed);
        long[] short_ = [.. table.Items.Where(item => table.EligibleFor(item).Count() < perItem)];
        if (short_.Length > 0)
        {
            return new DrawResult([], short_);
        }
        table.Begin(perItem);
        while (table.Relieve()) { }
        return new DrawResult(table.Pairs, []);
    }

    /// <summary>In an order by chance, which the seed decides and the order they come in does not.</summary>
    public static IReadOnlyList<long> Shuffle(IReadOnlyCollection<long> all, string seed) =>
        [.. all.OrderBy(one => Chance.Of($"{seed}/{one}")).ThenBy(one => one)];

    /// <summary>
    /// Loads are as equal as can be once no chain of exchanges leads from a juror to one who has two items less: sets of loads that can be
    /// reached are the bases of a polymatroid, in which such a local best is best for the largest load, the smallest and the sum of squares
    /// alike (Frank and Murota, Decreasing minimization on M-convex sets, 2022).
    /// </summary>
    private sealed class Table(long[] items, long[] jurors, IReadOnlySet<(long Item, long Juror)> excluded, string seed)
    {
        private readonly Dictionary<long, HashSet<long>> itemsOf = jurors.ToDictionary(juror => juror, _ => new HashSet<long>());

        public long[] Items => items;

        public IReadOnlyList<(long Item, long Juror)> Pairs =>
            [.. itemsOf.SelectMany(own => own.Value.Select(item => (item, own.Key))).Order()];

        public IEnumerable<long> EligibleFor(long item) => jurors.Where(juror => !excluded.Contains((item, juror)));

        /// <summary>In an order by chance, each item goes to those who have the fewest, and among these to whom chance says.</summary>
        public void Begin(int perItem)
        {
            foreach (var item in items.OrderBy(item => Chance.Of($"{seed}/{item}")).ThenBy(item => item))
            {
                var chosen = EligibleFor(item)
                    .OrderBy(juror => itemsOf[juror].Count)
                    .ThenBy(juror => Chance.Of($"{seed}/{item}/{juror}"))
                    .ThenBy(juror => juror)
                    .Take(perItem);
                foreach (var juror in chosen.ToList())
                {
                    itemsOf[juror].Add(item);
                }
            }
        }

        /// <summary>Moves items along the shortest chain from a juror to one with at least two less. False where there is none.</summary>
        public bool Relieve()
        {
            foreach (var from in jurors.OrderByDescending(juror => itemsOf[juror].Count).ThenBy(juror => juror))
            {
                if (FindChain(from) is { } chain)
                {
                    foreach (var (giver, item, taker) in chain)
                    {
                        itemsOf[giver].Remove(item);
                        itemsOf[taker].Add(item);
                    }
                    return true;
                }
            }
            return false;
        }

        private List<Handover>? FindChain(long from)
        {
            var cameBy = new Dictionary<long, Handover?> { [from] = null };
            var queue = new Queue<long>([from]);
            while (queue.TryDequeue(out var giver))
            {
                foreach (var taker in jurors)
                {
                    if (cameBy.ContainsKey(taker) || FindItem(giver, taker) is not { } item)
                    {
                        continue;
                    }
                    cameBy[taker] = new Handover(giver, item, taker);
                    if (itemsOf[taker].Count <= itemsOf[from].Count - 2)
                    {
                        return ChainTo(taker, cameBy);
                    }
                    queue.Enqueue(taker);
                }
            }
            return null;
        }

        private long? FindItem(long giver, long taker) =>
            itemsOf[giver]
                .Where(item => !itemsOf[taker].Contains(item) && !excluded.Contains((item, taker)))
                .OrderBy(item => Chance.Of($"{seed}/{item}/{taker}"))
                .ThenBy(item => item)
                .Select(item => (long?)item)
                .FirstOrDefault();

        private static List<Handover> ChainTo(long taker, Dictionary<long, Handover?> cameBy)
        {
            List<Handover> chain = [];
            for (var step = cameBy[taker]; step is not null; step = cameBy[step.Giver])
            {
                chain.Add(step);
            }
            return chain;
        }

        private sealed record Handover(long Giver, long Item, long Taker);
    }
}

/// <summary>A number for each text, as if it were drawn: the first eight bytes of its SHA-256.</summary>
internal static class Chance
{
    public static ulong Of(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <param name="Pairs">In order of item and juror; none where an item has too few jurors.</param>
/// <param name="Short">Items that too few jurors may judge.</param>
public sealed record DrawResult(IReadOnlyList<(long Item, long Juror)> Pairs, IReadOnlyList<long> Short);
