using System.Numerics;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// What a photo looks like, in 64 bits: the signs of its 8 x 8 slowest waves (pHash). It is kept as the number's bits. That two are near
/// is a hint for a human and never a verdict.
/// </summary>
public readonly record struct PhotoHash(long Bits)
{
    internal const int Side = 32;

    private const int Waves = 8;

    /// <summary>Copies of one photo that were shrunk, compressed anew or turned differ by so many bits at most; see the README.</summary>
    public const int Near = 10;

    /// <summary>Of each wave, its height at each pixel. The wave that stands still is left out: it is how bright the photo is.</summary>
    private static readonly double[,] Wave = Heights();

    /// <summary>From 0 to 64, whichever way each of the two is turned or mirrored.</summary>
    public int DistanceTo(PhotoHash other)
    {
        var bits = Bits;
        return Turned((ulong)other.Bits).Min(turned => BitOperations.PopCount((ulong)bits ^ turned));
    }

    public bool IsNear(PhotoHash other) => DistanceTo(other) <= Near;

    /// <param name="grey">32 x 32 pixels.</param>
    internal static PhotoHash Of(ReadOnlySpan<byte> grey)
    {
        var rows = new double[Side, Waves];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Waves; u++)
            {
                for (var x = 0; x < Side; x++)
                {
                    rows[y, u] += grey[y * Side + x] * Wave[u, x];
                }
            }
        }
        var bits = 0UL;
        for (var v = 0; v < Waves; v++)
        {
            for (var u = 0; u < Waves; u++)
            {
                var sum = 0.0;
                for (var y = 0; y < Side; y++)
                {
                    sum += rows[y, u] * Wave[v, y];
                }
                bits |= sum > 0 ? 1UL << (v * Waves + u) : 0;
            }
        }
        return new((long)bits);
    }

    /// <summary>
    /// The hashes of the same photo turned and mirrored, which follow from the bits alone: mirrored, every second wave changes its sign,
    /// and over the diagonal rows become columns.
    /// </summary>
    private static IEnumerable<ulong> Turned(ulong bits)
    {
        // Waves 1, 3, 5 and 7, which stand at 0, 2, 4 and 6, are those that a mirror turns over.
        const ulong Across = 0x5555_5555_5555_5555,
            Down = 0x00FF_00FF_00FF_00FF;
        foreach (var way in (ulong[])[bits, Transposed(bits)])
        {
            yield return way;
            yield return way ^ Across;
            yield return way ^ Down;
            yield return way ^ Across ^ Down;
        }
    }

    private static ulong Transposed(ulong bits)
    {
        var turned = 0UL;
        for (var at = 0; at < 64; at++)
        {
            turned |= ((bits >> at) & 1) << (at % Waves * Waves + at / Waves);
        }
        return turned;
    }

    private static double[,] Heights()
    {
        var heights = new double[Waves, Side];
        for (var wave = 0; wave < Waves; wave++)
        {
            for (var at = 0; at < Side; at++)
            {
                heights[wave, at] = Math.Cos(Math.PI * (wave + 1) * (2 * at + 1) / (2 * Side));
            }
        }
        return heights;
    }
}
