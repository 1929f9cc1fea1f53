using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Doors of sessions that are on today, and tickets.</summary>
public static class DoorArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(EventDraft draft)
    {
        /// <summary>Its first session begins then, for two hours, and who wishes may register until it begins.</summary>
        public EventDraft StartingAt(DateTimeOffset at, double hours = 2) =>
            draft with
            {
                Sessions = [draft.Sessions[0] with { StartsAt = at, EndsAt = at.AddHours(hours) }, .. draft.Sessions.Skip(1)],
                RegistersUntil = at,
                CancelUntil = at,
            };
    }

    extension(TestPhone phone)
    {
        public Task<JsonElement> TicketAsync(long session) => phone.GetAsync($"/api/events/sessions/{session}/ticket");

        /// <summary>What the phone's QR holds at a moment.</summary>
        public async Task<string> ScanTextAsync(long session, DateTimeOffset at)
        {
            var ticket = await phone.TicketAsync(session);
            return TicketCode.ScanText(ticket.GetProperty("code").GetString()!, TicketCode.At(ticket.GetProperty("key").GetString()!, at));
        }
    }

    extension(TestStaff staff)
    {
        public Task<JsonElement> OpenDoorAsync(long session, string door = "") => staff.SendAsync(session, "Open", new { door });

        /// <summary>The answers, in the order of the scans.</summary>
        public async Task<IReadOnlyList<JsonElement>> ScanAsync(long session, string door, params object[] scans) =>
            [.. (await staff.SendAsync(session, "Scans", new { door, scans })).GetProperty("answers").EnumerateArray()];

        /// <summary>The outcome of a ticket that is scanned with network.</summary>
        public async Task<string> EnterAsync(long session, string text) =>
            (await staff.ScanAsync(session, "北门", NewScan(text)))[0].GetProperty("outcome").GetString()!;

        public async Task<HttpResponseMessage> PostJsonAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("X-Forgery-Token", await staff.TokenAsync());
            return await staff.Http.SendAsync(request, Ct);
        }

        private async Task<JsonElement> SendAsync(long session, string handler, object body) =>
            await TestPhone.JsonOf(await staff.PostJsonAsync($"/staff/doors/{session}?handler={handler}", body));
    }

    public static object NewScan(
        string text,
        string kind = "enter",
        bool byHand = false,
        DateTimeOffset? offlineAt = null,
        string name = "",
        int seats = 0,
        string? number = null
    ) =>
        new
        {
            number = number ?? Guid.NewGuid().ToString(),
            kind,
            text,
            byHand,
            offline = offlineAt is not null,
            at = offlineAt ?? default,
            name,
            seats,
        };

    public static async Task<Attendance> AttendanceAsync(this IServiceProvider services, long session) =>
        (await services.GetRequiredService<DoorLists>().CountAsync([session], Ct))[session];
}
