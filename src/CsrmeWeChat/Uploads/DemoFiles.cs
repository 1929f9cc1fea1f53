using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Uploads;

/// <summary>Files of the demo's people, as if each had come in one piece.</summary>
public sealed class DemoFiles(UploadAdmission uploads, UploadFolder folder)
{
    /// <returns>The code by which a room takes it.</returns>
    public async Task<string> SendAsync(long personId, string purpose, string name, byte[] bytes, DateTimeOffset now, CancellationToken ct)
    {
        var code = UploadAdmission.NewCode();
        using (var file = folder.OpenToWrite(code, part: 0))
        {
            RandomAccess.Write(file, bytes, 0);
            await folder.FlushAsync(file);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var whole = new NewUpload(purpose, name, bytes.Length, hash, Metadata: "");
        var (outcome, _) = await uploads.AddWholeAsync(personId, code, whole, now, ct);
        DemoRun.Expect(outcome is BeginOutcome.Begun ? null : $"The upload was not taken: {outcome}.");
        return code;
    }
}
