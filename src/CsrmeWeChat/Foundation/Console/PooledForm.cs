using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IO;
using Microsoft.Net.Http.Headers;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>
/// A multipart form whose files are held in pooled memory. The framework's own form either writes them to disk, or copies them into ever
/// larger arrays that wait for a full collection.
/// </summary>
/// <exception cref="InvalidDataException">It is not what a browser sends.</exception>
internal sealed class PooledForm(HttpRequest request, int maxBytes, int maxFieldChars) : IFormFeature
{
    private const int MaxFields = 1_024;

    private static readonly RecyclableMemoryStreamManager memory = new(
        new RecyclableMemoryStreamManager.Options { MaximumSmallPoolFreeBytes = 32 << 20, ZeroOutBuffer = true }
    );

    private Task<IFormCollection>? reading;

    public bool HasFormContentType => true;

    public IFormCollection? Form { get; set; }

    public static bool CanRead(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && type.Boundary.Length > 0;

    public IFormCollection ReadForm() => ReadFormAsync(CancellationToken.None).GetAwaiter().GetResult();

    public Task<IFormCollection> ReadFormAsync(CancellationToken ct) =>
        Form is { } form ? Task.FromResult(form) : reading ??= ReadAsync(ct);

    private async Task<IFormCollection> ReadAsync(CancellationToken ct)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = maxBytes };
        var (fields, files) = (new KeyValueAccumulator(), new FormFileCollection());
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is { FileStream: { } body } file)
            {
                var content = memory.GetStream();
                request.HttpContext.Response.RegisterForDispose(content);
                await body.CopyToAsync(content, ct);
                files.Add(
                    new FormFile(content, 0, content.Length, file.Name, file.FileName) { Headers = new HeaderDictionary(section.Headers) }
                );
            }
            else if (section.AsFormDataSection() is { } field)
            {
                var value = await field.GetValueAsync(ct);
                fields.Append(field.Name, value);
                if (fields.ValueCount > MaxFields || value.Length > maxFieldChars)
                {
                    throw new InvalidDataException("The form has too many fields, or too long a one.");
                }
            }
        }
        return Form = new FormCollection(fields.HasValues ? fields.GetResults() : new Dictionary<string, StringValues>(), files);
    }
}
