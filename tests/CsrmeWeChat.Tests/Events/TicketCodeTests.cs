using System.Text;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Events;

namespace CsrmeWeChat.Tests;

/// <summary>The changing code of a ticket. That the phone and the door's page make the same one, the browser's tests show.</summary>
public sealed class TicketCodeTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 30, 1, 0, 10, TimeSpan.Zero);

    private static readonly string DayKey = TicketCode.DayKey(new string('a', 64), new DateOnly(2026, 5, 30));

    /// <summary>The vectors of RFC 6238 for SHA-256.</summary>
    [Theory]
    [InlineData(59, "46119246")]
    [InlineData(1111111109, "68084774")]
    [InlineData(1234567890, "91819424")]
    [InlineData(20000000000, "77737706")]
    public void The_code_is_that_of_the_standard(long seconds, string code) =>
        Assert.Equal(
            code,
            TicketCode.At(
                Convert.ToHexString(Encoding.ASCII.GetBytes("12345678901234567890123456789012")),
                DateTimeOffset.FromUnixTimeSeconds(seconds)
            )
        );

    [Theory]
    [InlineData(-40, CodeAge.Good)]
    [InlineData(-41, CodeAge.Expired)]
    [InlineData(-86_000, CodeAge.Expired)]
    [InlineData(0, CodeAge.Good)]
    [InlineData(49, CodeAge.Good)]
    [InlineData(50, CodeAge.Early)]
    [InlineData(86_000, CodeAge.Early)]
    [InlineData(90_000, CodeAge.Forged)]
    public void A_code_serves_in_its_window_and_the_one_before_and_after(int seconds, CodeAge age) =>
        Assert.Equal(age, TicketCode.AgeOf(DayKey, TicketCode.At(DayKey, At.AddSeconds(seconds)), At));

    [Fact]
    public void A_door_that_has_one_day_s_key_can_make_no_code_of_another_day()
    {
        var other = TicketCode.DayKey(new string('a', 64), new DateOnly(2026, 5, 31));

        Assert.NotEqual(DayKey, other);
        Assert.Equal(CodeAge.Forged, TicketCode.AgeOf(other, TicketCode.At(DayKey, At), At));
    }

    [Theory]
    [InlineData("CSRME-E:ABCDEFGH2345:01234567", "ABCDEFGH2345", "01234567")]
    [InlineData("abcd efgh 2345", "ABCDEFGH2345", "")]
    [InlineData("ＡＢＣＤ-efgh-2345", "ABCDEFGH2345", "")]
    public void A_ticket_is_read_as_it_is_scanned_or_typed(string text, string code, string digits) =>
        Assert.Equal((code, digits), TicketCode.Read(text));

    [Theory]
    [InlineData("CSRME:ABCDEFGH2345")]
    [InlineData("CSRME-E:ABCDEFGH2345")]
    [InlineData("CSRME-E:ABCDEFGH2345:0123456x")]
    [InlineData("https://example.org/ABCDEFGH2345")]
    [InlineData("")]
    public void What_is_no_ticket_is_not_read_as_one(string text) => Assert.Null(TicketCode.Read(text));

    [Fact]
    public void A_ticket_is_never_taken_for_a_benefit_s_code() =>
        Assert.Null(ClaimCode.Read(TicketCode.ScanText("ABCDEFGH2345", "01234567")));
}
