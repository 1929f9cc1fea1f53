using NetVips;

namespace CsrmeWeChat.Tests.Support;

public static class TestPicture
{
    /// <summary>One colour, which the number makes another than any before.</summary>
    public static byte[] Png(int width, int height, int number = 0)
    {
        using var image = (Image.Black(width, height, bands: 3) + new double[] { number % 256, number / 256 % 256, 99 }).Cast(
            Enums.BandFormat.Uchar
        );
        return image.PngsaveBuffer();
    }

    /// <summary>A square of one colour with 16 bits for each band, which is small in a file and six bytes a pixel in memory.</summary>
    public static byte[] Deep(int side, bool isInterlaced)
    {
        using var image = (Image.Black(side, side, bands: 3) + 20_000)
            .Cast(Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Rgb16);
        return image.PngsaveBuffer(interlace: isInterlaced, bitdepth: 16);
    }

    /// <summary>
    /// A JPEG as a camera makes it, which looks like none with another number. Notes go by NetVips' names for them.
    /// </summary>
    public static byte[] Photo(int number, int width = 900, int height = 600, params (string Field, string Value)[] notes)
    {
        using var large = Image.Perlin(width, height, cellSize: Math.Max(width, height) / 3, seed: number);
        using var fine = Image.Perlin(width, height, cellSize: Math.Max(width, height) / 12, seed: number + 10_000);
        using var grey = large * 80 + fine * 40 + 110;
        using var pixels = grey.Bandjoin(grey * 0.8 + 20, grey * 0.6 + 50).Cast(Enums.BandFormat.Uchar);
        using var photo = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        using var noted = photo.Mutate(change =>
        {
            foreach (var (field, value) in notes)
            {
                change.Set(GValue.GStrType, field, value);
            }
        });
        return noted.JpegsaveBuffer(q: 90);
    }

    /// <summary>Noise, which hardly compresses.</summary>
    public static byte[] NoisyPng(int width, int height)
    {
        using var image = Image.Gaussnoise(width, height, sigma: 80, mean: 128).Cast(Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }
}
