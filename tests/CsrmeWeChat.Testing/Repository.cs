namespace CsrmeWeChat.Testing;

public static class Repository
{
    /// <summary>The folder of the solution; tests and benchmarks run from a build within it.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CsrmeWeChat.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("This runs from a build within the repository.");
    }
}
