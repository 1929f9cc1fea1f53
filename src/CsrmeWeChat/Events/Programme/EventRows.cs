using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>What staff wrote of an event, as its row and as the trail keep it.</summary>
internal static class EventRows
{
    public static Dapper.DynamicParameters Of(EventDraft draft, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                draft.Slug,
                kind = draft.Kind.Key,
                draft.Title,
                draft.Organiser,
                draft.Summary,
                draft.Place,
                latitude = draft.Point?.LatitudeMillionths,
                longitude = draft.Point?.LongitudeMillionths,
                draft.OnlineUrl,
                draft.RegistersFrom,
                draft.RegistersUntil,
                draft.CancelUntil,
                draft.PartyLimit,
                hasWaiting = draft.HasWaiting ? 1 : 0,
                smallerPasses = draft.SmallerPasses ? 1 : 0,
                draft.OfferMinutes,
                audience = EventJson.Write(draft.Audience),
                questions = EventJson.Write(draft.Questions),
                reminders = ReminderKinds.Write(draft.Reminders),
                lastCreditFor = draft.LastCreditFor.Key,
                draft.GuardianUnder,
            }
        );
        return row;
    }

    public static object AuditOf(EventDraft draft) =>
        new
        {
            title = draft.Title,
            opensAt = draft.RegistersFrom,
            closesAt = draft.RegistersUntil,
            cancelUntil = draft.CancelUntil,
            audience = EventJson.Write(draft.Audience),
            maxParty = draft.PartyLimit,
            hasWaiting = draft.HasWaiting,
            smallerPasses = draft.SmallerPasses,
            offerMinutes = draft.OfferMinutes,
            sessions = string.Join("；", draft.Sessions.Select(one => $"{China.Local(one.StartsAt):yyyy-MM-dd HH:mm} {one.Capacity}")),
            place = draft.Place,
            point = $"{draft.Point}",
            questions = string.Join("；", draft.Questions.Select(question => question.Label)),
            reminders = string.Join("、", draft.Reminders.Order().Select(kind => kind.Label)),
            lastCreditFor = draft.LastCreditFor.Label,
            guardianUnder = draft.GuardianUnder,
        };

    /// <summary>Whether another event has the address.</summary>
    public static async Task<bool> IsTakenAsync(Transaction tx, string slug, long id, CancellationToken ct) =>
        await tx.FindAsync<int>("SELECT COUNT(*) FROM events WHERE slug = @slug AND id <> @id", new { slug, id }, ct) > 0;
}
