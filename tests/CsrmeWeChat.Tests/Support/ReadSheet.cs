using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Reads a roster's file as an import does, without a database.</summary>
internal static class ReadSheet
{
    public static List<SheetLine> Lines(string path)
    {
        using var sheet = MemberSheet.Open(path);
        return [.. sheet.Lines()];
    }

    public static (List<SheetLine> Lines, IReadOnlyList<string> Notes) Sheet(string path)
    {
        using var sheet = MemberSheet.Open(path);
        return ([.. sheet.Lines()], sheet.Notes);
    }

    public static (Entry? Entry, string Reason) ReadOne(RosterFile file) => Entry.Read(Assert.Single(Lines(file.Save())));

    public static string RefusalOf(string path) => Assert.Throws<UnreadableFileException>(() => Lines(path)).Reason;

    public static Entry EntryOf(RosterFile file)
    {
        var (entry, reason) = Entry.Read(Assert.Single(Lines(file.Save())));
        Assert.Equal("", reason);
        return entry!;
    }

    public static string ReasonOf(RosterFile file)
    {
        var (entry, reason) = Entry.Read(Assert.Single(Lines(file.Save())));
        Assert.Null(entry);
        return reason;
    }
}
