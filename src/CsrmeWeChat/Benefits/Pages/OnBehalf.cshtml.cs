using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>Claims a benefit for a member who cannot do it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class OnBehalfModel(BenefitStore benefits, StaffClaims claims, MemberStore members) : ConsolePage
{
    private const int MaxFound = 20;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    /// <summary>Null where nothing was searched for.</summary>
    public IReadOnlyList<(long Id, MemberCard Card)>? Found { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        return Benefit is not null;
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
    }

    public async Task<IActionResult> OnPostAsync(long member)
    {
        var result = await claims.ClaimAsync(By, member, Id, Now, Ct);
        if (StaffClaims.WhyNot(result.Outcome) is { } why)
        {
            await OnGetAsync();
            return Refuse(why);
        }
        Done(result.IsNew ? "已代领。" : "这位会员已经领取过，这是原来的一份。");
        return RedirectToPage("Claim", new { Id, result.Ticket!.Serial });
    }
}
