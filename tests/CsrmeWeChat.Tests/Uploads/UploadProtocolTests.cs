using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>tus 1.0.0 as clients of others speak it, and what is no tus.</summary>
public sealed class UploadProtocolTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_says_what_it_can_do()
    {
        var phone = await app.NewPhoneAsync();

        var answer = await phone.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/uploads"), Ct);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("1.0.0", Header(answer, "Tus-Version"));
        Assert.Equal("creation,creation-with-upload,expiration,checksum,termination", Header(answer, "Tus-Extension"));
        Assert.Equal("sha1,sha256,md5", Header(answer, "Tus-Checksum-Algorithm"));
        Assert.Equal($"{Contests.ContestsFeature.MaxMegabytes << 20}", Header(answer, "Tus-Max-Size"));
    }

    [Theory]
    [InlineData("PATCH", null)]
    [InlineData("POST", "PATCH")]
    [InlineData("POST", "patch")]
    [InlineData("POST", null)]
    public async Task A_client_creates_asks_sends_and_asks_again(string method, string? instead)
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(1_000);
        var code = await phone.NewUploadAsync(bytes.Length);
        (string, string)[] with = instead is null ? [] : [("X-HTTP-Method-Override", instead)];

        var before = await phone.Http.TusAsync("HEAD", $"/api/uploads/{code}");
        var sent = await phone.Http.TusAsync(method, $"/api/uploads/{code}", bytes, [("Upload-Offset", "0"), .. with]);
        var after = await phone.Http.TusAsync("POST", $"/api/uploads/{code}", (byte[]?)null, ("X-HTTP-Method-Override", "HEAD"));

        Assert.Equal(
            (HttpStatusCode.OK, "0", "1000"),
            (before.StatusCode, Header(before, "Upload-Offset"), Header(before, "Upload-Length"))
        );
        Assert.Equal("no-store", Header(before, "Cache-Control"));
        Assert.Equal(Metadata(("purpose", "video"), ("filename", "岩石.mp4")), Header(before, "Upload-Metadata"));
        Assert.Equal((HttpStatusCode.NoContent, "1000"), (sent.StatusCode, Header(sent, "Upload-Offset")));
        Assert.Equal((HttpStatusCode.OK, "1000"), (after.StatusCode, Header(after, "Upload-Offset")));
        Assert.All([before, sent, after], answer => Assert.Equal("1.0.0", Header(answer, "Tus-Resumable")));
    }

    [Fact]
    public async Task A_creation_may_bring_the_first_bytes()
    {
        var phone = await app.NewPhoneAsync();

        var created = await phone.Http.TusAsync(
            "POST",
            "/api/uploads",
            NewBytes(400),
            ("Upload-Length", "1000"),
            ("Upload-Metadata", Metadata(("purpose", "video")))
        );

        Assert.Equal((HttpStatusCode.Created, "400"), (created.StatusCode, Header(created, "Upload-Offset")));
    }

    [Theory]
    [InlineData("1e30", 400, "uploads.malformed")]
    [InlineData("-1", 400, "uploads.malformed")]
    [InlineData("", 400, "uploads.malformed")]
    [InlineData("0x10", 400, "uploads.malformed")]
    [InlineData("+5", 400, "uploads.malformed")]
    [InlineData("5, 6", 400, "uploads.malformed")]
    [InlineData("0", 400, "uploads.empty")]
    [InlineData("99999999999999999999999999", 413, "uploads.too_large")]
    [InlineData("67108865", 413, "uploads.too_large")]
    public async Task A_length_that_is_none_or_too_much_is_refused(string length, int status, string code)
    {
        var phone = await app.NewPhoneAsync();

        var answer = await phone.Http.TusAsync(
            "POST",
            "/api/uploads",
            (byte[]?)null,
            ("Upload-Length", length),
            ("Upload-Metadata", Metadata(("purpose", "video")))
        );

        Assert.Equal(code, await RefusalOf(answer, (HttpStatusCode)status));
    }

    [Theory]
    [InlineData("purpose dmlkZW8=,filename !!!", "uploads.malformed")]
    [InlineData("purpose dmlkZW8=,filename /w==", "uploads.malformed")]
    [InlineData("purpose dmlkZW8=,purpose dmlkZW8=", "uploads.malformed")]
    [InlineData("purpose dmlkZW8= x", "uploads.malformed")]
    [InlineData("purpose dmlkZW8=,sha256 MTIz", "uploads.malformed")]
    [InlineData("purpose b3RoZXI=", "uploads.purpose")]
    [InlineData("", "uploads.purpose")]
    public async Task Metadata_that_is_none_is_refused(string metadata, string code)
    {
        var phone = await app.NewPhoneAsync();

        var answer = await phone.Http.TusAsync(
            "POST",
            "/api/uploads",
            (byte[]?)null,
            ("Upload-Length", "10"),
            ("Upload-Metadata", metadata)
        );

        Assert.Equal(code, await RefusalOf(answer, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_length_that_comes_later_is_refused()
    {
        var phone = await app.NewPhoneAsync();

        var answer = await phone.Http.TusAsync("POST", "/api/uploads", (byte[]?)null, ("Upload-Defer-Length", "1"));

        Assert.Equal("uploads.malformed", await RefusalOf(answer, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.2.2")]
    [InlineData("1.0.0, 1.0.0")]
    public async Task Another_version_or_none_is_refused_and_ours_named(string version)
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(10);

        var answer = await phone.SendChunkAsync(code, 0, new byte[10], ("Tus-Resumable", version));

        Assert.Equal("1.0.0", Header(answer, "Tus-Version"));
        Assert.Equal("uploads.version", await RefusalOf(answer, HttpStatusCode.PreconditionFailed));
        Assert.Equal(0, (await phone.GetUploadAsync(code)).GetProperty("received").GetInt64());
    }

    [Theory]
    [InlineData("-1", 400, "uploads.malformed")]
    [InlineData("1e3", 400, "uploads.malformed")]
    [InlineData("", 400, "uploads.malformed")]
    [InlineData("7", 409, "uploads.offset")]
    [InlineData("99999999999999999999999999", 409, "uploads.offset")]
    public async Task An_offset_that_is_not_where_we_are_is_refused(string offset, int status, string why)
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(10);

        var answer = await phone.Http.TusAsync("PATCH", $"/api/uploads/{code}", new byte[3], ("Upload-Offset", offset));

        Assert.Equal(why, await RefusalOf(answer, (HttpStatusCode)status));
    }

    [Fact]
    public async Task A_chunk_longer_than_what_is_left_is_refused_whole_however_it_comes()
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(1_000);
        (await phone.SendChunkAsync(code, 0, NewBytes(900))).EnsureSuccessStatusCode();

        var told = await phone.SendChunkAsync(code, 900, new byte[101]);
        var untold = await phone.Http.TusAsync("PATCH", $"/api/uploads/{code}", new UntoldContent(new byte[101]), ("Upload-Offset", "900"));

        Assert.Equal("uploads.too_large", await RefusalOf(told, HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("uploads.too_large", await RefusalOf(untold, HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal(900, (await phone.GetUploadAsync(code)).GetProperty("received").GetInt64());
        var rest = await phone.Http.TusAsync("PATCH", $"/api/uploads/{code}", new UntoldContent(new byte[100]), ("Upload-Offset", "900"));
        Assert.Equal((HttpStatusCode.NoContent, "1000"), (rest.StatusCode, Header(rest, "Upload-Offset")));
    }

    [Fact]
    public async Task A_chunk_of_another_type_and_a_method_that_is_none_are_refused()
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(10);

        var typed = await phone.Http.TusAsync("PATCH", $"/api/uploads/{code}", new StringContent("x"), ("Upload-Offset", "0"));
        var method = await phone.Http.TusAsync("POST", $"/api/uploads/{code}", Array.Empty<byte>(), ("X-HTTP-Method-Override", "PUT"));

        Assert.Equal("uploads.media_type", await RefusalOf(typed, HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("request.method", await RefusalOf(method, HttpStatusCode.MethodNotAllowed));
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task A_checksum_decides_whether_a_chunk_counts(string algorithm)
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(1_000);
        var code = await phone.NewUploadAsync(bytes.Length);

        var wrong = await phone.SendChunkAsync(code, 0, bytes[..500], ("Upload-Checksum", $"{algorithm} {Checksum(algorithm, bytes)}"));
        var kept = await phone.GetUploadAsync(code);
        var right = await phone.SendChunkAsync(code, 0, bytes, ("Upload-Checksum", $"{algorithm} {Checksum(algorithm, bytes)}"));

        Assert.Equal("uploads.checksum_differs", await RefusalOf(wrong, (HttpStatusCode)460));
        Assert.Equal(0, kept.GetProperty("received").GetInt64());
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData("crc32 AAAAAA==")]
    [InlineData("sha1")]
    [InlineData("sha1 !!!")]
    public async Task A_checksum_that_is_none_is_refused(string checksum)
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(10);

        var answer = await phone.SendChunkAsync(code, 0, new byte[10], ("Upload-Checksum", checksum));

        Assert.Equal("uploads.checksum_unknown", await RefusalOf(answer, HttpStatusCode.BadRequest));
        Assert.Equal(0, (await phone.GetUploadAsync(code)).GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task What_was_given_up_or_has_expired_is_gone()
    {
        var phone = await app.NewPhoneAsync();
        var removed = await phone.NewUploadAsync(10);
        var expired = await phone.NewUploadAsync(10);
        var expires = Header(await phone.SendChunkAsync(expired, 0, new byte[5]), "Upload-Expires")!;

        var deleted = await phone.Http.TusAsync("DELETE", $"/api/uploads/{removed}");
        app.Clock.SetUtcNow(DateTimeOffset.ParseExact(expires, "R", CultureInfo.InvariantCulture).AddSeconds(1));
        await phone.SignInAsync();

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var code in (string[])[removed, expired])
        {
            Assert.Equal(HttpStatusCode.Gone, (await phone.Http.TusAsync("HEAD", $"/api/uploads/{code}")).StatusCode);
            Assert.Equal("uploads.gone", await RefusalOf(await phone.SendChunkAsync(code, 0, new byte[5]), HttpStatusCode.Gone));
            Assert.Equal("uploads.gone", await RefusalOf(await phone.Http.GetAsync($"/api/uploads/{code}", Ct), HttpStatusCode.Gone));
        }
    }

    private static string Checksum(string algorithm, byte[] bytes) =>
        Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), bytes));

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>A body whose length the request does not say.</summary>
    private sealed class UntoldContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
