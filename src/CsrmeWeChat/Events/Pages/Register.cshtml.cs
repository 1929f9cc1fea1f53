using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>Registers a member, or by name alone somebody without WeChat.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RegisterModel(EventStore events, StaffRegistrations registrations, MemberStore members, BindingStore bindings)
    : ConsolePage
{
    private const int MaxFound = 20;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "session")]
    public long? Chosen { get; set; }

    /// <summary>The number or the name of a member who is looked for.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    /// <summary>The member who was found and chosen; else it is for somebody by name alone.</summary>
    [BindProperty(SupportsGet = true, Name = "member")]
    public long? MemberId { get; set; }

    /// <summary>Who comes, the registered one first; empty rows do not count.</summary>
    [BindProperty]
    public List<string?> Names { get; set; } = [];

    [BindProperty]
    public Dictionary<string, string?> Answers { get; set; } = [];

    [BindProperty]
    public bool MayWait { get; set; }

    [BindProperty]
    public bool Overrides { get; set; }

    public Event Event { get; private set; } = null!;

    public IReadOnlyList<EventSession> Sessions { get; private set; } = [];

    public EventSession Session { get; private set; } = null!;

    public Member? Member { get; private set; }

    /// <summary>The member's, where one is bound.</summary>
    public long? PersonId { get; private set; }

    /// <summary>Null where nothing was searched for.</summary>
    public IReadOnlyList<(long Id, MemberCard Card)>? Found { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        // Who comes to be counselled is not staff's to know.
        if (await events.FindAsync(Id, Ct) is not { Kind.IsPrivate: false } found)
        {
            return false;
        }
        (Event, Sessions) = (found, await events.ListSessionsAsync([Id], Ct));
        Session = Sessions.FirstOrDefault(session => session.Id == Chosen) ?? Sessions[0];
        if (MemberId is { } memberId)
        {
            Member = await members.FindAsync(memberId, Ct);
            PersonId = (await bindings.FindPersonAsync(memberId, Ct))?.PersonId;
        }
        return MemberId is null || Member is not null;
    }

    public async Task OnGetAsync()
    {
        if (PlainText.Clean(Q) is { Length: > 0 } wanted)
        {
            var found = await members.FindByNumberAsync(MemberNumber.Of(wanted), Ct) is { } one
                ? (IReadOnlyList<Member>)[one]
                : await members.ListByNameAsync(PersonalName.Key(wanted), MaxFound, Ct);
            Found = [.. found.Select(member => (member.Id, members.Card(member)))];
        }
        Names = [Member?.Name];
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var names = Names.Select(PlainText.Clean).Where(name => name is not "").ToList();
        if (names.Count == 0 || names.Any(name => name.Length > RegistrationForm.MaxName))
        {
            return Refuse($"请填写来参加的人的姓名，每位最长 {RegistrationForm.MaxName} 字。");
        }
        var answers = Answers.ToDictionary(answer => answer.Key, answer => answer.Value ?? "");
        var wanted = new StaffRegistration(PersonId, names, answers, MayWait, Overrides);
        var (result, isNew) = await registrations.AddAsync(By, Session.Id, wanted, Now, Ct);
        if (StaffRegistrations.WhyNot(result) is { } why)
        {
            return Refuse(why);
        }
        var made = result.Registration!;
        Done(
            !isNew ? $"名单里已经有这份报名：第 {made.Serial} 号，{made.State.Label}。"
            : made.State is RegistrationState.Waiting ? $"名额不够，已排入候补，第 {result.Position} 位。"
            : $"已报名，第 {made.Serial} 号。"
        );
        return RedirectToPage("Event", new { Id, session = Session.Id });
    }

    /// <summary>As many as may come on one registration.</summary>
    public IEnumerable<string?> NameRows => Names.Concat(Enumerable.Repeat<string?>(null, Event.MaxParty)).Take(Event.MaxParty);
}
