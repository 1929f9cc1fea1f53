using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// A form with one file, as <c>wx.uploadFile</c> sends it. The fields may stand before or after the file, so it is written down, and hashed
/// as it comes, before it is known whether it may stay.
/// </summary>
internal sealed class WholeFile(UploadFolder folder, string code) : IDisposable
{
    private const int MaxField = 4096,
        MaxFields = 20;

    private readonly Dictionary<string, string> fields = [];
    private bool isKept;

    /// <summary>The file's size; null where the form has none.</summary>
    public long? Size { get; private set; }

    public string Sha256 { get; private set; } = "";

    public string FileName { get; private set; } = "";

    public string Field(string name) => fields.GetValueOrDefault(name, "");

    /// <summary>False where it is no form, or not of this kind.</summary>
    public async Task<bool> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary
        )
        {
            return false;
        }
        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!await ReadAsync(section, ct))
                {
                    return false;
                }
            }
            return Size is not null;
        }
        catch (Exception e)
            when (e is InvalidDataException || (e is IOException and not BadHttpRequestException && !UploadFolder.IsFull(e)))
        {
            // It breaks off, or is no form.
            return false;
        }
    }

    public void Keep() => isKept = true;

    public void Dispose()
    {
        if (!isKept)
        {
            folder.Delete(code, 0);
        }
    }

    private async Task<bool> ReadAsync(MultipartSection section, CancellationToken ct)
    {
        if (section.AsFileSection() is { FileStream: { } body } file)
        {
            if (Size is not null)
            {
                return false;
            }
            FileName = file.FileName;
            await WriteAsync(body, ct);
            return true;
        }
        if (section.AsFormDataSection() is not { } field || fields.Count == MaxFields)
        {
            return false;
        }
        var value = new byte[MaxField + 1];
        var length = await section.Body.ReadAtLeastAsync(value, value.Length, throwOnEndOfStream: false, ct);
        return length <= MaxField && fields.TryAdd(field.Name, Encoding.UTF8.GetString(value, 0, length));
    }

    private async Task WriteAsync(Stream body, CancellationToken ct)
    {
        using var file = folder.OpenToWrite(code, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var buffer = MemoryPool<byte>.Shared.Rent(1 << 16);
        var at = 0L;
        while (await body.ReadAsync(buffer.Memory, ct) is > 0 and var read)
        {
            RandomAccess.Write(file, buffer.Memory.Span[..read], at);
            hash.AppendData(buffer.Memory.Span[..read]);
            at += read;
        }
        await folder.FlushAsync(file);
        (Size, Sha256) = (at, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
