using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Tickets()
    {
        yield return ("showEventTicket event.no_ticket", async () =>
        {
            var (_, session) = await RegisteredAsync();
            var phone = await app.NewMemberAsync();
            (await phone.RegisterAsync(session)).EnsureSuccessStatusCode();
            return await AskTicketAsync(phone, session);
        });
        yield return ("showEventTicket event.cancelled", async () =>
        {
            var (phone, session) = await RegisteredAsync();
            var one = (await RegistrationStates.ReadAsync(app.Get<Database>(), session, Ct))!.Value.Event;
            await app.Get<EventStore>().CancelAsync(Actor.Command, one, "台风", app.Now, Ct);
            return await AskTicketAsync(phone, session);
        });
        yield return ("showEventTicket event.ended", async () =>
        {
            var (phone, session) = await RegisteredAsync();
            (await phone.CancelRegistrationAsync(session)).EnsureSuccessStatusCode();
            return await AskTicketAsync(phone, session);
        });
    }

    private static Task<HttpResponseMessage> AskTicketAsync(TestPhone phone, long session) =>
        phone.Http.GetAsync($"/api/events/sessions/{session}/ticket", Ct);
}
