using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>Counselling: whoever comes is known to the counsellor, and to no other staff by any way.</summary>
public sealed partial class PrivateEventTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const string Title = "岩石深处的倾听日";

    [Fact]
    public async Task No_page_and_no_file_of_other_staff_tells_who_comes()
    {
        var template = await app.ChooseNoticeAsync("event.registered", ("thing1", "{活动} {场次}"), ("time2", "{时间}"));
        var session = await NewSessionAsync();
        var phone = await app.NewMemberAsync();
        await app.AcceptNoticesAsync(phone, 3, template);
        (
            await BookAsync(
                phone,
                session,
                new
                {
                    agrees = true,
                    hasMinors = true,
                    guardian = "慕容监护",
                    guardianAgrees = true,
                }
            )
        ).EnsureSuccessStatusCode();
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        await app.SendDueAsync();
        var id = (await app.Services.FindSessionAsync(session)).EventId;

        foreach (var role in RoleLabels.All.Where(role => role is not Role.Counsellor))
        {
            var seen = await CrawlAsync(
                await app.NewStaffAsync(role),
                $"/staff/events/{id}",
                $"/staff/events/{id}?handler=Export&session={session}",
                $"/staff/events/{id}/reminders",
                $"/staff/events/{id}/record",
                $"/staff/events/{id}/register?session={session}",
                $"/staff/events/{id}/sessions/{session}/registrations/1",
                $"/staff/doors/{session}",
                $"/staff/doors/{session}?handler=List",
                "/staff/counselling"
            );
            Assert.DoesNotContain(seen, page => page.Text.Contains("慕容监护", StringComparison.Ordinal));
            // The member stands in many lists, and the event in some: in no line of any stand both.
            Assert.DoesNotContain(seen, page =>
                Lines.Split(page.Text).Any(line => Tells(line, phone) && line.Contains(Title, StringComparison.Ordinal))
            );
            Assert.DoesNotContain(seen, page =>
                page.Address.Contains($"/events/{id}", StringComparison.Ordinal) && Tells(page.Text, phone)
            );
            if (role is Role.Secretary)
            {
                Assert.Contains(seen, page => Tells(page.Text, phone));
                Assert.Contains(seen, page => page.Text.Contains(Title, StringComparison.Ordinal));
            }
        }

        var counsellor = await (await app.NewStaffAsync(Role.Counsellor)).GetPageAsync("/staff/counselling");
        Assert.Contains(phone.Member!.Name, counsellor, StringComparison.Ordinal);
        Assert.Contains("慕容监护", counsellor, StringComparison.Ordinal);
        // What lies open on the phone does not say it either; the person's own export does.
        var told = Assert.Single(await app.ListNoticesAsync(template));
        Assert.Equal(("您的预约 您的预约", "events/list/index"), (told.Values["thing1"], told.Page));
        Assert.Contains(Title, $"{await phone.GetAsync("/api/me/export")}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "请先阅读并同意")]
    [InlineData("{\"agrees\":true,\"hasMinors\":true}", "请填写监护人的姓名")]
    [InlineData("{\"agrees\":true,\"hasMinors\":true,\"guardian\":\" \",\"guardianAgrees\":true}", "请填写监护人的姓名")]
    [InlineData("{\"agrees\":true,\"hasMinors\":true,\"guardian\":\"张父\"}", "须由监护人同意")]
    [InlineData("{\"agrees\":true}", null)]
    [InlineData("{\"agrees\":true,\"hasMinors\":false,\"guardian\":\"多余的名字\"}", null)]
    public async Task Nobody_comes_without_having_agreed_nor_a_child_without_a_guardian(string given, string? why)
    {
        var session = await NewSessionAsync();
        var phone = await app.NewMemberAsync();
        var body = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(given)!;

        var answer = await BookAsync(phone, session, body);

        if (why is null)
        {
            answer.EnsureSuccessStatusCode();
            var kept = Assert.Single(await app.Services.ListRegistrationsAsync(session));
            Assert.Equal(("", app.Now), (kept.Guardian, kept.AgreedAt));
        }
        else
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(why, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            Assert.Empty(await app.Services.ListRegistrationsAsync(session));
        }
    }

    [Fact]
    public async Task Who_sees_the_names_does_not_change_once_somebody_has_registered()
    {
        var session = await NewSessionAsync();
        (await BookAsync(await app.NewMemberAsync(), session, new { agrees = true })).EnsureSuccessStatusCode();
        var events = app.Get<EventStore>();
        var seen = (await events.FindAsync((await app.Services.FindSessionAsync(session)).EventId, Ct))!;
        var draft = EventDraft.Of(seen, await events.ListSessionsAsync([seen.Id], Ct)) with { Kind = EventKind.Lecture };

        Assert.Equal(
            EditEvent.PrivacyFixed,
            await app.Get<EventEdits>().EditAsync(Actor.Command, seen, draft, overbooks: false, app.Now, Ct)
        );
        Assert.Contains("一次只能约一人", string.Join('\n', (draft with { Kind = EventKind.Counselling, PartyLimit = 2 }).Faults()));
        Assert.Contains("监护人", string.Join('\n', (draft with { Kind = EventKind.Counselling, GuardianUnder = 0 }).Faults()));
    }

    private Task<long> NewSessionAsync() =>
        app.Services.NewSessionAsync(1, draft =>
            draft with
            {
                Title = Title,
                Kind = EventKind.Counselling,
                PartyLimit = 1,
                GuardianUnder = 14,
            }
        );

    private static async Task<HttpResponseMessage> BookAsync(TestPhone phone, long session, object more)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject();
        body["names"] = new System.Text.Json.Nodes.JsonArray(phone.Member!.Name);
        return await phone.PostAsync(EventArrange.PathOf(session), body);
    }

    private static bool Tells(string text, TestPhone phone) =>
        text.Contains(phone.Member!.Name, StringComparison.Ordinal) || text.Contains(phone.Member.Number, StringComparison.Ordinal);

    /// <summary>Whatever the pages of a session lead to, files too, and what is asked for without being led to.</summary>
    private static async Task<List<(string Address, string Text)>> CrawlAsync(TestStaff staff, params string[] guessed)
    {
        var seen = new List<(string Address, string Text)>();
        var known = new HashSet<string>(["/staff/sign-out"]);
        var open = new Queue<string>([Menu.Home, Menu.Begin, .. guessed]);
        while (open.TryDequeue(out var address) && seen.Count < 600)
        {
            if (!known.Add(address))
            {
                continue;
            }
            using var answer = await staff.GetAsync(address);
            var text = await TextOfAsync(answer);
            seen.Add((address, text));
            foreach (var next in Links.Matches(text).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value)))
            {
                open.Enqueue(next.StartsWith('?') ? address.Split('?')[0] + next : next);
            }
        }
        return seen;
    }

    /// <summary>A page as it is, and of a workbook all that is packed in it.</summary>
    private static async Task<string> TextOfAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not { } type || !type.Contains("spreadsheet", StringComparison.Ordinal))
        {
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        }
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));
        var parts = new List<string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            parts.Add(await reader.ReadToEndAsync(Ct));
        }
        return string.Join('\n', parts);
    }

    /// <summary>Of a page and of a sheet.</summary>
    [GeneratedRegex("<(?:tr|li|x:row)\\b", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Lines { get; }

    [GeneratedRegex("""(?:href|hx-get)="((?:/staff|\?)[^"#]*)"  """, RegexOptions.IgnorePatternWhitespace, PlainText.MatchMilliseconds)]
    private static partial Regex Links { get; }
}
