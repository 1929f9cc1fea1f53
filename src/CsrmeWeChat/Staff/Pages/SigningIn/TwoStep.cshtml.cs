using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(From = Stage.Enrol)]
public sealed class TwoStepModel(TwoStep twoStep, StaffStore staff, OwnAccount own, SignInDesk desk) : ConsolePage
{
    /// <summary>Asked for again: a console that was left open must not be enough to lock its owner out.</summary>
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Sealed: the form carries it until the app has proved to know it.</summary>
    [BindProperty]
    public string? Secret { get; set; }

    public string Plain { get; private set; } = "";

    public string Picture { get; private set; } = "";

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if ((await staff.FindAsync(Me.Id, Ct))!.HasTotp)
        {
            return Redirect("/staff/account");
        }
        Draw();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if ((await staff.FindAsync(Me.Id, Ct))!.HasTotp)
        {
            return Redirect("/staff/account");
        }
        if (twoStep.StepOf(Me.Id, Secret ?? "", Code ?? "", Now) is not { } step)
        {
            Draw();
            return Refuse("这个数字不对。请确认手机时间准确，再输入验证器上新的数字。");
        }
        if (
            (await desk.ConfirmAsync(Me, Password ?? "", StaffAuthentication.VisitorOf(HttpContext), Now, Ct)).WhyNot("现在的密码") is
            { } why
        )
        {
            Draw();
            return Refuse(why);
        }
        RecoveryCodes = await own.SetTotpAsync(Me, Secret!, step, Now, Ct);
        await desk.RememberAsync(HttpContext, Me, Now, Ct);
        return Page();
    }

    private void Draw()
    {
        (string Uri, string Secret) shown;
        try
        {
            shown = twoStep.Show(Me.Id, Me.Login, Secret ??= twoStep.NewSecret(Me.Id));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            shown = twoStep.Show(Me.Id, Me.Login, Secret = twoStep.NewSecret(Me.Id));
        }
        Plain = string.Join(' ', shown.Secret.Chunk(4).Select(group => new string(group)));
        Picture = Convert.ToBase64String(PngByteQRCodeHelper.GetQRCode(shown.Uri, QRCodeGenerator.ECCLevel.M, 6));
    }
}
