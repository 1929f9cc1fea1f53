using System.Text.Json;
using CsrmeWeChat.Events;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Sessions that are on today, and tickets for them.</summary>
public static class TicketArrange
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

    public static async Task<Attendance> AttendanceAsync(this IServiceProvider services, long session) =>
        (await services.GetRequiredService<DoorLists>().CountAsync([session], Ct))[session];
}
