using CsrmeWeChat.Events;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> GivingFeedback()
    {
        yield return ("giveFeedback event.feedback_early", () => RateAsync(session => session.StartsAt.AddHours(-1)));
        yield return ("giveFeedback event.feedback_over", () => RateAsync(session => session.EndsAt + FeedbackStore.Open));

        async Task<HttpResponseMessage> RateAsync(Func<EventSession, DateTimeOffset> at)
        {
            var id = await app.Services.NewSessionAsync(1);
            var phone = await app.NewMemberAsync();
            (await phone.RegisterAsync(id)).EnsureSuccessStatusCode();
            app.Clock.Advance(at(await app.Services.FindSessionAsync(id)) - app.Now);
            // A sign-in lasts for a week.
            await phone.SignInAsync();
            return await phone.PutAsync($"/api/events/sessions/{id}/feedback", new { rating = 5 });
        }
    }
}
