using System.Collections.Concurrent;
using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using QRCoder;
using WeChat;

namespace CsrmeWeChat.Events.Site;

/// <summary>
/// The code that leads to an event. WeChat's own opens the mini program; as long as WeChat gives none, since the page is not released or
/// it does not answer, there is a QR of the public page. Many readers ask for the same one, so WeChat is asked once in a while.
/// </summary>
public sealed class EventCodes(IMiniProgram miniProgram, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>One for each event that is there: they do not become many.</summary>
    private readonly ConcurrentDictionary<long, Fresh<byte[]?>> codes = [];

    /// <param name="address">Of the public page, whole.</param>
    public async Task<EventCode> FindAsync(Event one, string address, CancellationToken ct)
    {
        var code = codes.GetOrAdd(one.Id, _ => new Fresh<byte[]?>(Kept, time));
        var picture = await code.GetAsync(token => AskAsync(one.Id, token), ct);
        return picture is null ? new EventCode(Picture(address), IsOfMiniProgram: false) : new EventCode(picture, IsOfMiniProgram: true);
    }

    private async Task<byte[]?> AskAsync(long id, CancellationToken ct)
    {
        try
        {
            var scene = string.Create(CultureInfo.InvariantCulture, $"e={id}");
            return await miniProgram.FindCodeImageAsync(new MiniProgramCode(scene, "events/event/index"), ct);
        }
        catch (WeChatException)
        {
            // What WeChat said stands in the ledger of calls. Readers have the QR meanwhile.
            return null;
        }
    }

    private static byte[] Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(pixelsPerModule: 10);
    }
}

/// <param name="Picture">JPEG or PNG.</param>
/// <param name="IsOfMiniProgram">Else it is a QR of the public page.</param>
public sealed record EventCode(byte[] Picture, bool IsOfMiniProgram);
