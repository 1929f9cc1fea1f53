using System.Globalization;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Events.Site;

/// <summary>What the public page says of an event.</summary>
public static class PublicWords
{
    private const int MaxDigest = 120;

    /// <summary>The beginning of a text, in one line, for whoever shares the page.</summary>
    public static string Digest(string summary)
    {
        var line = summary.ReplaceLineEndings(" ");
        // No character that is written as several is cut in two.
        var letters = new StringInfo(line);
        return letters.LengthInTextElements <= MaxDigest ? line : letters.SubstringByTextElements(0, MaxDigest - 1) + "…";
    }

    /// <summary>How a session stands for somebody of whom nothing is known.</summary>
    public static string Of(SessionScreen session, EventScreen owner) =>
        session.Status switch
        {
            SessionStatus.Open or SessionStatus.NeedsPhone or SessionStatus.NeedsMember =>
                $"报名中，共 {Show.Number(session.Capacity)} 个名额，还有 {Show.Number(session.Free)} 个",
            SessionStatus.Waitable => $"{Show.Number(session.Capacity)} 个名额已满，可以候补",
            SessionStatus.Full => $"{Show.Number(session.Capacity)} 个名额已满",
            SessionStatus.NotOpen => $"共 {Show.Number(session.Capacity)} 个名额，{Show.Beijing(owner.RegistersFrom)} 开始报名",
            SessionStatus.Closed => "报名已截止",
            SessionStatus.Over => "已结束",
            SessionStatus.Cancelled => "已取消",
            SessionStatus.Mine or SessionStatus.NotForMe => "",
        };

    public static bool MayRegister(SessionScreen session) =>
        session.Status is SessionStatus.Open or SessionStatus.Waitable or SessionStatus.NotOpen;
}
