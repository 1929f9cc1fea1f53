using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A phone sends a file straight to the store, by <c>wx.uploadFile</c> and <c>wx.request</c>.</summary>
public static class DirectArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Knows nobody's token.</summary>
    private static HttpClient Store { get; } = new();

    extension(HttpClient http)
    {
        public Task<HttpResponseMessage> BeginDirectAsync(long size, string? sha256 = null, string purpose = "video") =>
            http.PostAsJsonAsync(
                "/api/uploads/direct",
                new
                {
                    purpose,
                    fileName = "岩石.mp4",
                    size,
                    sha256,
                },
                Ct
            );

        public Task<HttpResponseMessage> CompleteDirectAsync(string code) =>
            http.PostAsync($"/api/uploads/{code}/direct/complete", null, Ct);

        /// <summary>Sends all that is missing of an upload, asking again for addresses as long as there are parts without.</summary>
        public async Task SendDirectAsync(JsonElement upload, byte[] bytes)
        {
            var code = upload.GetProperty("code").GetString()!;
            while (true)
            {
                var direct = upload.GetProperty("direct");
                if (direct.GetProperty("form") is { ValueKind: JsonValueKind.Object } form)
                {
                    Assert.Equal(HttpStatusCode.NoContent, (await PostFormAsync(form, bytes)).StatusCode);
                    return;
                }
                var missing = direct.GetProperty("parts").EnumerateArray().Where(part => !part.GetProperty("isHere").GetBoolean()).ToList();
                if (missing.Count == 0)
                {
                    return;
                }
                foreach (var part in missing.Where(part => part.GetProperty("url").ValueKind is JsonValueKind.String))
                {
                    Assert.Equal(HttpStatusCode.OK, (await PutPartAsync(part, bytes)).StatusCode);
                }
                upload = await http.GetFromJsonAsync<JsonElement>($"/api/uploads/{code}", Ct);
            }
        }
    }

    extension(TestPhone phone)
    {
        /// <summary>The upload that was begun.</summary>
        public async Task<JsonElement> NewDirectAsync(long size, string? sha256 = null) =>
            (await TestPhone.JsonOf(await phone.Http.BeginDirectAsync(size, sha256))).GetProperty("upload");

        public Task<HttpResponseMessage> CompleteDirectAsync(string code) => phone.Http.CompleteDirectAsync(code);

        /// <summary>A complete upload of these bytes.</summary>
        public async Task<JsonElement> DirectAsync(byte[] bytes)
        {
            var upload = await phone.NewDirectAsync(bytes.Length);
            await phone.Http.SendDirectAsync(upload, bytes);
            return await TestPhone.JsonOf(await phone.CompleteDirectAsync(upload.GetProperty("code").GetString()!));
        }
    }

    extension(IServiceProvider services)
    {
        public async Task<Upload> UploadOfAsync(string code)
        {
            var database = services.GetRequiredService<Database>();
            var person = await database.FindAsync<long>("SELECT person_id FROM uploads WHERE code = @code", new { code }, Ct);
            return (await services.GetRequiredService<UploadStore>().FindAsync(person, code, Ct))!;
        }

        /// <summary>The bytes of a complete upload, wherever they lie.</summary>
        public async Task<byte[]> BytesOfAsync(string code)
        {
            var upload = await services.UploadOfAsync(code);
            await using var stream = (await services.GetRequiredService<UploadStore>().OpenAsync(upload.Id, Ct))!;
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Ct);
            return copy.ToArray();
        }

        /// <summary>The keys of uploads in the store, and what it is being sent in parts.</summary>
        public async Task<List<string>> UploadKeysAsync()
        {
            var keys = await services
                .GetRequiredService<IFileStore>()
                .ListAsync(Upload.KeyPrefix, DateTimeOffset.MaxValue, Ct)
                .ToListAsync(Ct);
            var sessions = services.GetRequiredService<DirectIntake>().ListSessionsAsync(Upload.KeyPrefix, DateTimeOffset.MaxValue, Ct);
            return [.. keys, .. await sessions.Select(session => session.Session).ToListAsync(Ct)];
        }

        public Task<TakenUpload?> TakeUploadAsync(string code, DateTimeOffset now) =>
            services
                .GetRequiredService<Database>()
                .TransactAsync(
                    async tx =>
                    {
                        var person = await tx.FindAsync<long>("SELECT person_id FROM uploads WHERE code = @code", new { code }, Ct);
                        return (true, await UploadStore.TakeAsync(tx, person, code, "video", now, Ct));
                    },
                    Ct
                );
    }

    /// <summary>The fields first and then the file, as WeChat's own client does.</summary>
    public static Task<HttpResponseMessage> PostFormAsync(JsonElement form, byte[] bytes)
    {
        var content = new MultipartFormDataContent("----wx");
        foreach (var field in form.GetProperty("fields").EnumerateObject())
        {
            content.Add(new StringContent(field.Value.GetString()!), $"\"{field.Name}\"");
        }
        content.Add(new ByteArrayContent(bytes), $"\"{form.GetProperty("name").GetString()}\"", "\"tmp_1.mp4\"");
        return Store.PostAsync(form.GetProperty("url").GetString(), content, Ct);
    }

    public static Task<HttpResponseMessage> PutPartAsync(JsonElement part, byte[] bytes) =>
        PutAsync(
            part.GetProperty("url").GetString()!,
            bytes[(int)part.GetProperty("offset").GetInt64()..][..(int)part.GetProperty("size").GetInt64()]
        );

    public static Task<HttpResponseMessage> PutAsync(string url, byte[] bytes) => Store.PutAsync(url, new ByteArrayContent(bytes), Ct);
}
