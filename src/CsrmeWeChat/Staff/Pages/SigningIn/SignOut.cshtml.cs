using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(AtAnyStage = true)]
public sealed class SignOutModel(StaffSessions sessions, AuditTrail audit) : ConsolePage
{
    public RedirectResult OnGet() => Redirect("/staff");

    public async Task<RedirectResult> OnPostAsync()
    {
        await sessions.EndAsync(Me.Id, Me.SessionId, Ct);
        await audit.AddAsync(By, new Change("staff.sign_out", "staff", Me.Id, Me.Login), Now, Ct);
        StaffAuthentication.Take(HttpContext);
        return Redirect(StaffAuthentication.SignInPath);
    }
}
