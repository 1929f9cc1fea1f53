using WeChat;

namespace CsrmeWeChat.Benefits;

/// <summary>The mini-program code that leads to a benefit.</summary>
public static class BenefitCode
{
    public static MiniProgramCode Of(long benefitId) => new($"b={benefitId}", "pages/benefit/index");
}
