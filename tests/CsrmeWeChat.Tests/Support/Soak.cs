namespace CsrmeWeChat.Tests.Support;

/// <summary>
/// Tests that rely on repetition, such as a tenth kill, run in a short form in every run. The benchmarks project runs
/// the same tests in their long form, as a soak, with TEST_SOAK=1. Both forms assert the same.
/// </summary>
public static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("TEST_SOAK") == "1";

    public static int Of(int brief, int whole) => IsOn ? whole : brief;
}
