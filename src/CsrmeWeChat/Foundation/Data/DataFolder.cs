using CsrmeWeChat.Foundation.Data.Engines;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Where a room's files lie: where the settings say, or beside the database where that is a file itself.</summary>
public static class DataFolder
{
    /// <param name="setting">The setting that <paramref name="given"/> comes from, such as <c>Media:Folder</c>.</param>
    /// <param name="name">Of the folder beside SQLite's file.</param>
    public static string PathOf(string setting, string? given, string name, Dialect dialect) =>
        (given, dialect) switch
        {
            ({ Length: > 0 }, _) when Path.IsPathRooted(given) => given,
            (null or "", SqliteDialect sqlite) => Path.Combine(Path.GetDirectoryName(sqlite.File)!, name),
            _ => throw new InvalidOperationException($"{setting} must name a folder by its full path."),
        };
}
