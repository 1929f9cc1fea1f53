using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <summary>How much of it is run.</summary>
/// <param name="Callers">Members who claim on each side, once each.</param>
/// <param name="WarmUp">Further members, who claim another benefit first.</param>
/// <param name="Trial">Of the callers, how many claim when the naive side is tuned.</param>
/// <param name="Pumps">Transactions under way at once, as tried for the naive side.</param>
internal sealed record Plan(int Callers, int WarmUp, int Trial, int[] Connections, int[] Pumps, Engine[] Engines, string[] Sides)
{
    public const string Usage = "[--short] [--engines mariadb,sqlite] [--connections 64,256,1024] [--sides ours,empty,naive]";

    public static Plan From(string[] args)
    {
        var isShort = args.Contains("--short");
        var engines = args.List("--engines", "mariadb,sqlite").Select(name => name == "mariadb" ? Engine.MySql : Engine.Sqlite);
        var connections = args.List("--connections", isShort ? "64" : "64,256,1024").Select(int.Parse);
        var sides = args.List("--sides", $"{Side.Ours},{Side.Empty},{Side.Naive}");
        return isShort
            ? new(1_000, 500, 100, [.. connections], [4], [.. engines], sides)
            : new(60_000, 60_000, 4_000, [.. connections], [1, 2, 4, 8, 16, 32], [.. engines], sides);
    }
}

/// <param name="Path">What is posted to, for a benefit's id.</param>
/// <param name="Settings">What the service is started with beside its database.</param>
internal sealed record Side(string Name, Func<long, string> Path, IReadOnlyDictionary<string, string?> Settings)
{
    public const string Ours = "ours",
        Empty = "empty",
        Naive = "naive";

    public bool Claims => Name != Empty;

    public static Side NewOurs() => new(Ours, ClaimPath, new Dictionary<string, string?>());

    public static Side NewEmpty() => new(Empty, _ => EmptyPost.Path, EmptyPost.Configuration);

    // Connections beyond the pumps and the two that look up tokens would go unused; with fewer the pumps would wait.
    public static Side NewNaive(int pumps) =>
        new(
            Naive,
            ClaimPath,
            new Dictionary<string, string?>
            {
                ["Claims:Batch"] = "1",
                ["Claims:Pumps"] = pumps.ToString(),
                ["Data:PoolSize"] = (pumps + 2).ToString(),
                // It may be as slow as it is: refused for lateness it would have to be asked again.
                ["Limits:RequestSeconds"] = "60",
                ["Data:CommandTimeout"] = "60",
            }
        );

    private static string ClaimPath(long benefit) => $"/api/benefits/{benefit}/claim";
}
