using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// Registrations for one session, taken together under the locks of their persons and of the session's row, which are held to the commit.
/// What is read under them is true until the new ones are written, on any number of nodes. Persons first: who is forgotten or merged locks
/// the person and then the sessions. Requests are decided in order of arrival.
/// </summary>
internal sealed class RegistrationBatch
{
    private readonly Event owner;
    private readonly EventSession session;
    private readonly IReadOnlyList<Question> questions;
    private readonly IReadOnlyDictionary<long, RegistrationOutcome> whyNot;
    private readonly HashSet<long> people;
    private readonly Dictionary<long, RegistrationResult> standing;
    private readonly List<Registration> made = [];
    private int waiting;
    private bool hasQueue;
    private int free;

    private RegistrationBatch(
        Event owner,
        EventSession session,
        IReadOnlyDictionary<long, RegistrationOutcome> whyNot,
        IEnumerable<long> people,
        IEnumerable<Registration> registrations,
        IReadOnlyList<int> serials,
        WaitingNow waiting
    )
    {
        this.owner = owner;
        this.session = session;
        this.whyNot = whyNot;
        this.people = [.. people];
        this.waiting = waiting.Count;
        hasQueue = waiting.HasQueue;
        questions = owner.QuestionList;
        free = session.Free;
        standing = registrations.ToDictionary(
            one => one.PersonId!.Value,
            one => new RegistrationResult(RegistrationOutcome.Done, one, PositionOf(one, serials))
        );
    }

    /// <summary>The results stand in the order of the requests.</summary>
    public static Task<IReadOnlyList<RegistrationResult>> RunAsync(
        Database database,
        long sessionId,
        IReadOnlyList<RegistrationRequest> requests,
        DateTimeOffset now
    ) =>
        // Without a caller's token: one who leaves must not undo the others' registrations.
        database.TransactAsync<IReadOnlyList<RegistrationResult>>(
            async tx =>
            {
                var results = await RunAsync(tx, sessionId, requests, now);
                return (results.Any(result => result.Outcome is not RegistrationOutcome.NoSuchSession), results);
            },
            CancellationToken.None
        );

    /// <summary>The same within a transaction, of which it must be the beginning.</summary>
    public static async Task<IReadOnlyList<RegistrationResult>> RunAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyList<RegistrationRequest> requests,
        DateTimeOffset now
    )
    {
        var personIds = requests.Select(request => request.PersonId).OfType<long>().Distinct().Order().ToArray();
        await tx.LockAsync("people", "id", personIds, CancellationToken.None);
        if (await RegistrationStates.LockAsync(tx, sessionId, CancellationToken.None) is not { } found)
        {
            return [.. requests.Select(_ => new RegistrationResult(RegistrationOutcome.NoSuchSession))];
        }
        var session = await WaitingList.MoveUpAsync(tx, found.Event, found.Session, now, CancellationToken.None);
        var batch = await ReadAsync(tx, found.Event, session, personIds, now);
        var results = requests.Select(batch.Decide).ToList();
        await RegistrationStates.AddAsync(tx, session, batch.made, CancellationToken.None);
        return results;
    }

    private static async Task<RegistrationBatch> ReadAsync(
        Transaction tx,
        Event owner,
        EventSession session,
        long[] personIds,
        DateTimeOffset now
    )
    {
        var whyNot = await owner.AudienceOf.WhyNotAsync(tx, personIds, now, CancellationToken.None);
        var (people, registrations, waiting) = await tx.ReadAsync(
            $$"""
            SELECT id FROM people WHERE id IN {=personIds};
            SELECT {{Registration.Columns}} FROM registrations r WHERE r.session_id = @Id AND r.participant IN {=personIds};
            SELECT (SELECT COUNT(*) FROM registrations WHERE session_id = @Id AND state = 'waiting') AS count,
                   CASE WHEN EXISTS (SELECT 1 FROM registrations WHERE session_id = @Id AND state = 'waiting' AND seats <= @Capacity)
                        THEN 1 ELSE 0 END AS has_queue;
            """,
            new
            {
                session.Id,
                session.Capacity,
                personIds,
            },
            async grid =>
                (
                    (await grid.ReadAsync<long>()).ToList(),
                    (await grid.ReadAsync<Registration>()).ToList(),
                    await grid.ReadFirstAsync<WaitingNow>()
                ),
            CancellationToken.None
        );
        // Only who asks again while they wait needs to know their place.
        var serials = registrations.Any(one => one.State is RegistrationState.Waiting)
            ? await tx.ListAsync<int>(
                "SELECT serial FROM registrations WHERE session_id = @Id AND state = 'waiting' ORDER BY serial",
                new { session.Id },
                CancellationToken.None
            )
            : [];
        return new RegistrationBatch(owner, session, whyNot, people, registrations, serials, waiting);
    }

    private RegistrationResult Decide(RegistrationRequest request)
    {
        if (request.PersonId is { } id && standing.TryGetValue(id, out var known))
        {
            return known;
        }
        if (WhyNot(request) is { } outcome)
        {
            return new RegistrationResult(outcome);
        }
        var (answers, fault) = AnswersOf(questions, request.Answers);
        fault ??= request.Consents.WhyNot(owner);
        return fault is null ? Add(request, answers) : new RegistrationResult(RegistrationOutcome.BadAnswers, Fault: fault);
    }

    private RegistrationOutcome? WhyNot(RegistrationRequest request) =>
        owner.State is EventState.Draft ? RegistrationOutcome.NoSuchSession
        : owner.State is EventState.Cancelled ? RegistrationOutcome.EventCancelled
        : request.PersonId is { } id && !people.Contains(id) ? RegistrationOutcome.NoSuchPerson
        : request.At >= session.StartsAt ? RegistrationOutcome.Closed
        : !request.Overrides && WhyNotBound(request) is { } why ? why
        : request.Names.Count > Math.Min(owner.MaxParty, session.Capacity) ? RegistrationOutcome.PartyTooLarge
        : null;

    /// <summary>What staff may override.</summary>
    private RegistrationOutcome? WhyNotBound(RegistrationRequest request) =>
        request.At >= owner.RegistersUntil ? RegistrationOutcome.Closed
        : request.PersonId is null && owner.AudienceOf.MembersOnly ? RegistrationOutcome.NoMember
        : request.PersonId is { } id && whyNot.TryGetValue(id, out var why) ? why
        : request.At < owner.RegistersFrom ? RegistrationOutcome.NotYetOpen
        : null;

    private RegistrationResult Add(RegistrationRequest request, string answers)
    {
        var seats = request.Names.Count;
        // Whoever waits does not fit into what is free, or there would be an offer: so nobody is passed who may not be.
        var fits = seats <= free && (!hasQueue || owner.SmallerPasses);
        if (!fits && !(owner.HasWaiting && request.MayWait))
        {
            return new RegistrationResult(owner.HasWaiting ? RegistrationOutcome.NoRoom : RegistrationOutcome.Full);
        }
        if (fits)
        {
            free -= seats;
        }
        else
        {
            (waiting, hasQueue) = (waiting + 1, true);
        }
        var registration = new Registration
        {
            Id = 0,
            SessionId = session.Id,
            Serial = session.Issued + made.Count + 1,
            PersonId = request.PersonId,
            Code = RegistrationCode.New(),
            State = fits ? RegistrationState.Registered : RegistrationState.Waiting,
            Seats = seats,
            Names = EventJson.Write(request.Names),
            Answers = answers,
            Guardian = request.Consents.GuardianOf(owner),
            AgreedAt = owner.Kind.IsPrivate ? request.At : null,
            Revision = 1,
            MadeAt = request.At,
        };
        made.Add(registration);
        var result = new RegistrationResult(RegistrationOutcome.Done, registration, fits ? 0 : waiting);
        if (request.PersonId is { } id)
        {
            standing.Add(id, result);
        }
        return result;
    }

    /// <summary>The answers as they are kept, or the first fault.</summary>
    public static (string Answers, string? Fault) AnswersOf(IReadOnlyList<Question> questions, IReadOnlyDictionary<string, string> given)
    {
        var kept = new Dictionary<string, string>();
        foreach (var question in questions)
        {
            var (answer, fault) = question.Read(given.GetValueOrDefault(question.Key));
            if (fault is not null)
            {
                return ("", fault);
            }
            if (answer is not "")
            {
                kept[question.Key] = answer;
            }
        }
        return (EventJson.Write(kept), null);
    }

    private static int PositionOf(Registration one, IReadOnlyList<int> serials) =>
        one.State is RegistrationState.Waiting ? serials.Count(serial => serial <= one.Serial) : 0;

    private sealed record WaitingNow
    {
        public required int Count { get; init; }

        /// <summary>Whether somebody waits whom nobody may pass: a group that is larger than the session is never served.</summary>
        public required bool HasQueue { get; init; }
    }
}
