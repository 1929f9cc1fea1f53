using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>海报: a page to print with what the benefit is and the mini-program code that leads to it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class PosterModel(BenefitStore benefits, IMiniProgram miniProgram) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public BenefitDetails Details { get; private set; } = null!;

    public Benefit Benefit => Details.Benefit;

    /// <summary>Of JPEG or PNG; null where WeChat gave none, and the page says why.</summary>
    public string? Code { get; private set; }

    public string? WhyNoCode { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        Details = (await benefits.FindDetailsAsync(Id, Ct))!;
        return Details is not null;
    }

    public async Task OnGetAsync()
    {
        var (picture, why) = await FindCodeAsync();
        Code = picture is null ? null : $"data:{CodePicture.TypeOf(picture)};base64,{Convert.ToBase64String(picture)}";
        WhyNoCode = why;
    }

    /// <summary>The code alone, for whoever makes a poster of their own.</summary>
    public async Task<IActionResult> OnGetCodeAsync()
    {
        var (picture, why) = await FindCodeAsync();
        if (picture is null)
        {
            WhyNoCode = why;
            return Page();
        }
        return File(picture, CodePicture.TypeOf(picture), $"小程序码-{Id}.{CodePicture.EndingOf(picture)}");
    }

    private async Task<(byte[]? Picture, string? Why)> FindCodeAsync()
    {
        try
        {
            var picture = await miniProgram.FindCodeImageAsync(BenefitCode.Of(Id), Ct);
            return picture is null
                ? (null, "小程序的福利页面还没有发布，微信暂不提供小程序码。请在小程序发布之后再来打印。")
                : (picture, null);
        }
        catch (WeChatException refusal)
        {
            return (null, WeChatWords.For(refusal));
        }
    }
}
