using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.DependencyInjection;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>Chunks that come twice, at once, by two nodes, and connections that end in the middle.</summary>
public sealed class UploadRaceTests : IClassFixture<App>
{
    private const int ChunkBytes = 64 << 10;

    private readonly App app;

    public UploadRaceTests(App app)
    {
        this.app = app;
        if (app.Settings.TryAdd("Limits:PerPerson", "1000000"))
        {
            // A connection can be cut there, as in the world.
            app.UseKestrel(0);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_chunk_comes_a_second_is_told_to_wait_and_changes_nothing()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(2 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        using var first = await SocketChunk.BeginAsync(phone, code, offset: 0, length: bytes.Length);
        await first.SendAsync(bytes[..ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");

        var second = await phone.SendChunkAsync(code, 0, new byte[ChunkBytes]);
        await first.SendAsync(bytes[ChunkBytes..]);

        Assert.Equal("uploads.busy", await RefusalOf(second, HttpStatusCode.Locked));
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Contains(" 204 ", await first.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Of_a_body_that_is_cut_off_all_that_came_counts_unless_it_has_a_checksum()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(4 * ChunkBytes));
        foreach (var checksum in (bool[])[false, true])
        {
            var code = await phone.NewUploadAsync(bytes.Length);
            (await phone.SendChunkAsync(code, 0, bytes[..ChunkBytes])).EnsureSuccessStatusCode();
            var header = checksum ? "Upload-Checksum: sha1 AAAA\r\n" : "";
            using (var cut = await SocketChunk.BeginAsync(phone, code, ChunkBytes, 3 * ChunkBytes, header))
            {
                await cut.SendAsync(bytes[ChunkBytes..(2 * ChunkBytes)]);
                await UntilAsync(async () => (await LeaseAsync(code)) is not "");
                await UntilAsync(() => Task.FromResult(cut.IsTaken));
            }
            await UntilAsync(async () => (await LeaseAsync(code)) is "");

            var received = (int)(await phone.GetUploadAsync(code)).GetProperty("received").GetInt64();
            Assert.Equal(checksum ? ChunkBytes : 2 * ChunkBytes, received);
            (await phone.SendChunkAsync(code, received, bytes[received..])).EnsureSuccessStatusCode();
            Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
        }
    }

    /// <summary>The refusal of a chunk leaves the connection to whatever comes next.</summary>
    [Fact]
    public async Task After_a_chunk_that_was_too_long_the_connection_goes_on()
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(1_000);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, phone.Http.BaseAddress!.Port, Ct);
        var head =
            $" HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nAuthorization: {phone.Http.DefaultRequestHeaders.Authorization}\r\n";
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"PATCH /api/uploads/{code}{head}Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
                    + $"Transfer-Encoding: chunked\r\n\r\n3ec\r\n{new string('x', 1_004)}\r\n0\r\n\r\n"
                    + $"GET /api/uploads/{code}{head}Connection: close\r\n\r\n"
            ),
            Ct
        );

        using var answers = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
        var said = await answers.ReadToEndAsync(Ct);

        Assert.Contains(" 413 ", said, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", said, StringComparison.Ordinal);
    }

    /// <summary>The phone is on another network; its old connection has not noticed.</summary>
    [Fact]
    public async Task A_connection_that_stands_still_does_not_hold_up_the_next_one()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(2 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        using var dead = await SocketChunk.BeginAsync(phone, code, 0, bytes.Length);
        await dead.SendAsync(bytes[..1_000]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");

        await UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return await LeaseAsync(code) is "";
        });
        var received = (int)(await phone.GetUploadAsync(code)).GetProperty("received").GetInt64();
        (await phone.SendChunkAsync(code, received, bytes[received..])).EnsureSuccessStatusCode();
        await dead.SendAsync(new byte[bytes.Length - 1_000]);

        Assert.Equal(1_000, received);
        Assert.Contains(" 423 ", await dead.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    /// <summary>A node was suspended, lost its lease and wakes: it writes into a file that is nobody's any more.</summary>
    [Fact]
    public async Task Who_lost_the_lease_writes_for_nobody()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(4 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        (await phone.SendChunkAsync(code, 0, bytes[..ChunkBytes])).EnsureSuccessStatusCode();
        using var late = await SocketChunk.BeginAsync(phone, code, ChunkBytes, 3 * ChunkBytes);
        await late.SendAsync(new byte[ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");
        await UntilAsync(() => Task.FromResult(late.IsTaken));
        await EndLeaseAsync(code);

        (await phone.SendChunkAsync(code, ChunkBytes, bytes[ChunkBytes..(3 * ChunkBytes)])).EnsureSuccessStatusCode();
        await late.SendAsync(new byte[2 * ChunkBytes]);
        var lost = await late.AnswerAsync();
        (await phone.SendChunkAsync(code, 3 * ChunkBytes, bytes[(3 * ChunkBytes)..])).EnsureSuccessStatusCode();

        Assert.Contains(" 423 ", lost, StringComparison.Ordinal);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    /// <summary>Two nodes have read that nothing is here yet; one writes and is done before the other begins.</summary>
    [Fact]
    public async Task Who_read_the_row_before_another_wrote_counts_nothing()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(2 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        var person = await app.Get<Database>().FindAsync<long>("SELECT person_id FROM uploads WHERE code = @code", new { code }, Ct);
        var read = (await app.Get<UploadStore>().FindAsync(person, code, Ct))!;
        (await phone.SendChunkAsync(code, 0, bytes[..ChunkBytes])).EnsureSuccessStatusCode();

        var (outcome, _) = await app.Get<UploadWriter>()
            .WriteAsync(read, new Chunk(0, 10, Checksum: null), PipeReader.Create(new MemoryStream(new byte[10])), Ct);

        Assert.Equal(ChunkOutcome.Busy, outcome);
        Assert.Equal(ChunkBytes, (await phone.GetUploadAsync(code)).GetProperty("received").GetInt64());
        (await phone.SendChunkAsync(code, ChunkBytes, bytes[ChunkBytes..])).EnsureSuccessStatusCode();
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    /// <summary>The row was free when it was read; who took it since has lost the lease, and may be writing still.</summary>
    [Fact]
    public async Task Who_read_the_row_before_another_took_it_does_not_write_into_its_file()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(2 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        var read = await app.Services.UploadOfAsync(code);
        using var suspended = await SocketChunk.BeginAsync(phone, code, 0, bytes.Length);
        await suspended.SendAsync(new byte[ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");
        await EndLeaseAsync(code);

        var (outcome, _) = await app.Get<UploadWriter>()
            .WriteAsync(read, new Chunk(0, 10, Checksum: null), PipeReader.Create(new MemoryStream(new byte[10])), Ct);

        Assert.Equal(ChunkOutcome.Busy, outcome);
    }

    [Fact]
    public async Task Who_lost_the_lease_to_one_that_still_writes_counts_nothing()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(3 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        using var late = await SocketChunk.BeginAsync(phone, code, 0, 2 * ChunkBytes);
        await late.SendAsync(new byte[ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");
        var lost = await LeaseAsync(code);
        await EndLeaseAsync(code);
        using var writing = await SocketChunk.BeginAsync(phone, code, 0, bytes.Length);
        await writing.SendAsync(bytes[..ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) != lost);

        await late.SendAsync(new byte[ChunkBytes]);
        var answer = await late.AnswerAsync();
        await writing.SendAsync(bytes[ChunkBytes..]);

        Assert.Contains(" 423 ", answer, StringComparison.Ordinal);
        Assert.Contains(" 204 ", await writing.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task What_somebody_writes_is_not_removed_under_their_hands()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(2 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        using var writing = await SocketChunk.BeginAsync(phone, code, 0, bytes.Length);
        await writing.SendAsync(bytes[..ChunkBytes]);
        await UntilAsync(async () => (await LeaseAsync(code)) is not "");

        var removed = await phone.Http.TusAsync("DELETE", $"/api/uploads/{code}");
        await writing.SendAsync(bytes[ChunkBytes..]);

        Assert.Equal("uploads.busy", await RefusalOf(removed, HttpStatusCode.Locked));
        Assert.Contains(" 204 ", await writing.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Chunks_that_come_to_two_nodes_in_turn_have_the_hash_of_the_whole()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(3 * ChunkBytes));
        var code = await phone.NewUploadAsync(bytes.Length);
        var person = await app.Get<Database>().FindAsync<long>("SELECT person_id FROM uploads WHERE code = @code", new { code }, Ct);
        var other = ActivatorUtilities.CreateInstance<UploadWriter>(app.Services, new UploadHashes());

        (await phone.SendChunkAsync(code, 0, bytes[..ChunkBytes])).EnsureSuccessStatusCode();
        var (outcome, _) = await other.WriteAsync(
            (await app.Get<UploadStore>().FindAsync(person, code, Ct))!,
            new Chunk(ChunkBytes, ChunkBytes, Checksum: null),
            PipeReader.Create(new MemoryStream(bytes[ChunkBytes..(2 * ChunkBytes)])),
            Ct
        );
        (await phone.SendChunkAsync(code, 2 * ChunkBytes, bytes[(2 * ChunkBytes)..])).EnsureSuccessStatusCode();

        Assert.Equal(ChunkOutcome.Saved, outcome);
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    private Task<string?> LeaseAsync(string code) =>
        app.Get<Database>().FindAsync<string>("SELECT lease FROM uploads WHERE code = @code", new { code }, Ct);

    private Task EndLeaseAsync(string code) =>
        app.Get<Database>()
            .ExecuteAsync("UPDATE uploads SET lease_until = @at WHERE code = @code", new { code, at = app.Now.AddSeconds(-1) }, Ct);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 3_000, "It did not come about.");
            await Task.Delay(10, Ct);
        }
    }

    /// <summary>A chunk by hand, over a socket of its own: it may stand still, or end too early.</summary>
    private sealed class SocketChunk(Socket socket) : IDisposable
    {
        /// <summary>Whether all that was sent has left this machine's buffers of the sender.</summary>
        public bool IsTaken => SentAt is { } at && Environment.TickCount64 - at > 150;

        private long? SentAt { get; set; }

        public static async Task<SocketChunk> BeginAsync(TestPhone phone, string code, long offset, long length, string header = "")
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, phone.Http.BaseAddress!.Port, Ct);
            var head =
                $"PATCH /api/uploads/{code} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\n"
                + $"Authorization: {phone.Http.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/offset+octet-stream\r\n"
                + $"Upload-Offset: {offset}\r\nContent-Length: {length}\r\n{header}\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), Ct);
            return new SocketChunk(socket);
        }

        public async Task SendAsync(byte[] bytes)
        {
            for (var sent = 0; sent < bytes.Length; )
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent), Ct);
            }
            SentAt = Environment.TickCount64;
        }

        public async Task<string> AnswerAsync()
        {
            var answer = new byte[4096];
            return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, Ct));
        }

        public void Dispose() => socket.Dispose();
    }
}
