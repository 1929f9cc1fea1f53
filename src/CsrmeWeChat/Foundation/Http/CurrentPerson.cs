namespace CsrmeWeChat.Foundation.Http;

/// <summary>Who holds the token of this request. An argument of handlers behind <see cref="Policies.Person"/>.</summary>
public sealed record CurrentPerson(long Id, long? MemberId)
{
    public static ValueTask<CurrentPerson> BindAsync(HttpContext context) =>
        new(
            context.SignedIn is { } person
                ? new CurrentPerson(person.PersonId, person.MemberId)
                : throw new InvalidOperationException("The route lacks the policy that signs a person in.")
        );
}

/// <summary>The member bound to the person of this request. An argument of handlers behind <see cref="Policies.Member"/>.</summary>
public sealed record CurrentMember(long Id, long PersonId)
{
    public static ValueTask<CurrentMember> BindAsync(HttpContext context) =>
        new(
            context.SignedIn is { MemberId: { } member, PersonId: var person }
                ? new CurrentMember(member, person)
                : throw new InvalidOperationException("The route lacks the policy that asks for a member.")
        );
}

/// <summary>Who a token stands for.</summary>
public sealed record SignedIn(long PersonId, long? MemberId, bool MayRedeem, DateTimeOffset ExpiresAt);
