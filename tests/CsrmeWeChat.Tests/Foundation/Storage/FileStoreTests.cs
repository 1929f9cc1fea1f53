using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Headers;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Testing;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>What both stores promise.</summary>
public abstract class FileStoreTests(App app) : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected App App => app;

    protected IFileStore Files => app.Get<IFileStore>();

    public abstract ValueTask InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_added_is_read_in_each_way_until_it_is_deleted()
    {
        var (key, bytes) = (NewKey(".mp4"), NewBytes(300_000));
        await AddAsync(key, bytes);

        using (var file = (await Files.FetchAsync(key, Ct))!)
        {
            Assert.Equal(bytes, await File.ReadAllBytesAsync(file.Path, Ct));
            Assert.EndsWith(".mp4", file.Path, StringComparison.Ordinal);
        }
        Assert.Equal(bytes, await ReadAsync(key));
        await Files.DeleteAsync(key, Ct);
        await Files.DeleteAsync(key, Ct);
        Assert.Null(await Files.OpenAsync(key, Ct));
        Assert.Null(await Files.FetchAsync(key, Ct));
    }

    [Fact]
    public async Task A_copy_that_was_fetched_goes_with_its_holder_and_the_store_keeps_its_own()
    {
        var (key, bytes) = (NewKey(".jpg"), NewBytes(1_000));
        await AddAsync(key, bytes);

        var file = (await Files.FetchAsync(key, Ct))!;
        file.Dispose();

        Assert.Equal(!file.IsCopy, File.Exists(file.Path));
        Assert.Equal(bytes, await ReadAsync(key));
    }

    [Fact]
    public async Task A_large_file_comes_back_as_it_was_and_a_key_has_what_was_written_last()
    {
        var (key, bytes) = (NewKey(".mp4"), NewBytes(20 << 20));
        await AddAsync(key, NewBytes(10));

        await AddAsync(key, bytes);

        Assert.Equal(Sha256(bytes), Sha256(await ReadAsync(key)));
    }

    [Fact]
    public async Task An_address_is_read_by_anybody_in_ranges_too_and_says_what_it_is()
    {
        var (key, bytes) = (NewKey(".mp4"), NewBytes(5_000));
        await AddAsync(key, bytes);
        var address = Files.AddressOf(key, TimeSpan.FromMinutes(5), app.Now);

        using var whole = await GetAsync(address);
        using var part = await GetAsync(address, new RangeHeaderValue(1_000, 1_999));

        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType?.MediaType);
        Assert.True(whole.Headers.CacheControl?.Private);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[1_000..2_000], await part.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task A_file_that_no_page_may_show_is_bytes_alone_and_is_saved_under_its_name()
    {
        var key = NewKey(".svg");
        await AddAsync(key, NewBytes(10));

        using var answer = await GetAsync(Files.AddressOf(key, TimeSpan.FromMinutes(5), app.Now, "隧道 掌子面\".mp4"));

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("隧道 掌子面\".mp4", answer.Content.Headers.ContentDisposition?.FileNameStar);
    }

    [Fact]
    public async Task An_address_is_the_same_within_a_quarter_of_an_hour_and_good_for_as_long_as_was_asked()
    {
        var key = NewKey(".jpg");
        await AddAsync(key, NewBytes(10));
        var step = TimeSpan.FromMinutes(15).Ticks;
        var quarter = new DateTimeOffset(app.Now.UtcTicks - (app.Now.UtcTicks % step), TimeSpan.Zero);

        string At(double minutes) => Files.AddressOf(key, TimeSpan.FromHours(1), quarter.AddMinutes(minutes));

        Assert.Equal(At(0), At(14.9));
        Assert.NotEqual(At(0), At(15));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Files.AddressOf(key, TimeSpan.FromHours(1), app.Now.AddMinutes(-59))));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(Files.AddressOf(key, TimeSpan.FromHours(1), app.Now.AddMinutes(-76))));
    }

    [Fact]
    public async Task An_address_of_which_a_letter_was_changed_is_none()
    {
        var (key, other) = (NewKey(".jpg"), NewKey(".jpg"));
        await AddAsync(key, NewBytes(10));
        await AddAsync(other, NewBytes(10));
        var address = Files.AddressOf(key, TimeSpan.FromHours(1), app.Now, "a.jpg");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address));
        var (path, query) = (address.Split('?')[0], address.Split('?')[1].Split('&'));

        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(address.Replace(key, other, StringComparison.Ordinal)));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(path));
        for (var i = 0; i < query.Length; i++)
        {
            var last = query[i][^1];
            string[] changed = [.. query[..i], $"{query[i][..^1]}{(last == '1' ? '2' : '1')}", .. query[(i + 1)..]];
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync($"{path}?{string.Join('&', changed)}"));
            string[] without = [.. query[..i], .. query[(i + 1)..]];
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync($"{path}?{string.Join('&', without)}"));
        }
    }

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/.b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a/%2e%2e/b")]
    public async Task A_key_that_leads_out_or_is_none_of_ours_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(key, NewBytes(1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.OpenAsync(key, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.FetchAsync(key, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.DeleteAsync(key, Ct));
    }

    /// <summary>A crash between file and row leaves a file that no row names.</summary>
    [Fact]
    public async Task The_sweep_removes_what_no_row_names_and_keeps_what_is_young()
    {
        var (named, unnamed) = (NewKey(".jpg"), NewKey(".jpg"));
        await AddAsync(named, NewBytes(10));
        await AddAsync(unnamed, NewBytes(10));
        var sweep = new SweepFiles(Files, [new Owner("t/", [named])], app.Get<TimeProvider>());

        app.UseRealTime();
        await sweep.RunAsync(Ct);
        Assert.Equal(10, (await ReadAsync(unnamed)).Length);
        app.Clock.Advance(SweepFiles.Young + TimeSpan.FromMinutes(1));
        await sweep.RunAsync(Ct);

        Assert.Null(await Files.OpenAsync(unnamed, Ct));
        Assert.Equal(10, (await ReadAsync(named)).Length);
    }

    protected static string NewKey(string ending) => $"t/{Guid.NewGuid():N}/a{ending}";

    protected async Task AddAsync(string key, byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, bytes, Ct);
            await Files.AddAsync(key, path, Ct);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var stream = (await Files.OpenAsync(key, Ct))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    /// <summary>By somebody whom nobody knows.</summary>
    private async Task<HttpResponseMessage> GetAsync(string address, RangeHeaderValue? range = null)
    {
        using var http = address[0] == '/' ? app.CreateClient() : new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = range } };
        return await http.SendAsync(request, Ct);
    }

    private async Task<HttpStatusCode> StatusAsync(string address)
    {
        using var answer = await GetAsync(address);
        return answer.StatusCode;
    }

    private sealed class Owner(string prefix, IEnumerable<string> owned) : IFileOwner
    {
        public string Prefix => prefix;

        public Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct) =>
            Task.FromResult<IReadOnlySet<string>>(owned.Intersect(keys).ToHashSet());
    }
}

public sealed class FolderStoreTests(App app) : FileStoreTests(app), IClassFixture<App>
{
    public override ValueTask InitializeAsync()
    {
        App.UseRealTime();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_a_crash_left_of_a_file_amid_its_writing_is_swept_and_is_no_file()
    {
        var key = NewKey(".jpg");
        await AddAsync(key, NewBytes(10));
        var path = App.Get<FolderStore>().FindPath(key)!;
        File.Move(path, $"{path}~{Guid.NewGuid():N}");

        Assert.Null(await Files.OpenAsync(key, Ct));
        App.Clock.Advance(SweepFiles.Young + TimeSpan.FromMinutes(1));
        await new SweepFiles(Files, [new Nobody()], App.Clock).RunAsync(Ct);

        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
    }

    private sealed class Nobody : IFileOwner
    {
        public string Prefix => "t/";

        public Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct) =>
            Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());
    }
}

public sealed class S3StoreTests(App app) : FileStoreTests(app), IClassFixture<App>
{
    public override async ValueTask InitializeAsync() => await App.UseBucketAsync();

    [Fact]
    public async Task Without_a_signature_nobody_reads_a_file()
    {
        var key = NewKey(".jpg");
        await AddAsync(key, NewBytes(10));
        using var http = new HttpClient();

        using var answer = await http.GetAsync(Files.AddressOf(key, TimeSpan.FromHours(1), App.Now).Split('?')[0], Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_console_may_show_what_lies_in_the_store_and_nothing_from_elsewhere()
    {
        using var answer = await App.CreateClient().GetAsync("/staff/sign-in", Ct);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains($"img-src 'self' {Files.Origin} data:", policy, StringComparison.Ordinal);
        Assert.Contains($"media-src 'self' {Files.Origin} blob:", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_passes_a_private_bucket_and_complains_of_an_open_one_and_of_a_wrong_key()
    {
        var settings = await App.Engine.NewConfigurationAsync();
        foreach (var (name, value) in App.Settings)
        {
            settings[name] = value;
        }
        var (client, bucket) = (App.Get<S3Bucket>().Client, App.Get<S3Bucket>().Name);

        var good = await CheckAsync(settings);
        await client.PutBucketPolicyAsync(
            bucket,
            """
            {
              "Version": "2012-10-17",
              "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*" }]
            }
            """,
            Ct
        );
        var open = await CheckAsync(settings);
        await client.DeleteBucketPolicyAsync(bucket, Ct);
        settings["Storage:S3:SecretKey"] = "another";
        var wrong = await CheckAsync(settings);

        Assert.True(good.Code == 0, good.Output);
        Assert.True(open.Code == 1 && open.Output.Contains("不带签名", StringComparison.Ordinal), open.Output);
        Assert.True(wrong.Code == 1 && wrong.Output.Contains("存储不能用", StringComparison.Ordinal), wrong.Output);
        var left = await client.ListObjectsV2Async(new() { BucketName = bucket, Prefix = "check/" }, Ct);
        Assert.Empty(left.S3Objects ?? []);
    }

    [Theory]
    [InlineData(null, "k", "s")]
    [InlineData("https://s3.example.org/path", "k", "s")]
    [InlineData("https://s3.example.org", "", "s")]
    [InlineData("https://s3.example.org", "k", null)]
    public void Half_a_configuration_is_refused_at_the_start(string? endpoint, string? accessKey, string? secretKey)
    {
        var options = new S3Options
        {
            Bucket = "b",
            Endpoint = endpoint is null ? null : new Uri(endpoint),
            AccessKey = accessKey,
            SecretKey = secretKey,
        };

        Assert.Single(options.Validate(new ValidationContext(options)));
    }

    private static Task<(int Code, string Output)> CheckAsync(Dictionary<string, string?> settings) =>
        ServiceProcess.RunAsync(Backstage.ServiceDll, settings, "storage", "check");
}
