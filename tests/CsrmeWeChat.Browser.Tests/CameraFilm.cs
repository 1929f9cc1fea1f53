using QRCoder;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>What Chromium's fake camera shows: a QR code, as a film in YUV4MPEG2.</summary>
internal static class CameraFilm
{
    private const int Width = 640,
        Height = 480,
        Frames = 30;

    /// <returns>The film's path.</returns>
    public static string Of(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("csrme-camera-").FullName, "camera.y4m");
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var scale = 380 / modules.Count;
        var (left, top) = ((Width - (modules.Count * scale)) / 2, (Height - (modules.Count * scale)) / 2);
        var luma = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (column, row) = ((x - left) / scale, (y - top) / scale);
                var isDark = x >= left && y >= top && column < modules.Count && row < modules.Count && modules[row][column];
                luma[(y * Width) + x] = isDark ? (byte)16 : (byte)235;
            }
        }
        var chroma = Enumerable.Repeat((byte)128, Width * Height / 2).ToArray();
        using var film = File.Create(path);
        film.Write("YUV4MPEG2 W640 H480 F15:1 Ip A1:1 C420jpeg\n"u8);
        for (var frame = 0; frame < Frames; frame++)
        {
            film.Write("FRAME\n"u8);
            film.Write(luma);
            film.Write(chroma);
        }
        return path;
    }
}
