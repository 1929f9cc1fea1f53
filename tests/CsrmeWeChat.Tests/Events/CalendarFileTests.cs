using System.Globalization;
using System.Net;
using System.Text;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>Events as calendar programs read them.</summary>
public sealed class CalendarFileTests(App app) : IClassFixture<App>
{
    private const string Hard = "深部岩体、地下工程；第 1,000 次会议\\讨论：𠮷😀，围绕智能建造与地质灾害防控,作主题报告;请按时到会";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_calendar_reads_back_what_the_event_says()
    {
        var draft = app.Services.EventDraft(3, 5) with { Title = Hard[..40], Summary = $"{Hard}\n{Hard}", Place = Hard };
        var (one, sessions) = await app.Services.NewEventAsync(draft);

        var (text, type) = await ReadAsync($"/events/{one.Slug}.ics");
        var calendar = Ical.Net.Calendar.Load(text)!;

        Assert.Equal("text/calendar; charset=utf-8", type);
        Assert.Equal(("2.0", "PUBLISH"), (calendar.Version, calendar.Method));
        Assert.Equal(sessions.Select(session => $"event-session-{session.Id}@csrme-wechat"), calendar.Events.Select(own => own!.Uid));
        var first = calendar.Events[0]!;
        Assert.Equal($"{Hard[..40]}　第 1 场", first.Summary);
        Assert.Equal(Hard, first.Location);
        Assert.StartsWith($"{Hard}\n{Hard}\n\n主办：中国岩石力学与工程学会\n", first!.Description, StringComparison.Ordinal);
        Assert.Equal((sessions[0].StartsAt, sessions[0].EndsAt), (At(first.Start!.AsUtc), At(first.End!.AsUtc)));
        Assert.Equal(("CONFIRMED", (int)one.Revision), (first.Status, first.Sequence));
        Assert.EndsWith($"/events/{one.Slug}", first.Url!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_line_has_75_octets_at_most_and_ends_no_character_in_the_middle()
    {
        var draft = app.Services.EventDraft(3) with { Summary = string.Concat(Enumerable.Repeat("岩😀a𠮷", 200)), Place = Hard };
        var (one, _) = await app.Services.NewEventAsync(draft);

        using var answer = await app.CreateClient().GetAsync($"/events/{one.Slug}.ics", Ct);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Ct);

        var lines = LinesOf(bytes);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 75));
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        Assert.All(lines, line => strict.GetString(line));
        var whole = strict.GetString(bytes).Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains(draft.Summary, whole, StringComparison.Ordinal);
        Assert.Contains("\r\nLOCATION:深部岩体、地下工程；第 1\\,000 次会议\\\\讨论：𠮷😀，", whole, StringComparison.Ordinal);
        Assert.Contains("防控\\,作主题报告\\;请按时到会\r\n", whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-06-20T00:30", "2026-06-20T02:00", "20260619T163000Z", "20260619T180000Z")]
    [InlineData("2026-06-20T22:00", "2026-06-21T01:00", "20260620T140000Z", "20260620T170000Z")]
    [InlineData("2028-02-29T00:30", "2028-02-29T02:00", "20280228T163000Z", "20280228T180000Z")]
    [InlineData("2028-02-29T22:00", "2028-03-01T00:00", "20280229T140000Z", "20280229T160000Z")]
    public async Task Hours_are_exact_in_any_zone(string starts, string ends, string first, string last)
    {
        var (one, _) = await app.Services.NewEventAsync(At(app.Services.EventDraft(3), starts, ends));

        var (text, _) = await ReadAsync($"/events/{one.Slug}.ics");

        Assert.Contains($"\r\nDTSTART:{first}\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"\r\nDTEND:{last}\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_the_same_entry_with_a_higher_sequence_and_a_cancelled_one_says_so()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        var events = app.Get<EventStore>();
        var before = Ical.Net.Calendar.Load((await ReadAsync($"/events/{one.Slug}.ics")).Text)!.Events[0]!;
        var later = EventDraft.Of(one, sessions) with
        {
            Sessions = [new SessionDraft(sessions[0].Id, "", sessions[0].StartsAt.AddHours(1), sessions[0].EndsAt.AddHours(1), 3)],
        };

        Assert.Equal(EditEvent.Done, await app.Get<EventEdits>().EditAsync(Actor.Command, one, later, false, app.Now, Ct));
        var moved = Ical.Net.Calendar.Load((await ReadAsync($"/events/{one.Slug}.ics")).Text)!.Events[0]!;
        Assert.True(await events.CancelAsync(Actor.Command, (await events.FindAsync(one.Id, Ct))!, "台风", app.Now, Ct));
        var cancelled = Ical.Net.Calendar.Load((await ReadAsync($"/events/{one.Slug}.ics")).Text)!.Events[0]!;

        Assert.Equal([before.Uid, before.Uid], [moved.Uid, cancelled.Uid]);
        Assert.Equal(before.Start!.AsUtc.AddHours(1), moved.Start!.AsUtc);
        Assert.True(before.Sequence < moved.Sequence && moved.Sequence < cancelled.Sequence);
        Assert.Equal(("CANCELLED", "活动已取消：台风"), (cancelled.Status, cancelled.Description));
    }

    [Fact]
    public async Task One_session_has_a_file_of_its_own()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(3, 5));
        var (_, others) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        var http = app.CreateClient();

        var (text, _) = await ReadAsync($"/events/{one.Slug}/{sessions[1].Id}.ics");
        using var foreign = await http.GetAsync($"/events/{one.Slug}/{others[0].Id}.ics", Ct);

        Assert.Equal(sessions[1].StartsAt, At(Assert.Single(Ical.Net.Calendar.Load(text)!.Events).Start!.AsUtc));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    /// <summary>The only session at these hours of Beijing's.</summary>
    private static EventDraft At(EventDraft draft, string starts, string ends)
    {
        var (from, until) = (
            China.At(DateTime.Parse(starts, CultureInfo.InvariantCulture)),
            China.At(DateTime.Parse(ends, CultureInfo.InvariantCulture))
        );
        return draft with { Sessions = [draft.Sessions[0] with { StartsAt = from, EndsAt = until }] };
    }

    private static DateTimeOffset At(DateTime utc) => new(utc, TimeSpan.Zero);

    private async Task<(string Text, string Type)> ReadAsync(string address)
    {
        using var answer = await app.CreateClient().GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(Ct), $"{answer.Content.Headers.ContentType}");
    }

    /// <summary>Each ends with a carriage return and a line feed, and neither stands elsewhere.</summary>
    private static List<byte[]> LinesOf(byte[] file)
    {
        Assert.Equal("\r\n"u8, file.AsSpan()[^2..]);
        var lines = new List<byte[]>();
        var rest = file.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf("\r\n"u8);
            Assert.Equal(-1, rest[..end].IndexOfAny("\r\n"u8));
            lines.Add(rest[..end].ToArray());
            rest = rest[(end + 2)..];
        }
        return lines;
    }
}
