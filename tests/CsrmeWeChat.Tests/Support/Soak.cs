namespace CsrmeWeChat.Tests.Support;

/// <summary>
/// What only repeats for luck, such as a tenth kill, runs in short form in every run and in long form as a soak of the benchmarks project, which
/// starts these same tests with TEST_SOAK=1. Both forms assert the same.
/// </summary>
public static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("TEST_SOAK") == "1";

    public static int Of(int brief, int whole) => IsOn ? whole : brief;
}
