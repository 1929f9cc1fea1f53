using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A phone uploads: header by header, as the mini program does.</summary>
public static class UploadArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static byte[] NewBytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Metadata(params (string Key, string Value)[] pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    extension(HttpClient http)
    {
        /// <summary>A request of tus with these headers beside the version.</summary>
        public Task<HttpResponseMessage> TusAsync(
            string method,
            string path,
            byte[]? body = null,
            params (string Name, string Value)[] headers
        ) => http.TusAsync(method, path, body is null ? null : new ByteArrayContent(body), headers);

        public async Task<HttpResponseMessage> TusAsync(
            string method,
            string path,
            HttpContent? body,
            params (string Name, string Value)[] headers
        )
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
            if (body is { Headers.ContentType: null })
            {
                body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
            }
            if (!headers.Any(header => header.Name == "Tus-Resumable"))
            {
                request.Headers.Add("Tus-Resumable", "1.0.0");
            }
            foreach (var (name, value) in headers.Where(header => header.Value is not ""))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            return await http.SendAsync(request, Ct);
        }

        public Task<HttpResponseMessage> SendChunkAsync(string code, long offset, byte[] chunk, params (string, string)[] headers) =>
            http.TusAsync(
                "POST",
                $"/api/uploads/{code}",
                chunk,
                [("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)), .. headers]
            );

        public Task<HttpResponseMessage> BeginUploadAsync(
            long size,
            string? sha256 = null,
            string name = "岩石.mp4",
            string purpose = "video"
        ) =>
            http.TusAsync(
                "POST",
                "/api/uploads",
                body: (byte[]?)null,
                ("Upload-Length", size.ToString(CultureInfo.InvariantCulture)),
                (
                    "Upload-Metadata",
                    Metadata([
                        ("purpose", purpose),
                        ("filename", name),
                        .. sha256 is null ? [] : (ReadOnlySpan<(string, string)>)[("sha256", sha256)],
                    ])
                )
            );
    }

    extension(TestPhone phone)
    {
        public Task<HttpResponseMessage> BeginUploadAsync(
            long size,
            string? sha256 = null,
            string name = "岩石.mp4",
            string purpose = "video"
        ) => phone.Http.BeginUploadAsync(size, sha256, name, purpose);

        /// <summary>The code of a new upload.</summary>
        public async Task<string> NewUploadAsync(long size, string? sha256 = null, string name = "岩石.mp4", string purpose = "video") =>
            (await TestPhone.JsonOf(await phone.BeginUploadAsync(size, sha256, name, purpose))).GetProperty("code").GetString()!;

        public Task<HttpResponseMessage> SendChunkAsync(string code, long offset, byte[] chunk, params (string, string)[] headers) =>
            phone.Http.SendChunkAsync(code, offset, chunk, headers);

        public Task<JsonElement> GetUploadAsync(string code) => phone.GetAsync($"/api/uploads/{code}");

        /// <summary>A complete upload of these bytes, in one chunk.</summary>
        public async Task<JsonElement> UploadAsync(byte[] bytes, string name = "岩石.mp4", string purpose = "video")
        {
            var code = await phone.NewUploadAsync(bytes.Length, sha256: null, name, purpose);
            (await phone.SendChunkAsync(code, 0, bytes)).EnsureSuccessStatusCode();
            return await phone.GetUploadAsync(code);
        }

        public Task<HttpResponseMessage> SendWholeAsync(byte[] bytes, bool fieldsFirst = true, params (string Name, string Value)[] fields)
        {
            var form = new MultipartFormDataContent("----wx");
            var texts = fields.Length == 0 ? [("purpose", "video")] : fields;
            if (!fieldsFirst)
            {
                form.Add(new ByteArrayContent(bytes), "file", "tmp_1.jpg");
            }
            foreach (var (name, value) in texts)
            {
                form.Add(new StringContent(value), name);
            }
            if (fieldsFirst)
            {
                form.Add(new ByteArrayContent(bytes), "file", "tmp_1.jpg");
            }
            return phone.Http.PostAsync("/api/uploads/whole", form, Ct);
        }
    }
}
