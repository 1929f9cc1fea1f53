using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// What the secretariat does for somebody: registers them, or cancels what they have. Both are written to the audit trail in the same
/// transaction, under the lock that the rush is counted under. The trail names the registration's number and no person.
/// </summary>
public sealed class StaffRegistrations(Database database, AuditTrail audit)
{
    /// <summary>A repeat gives the registration that is there; of somebody without WeChat, one with the same names.</summary>
    // Not through the queue: a batch of the rush must not wait for the audit trail.
    public Task<StaffRegistered> AddAsync(Actor by, long sessionId, StaffRegistration wanted, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (wanted.PersonId is null && await FindNamesakeAsync(tx, sessionId, wanted.Names, ct) is { } there)
                {
                    return (false, new StaffRegistered(new RegistrationResult(RegistrationOutcome.Done, there), IsNew: false));
                }
                // Whoever has no WeChat could not accept an offer.
                var mayWait = wanted.MayWait && wanted.PersonId is not null;
                var request = new RegistrationRequest(
                    wanted.PersonId,
                    wanted.Names,
                    wanted.Answers,
                    Consents.None,
                    mayWait,
                    now,
                    wanted.Overrides
                );
                var result = (await RegistrationBatch.RunAsync(tx, sessionId, [request], now))[0];
                // What the batch has just made has no id yet.
                if (result is not { Outcome: RegistrationOutcome.Done, Registration: { Id: 0 } made })
                {
                    return (result.Outcome is not RegistrationOutcome.NoSuchSession, new StaffRegistered(result, IsNew: false));
                }
                var after = new
                {
                    registration = made.Serial,
                    seats = made.Seats,
                    state = made.State.Label,
                    overrides = wanted.Overrides,
                };
                await AuditAsync(tx, by, "event.register", sessionId, after, now, ct);
                return (true, new StaffRegistered(result, IsNew: true));
            },
            ct
        );

    /// <summary>Its places are passed on by themselves, and the person is told why.</summary>
    public Task<ChangeOutcome> CancelAsync(Actor by, long sessionId, int serial, string why, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
                {
                    return (false, ChangeOutcome.NotFound);
                }
                var session = await WaitingList.MoveUpAsync(tx, found.Event, found.Session, now, ct);
                if (await FindAsync(tx, sessionId, serial, ct) is not { } one)
                {
                    return (false, ChangeOutcome.NotFound);
                }
                if (!one.State.IsLive || now >= session.StartsAt)
                {
                    return (true, one.State.IsLive ? ChangeOutcome.Started : ChangeOutcome.Ended);
                }
                await RegistrationStates.RemoveAsync(tx, one, why, now, ct);
                var given = one.State.TakesPlaces ? one.Seats : 0;
                await WaitingList.MoveUpAsync(tx, found.Event, session with { Taken = session.Taken - given }, now, ct);
                await AuditAsync(tx, by, "event.unregister", sessionId, new { registration = serial, why }, now, ct);
                return (true, ChangeOutcome.Done);
            },
            ct
        );

    /// <summary>Why somebody was not registered, to the staff who asked; null where they were.</summary>
    public static string? WhyNot(RegistrationResult result) =>
        result.Outcome switch
        {
            RegistrationOutcome.Done => null,
            RegistrationOutcome.NoSuchSession => "这个活动还没有发布，请先发布。",
            RegistrationOutcome.NoSuchPerson => "这位会员的微信已经解绑，请重新查找。",
            RegistrationOutcome.EventCancelled => "活动已取消，不能再报名。",
            RegistrationOutcome.NotYetOpen => $"报名还没有开始。{Tick}",
            RegistrationOutcome.Closed => $"报名已截止。这一场还没有开始的话，{Tick}",
            RegistrationOutcome.NoPhone => $"本人还没有验证手机号，活动变动时联系不上。{Tick}",
            RegistrationOutcome.NoMember => $"本活动面向会员，这位没有绑定会员身份，系统无法核对条件。{Tick}",
            RegistrationOutcome.WrongLevel => $"这位会员的级别不在报名条件里。{Tick}",
            RegistrationOutcome.WrongBranch => $"这位会员不在报名条件的分支机构里。{Tick}",
            RegistrationOutcome.NotInvited => $"这位会员不在受邀之列。{Tick}",
            RegistrationOutcome.DuesUnpaid => $"这位会员的会费未缴或已过期。{Tick}",
            RegistrationOutcome.PartyTooLarge => "人数超过了一次报名的上限，请分几次报名。",
            RegistrationOutcome.BadAnswers => result.Fault,
            RegistrationOutcome.NoRoom =>
                "剩下的名额不够，或要先留给正在候补的人。本人有微信的，可以勾选“名额不够时候补”；也可以先增加名额。",
            RegistrationOutcome.Full => "剩下的名额不够。请先增加名额，或换一场。",
        };

    private const string Tick = "核对后仍要报名的，请勾选“不受报名条件和报名时间限制”。";

    public async Task<Registration?> FindAsync(long sessionId, int serial, CancellationToken ct) =>
        await FindAsync(database, sessionId, serial, ct);

    private static Task<Registration?> FindAsync(Sql sql, long sessionId, int serial, CancellationToken ct) =>
        sql.FindAsync<Registration>(
            $"SELECT {Registration.Columns} FROM registrations r WHERE r.session_id = @sessionId AND r.serial = @serial",
            new { sessionId, serial },
            ct
        );

    /// <summary>Somebody without WeChat who stands on the list with the same names. Two clicks must not take two places.</summary>
    private static async Task<Registration?> FindNamesakeAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyList<string> names,
        CancellationToken ct
    )
    {
        await tx.LockAsync("event_sessions", sessionId, ct);
        return await tx.FindAsync<Registration>(
            $"""
            SELECT {Registration.Columns} FROM registrations r
             WHERE r.session_id = @sessionId AND r.person_id IS NULL AND r.state = 'registered' AND r.names = @names
             LIMIT 1
            """,
            new { sessionId, names = EventJson.Write(names) },
            ct
        );
    }

    private async Task AuditAsync(
        Transaction tx,
        Actor by,
        string action,
        long sessionId,
        object after,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (owner, _) = (await RegistrationStates.ReadAsync(tx, sessionId, ct))!.Value;
        await audit.AddAsync(tx, by, new Change(action, "event", owner.Id, owner.Title, After: after), now, ct);
    }
}

/// <param name="PersonId">Null for somebody without WeChat, who is on the list by name alone.</param>
/// <param name="Names">Clean, at least one.</param>
/// <param name="MayWait">Whether they would wait where there is no room.</param>
/// <param name="Overrides">Whoever may come and the time for registering do not bind them; places always do.</param>
public sealed record StaffRegistration(
    long? PersonId,
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<string, string> Answers,
    bool MayWait,
    bool Overrides
);

/// <param name="IsNew">False where there was one already, or is none.</param>
public readonly record struct StaffRegistered(RegistrationResult Result, bool IsNew);
