namespace CsrmeWeChat.Foundation.Demo;

/// <summary>
/// The clock of the process that makes the demo. It can be set to a day in the past, and goes on from there, so that the jobs which send
/// and apply write down what they would have written on that day.
/// </summary>
public sealed class DemoClock : TimeProvider
{
    private TimeSpan shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;

    public void GoTo(DateTimeOffset day) => shift = day - System.GetUtcNow();

    /// <summary>Shows the time that it is.</summary>
    public void ComeBack() => shift = TimeSpan.Zero;
}
