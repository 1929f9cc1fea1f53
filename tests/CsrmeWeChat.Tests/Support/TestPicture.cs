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

    /// <summary>Noise, which hardly compresses.</summary>
    public static byte[] NoisyPng(int width, int height)
    {
        using var image = Image.Gaussnoise(width, height, sigma: 80, mean: 128).Cast(Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }
}
