using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Imports as the commands run them.</summary>
public sealed class RosterDriver(App app)
{
    private static int numbers;

    public static Actor By { get; } = new(null, "系统（命令行 test）");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ImportStore Store => app.Get<ImportStore>();

    public static string NewNumber() => $"M{Interlocked.Increment(ref numbers):D6}";

    public async Task<long> StageAsync(string path, bool tagAbsent = false)
    {
        using var sheet = MemberSheet.Open(path);
        return await app.Get<Staging>().StageAsync(By, sheet, "名册.xlsx", tagAbsent, app.Now, Ct);
    }

    /// <summary>Lines of <see cref="RosterFile.Header"/>'s columns as CSV.</summary>
    public Task<long> StageLinesAsync(params string[] lines) =>
        StageAsync(RosterFile.SaveCsv($"{RosterFile.Header}\n{string.Join('\n', lines)}\n"));

    public async Task<ImportLine> LineOfAsync(long importId, string number)
    {
        foreach (var verdict in Enum.GetValues<LineVerdict>())
        {
            if ((await Store.ListAsync(importId, verdict, 0, 100_000, Ct)).FirstOrDefault(line => line.Number == number) is { } found)
            {
                return found;
            }
        }
        throw new InvalidOperationException($"No line of {number}.");
    }

    public async Task<ImportLine> LineAsync(long importId, int line)
    {
        foreach (var verdict in Enum.GetValues<LineVerdict>())
        {
            if ((await Store.ListAsync(importId, verdict, line - 1, 1, Ct)).FirstOrDefault(other => other.Line == line) is { } found)
            {
                return found;
            }
        }
        throw new InvalidOperationException($"No line {line}.");
    }

    public async Task ApplyAsync(long importId) =>
        Assert.Equal(TakeOutcome.Taken, await app.Get<Applying>().ApplyAsync(By, importId, _ => { }, Ct));

    public async Task UndoAsync(long importId) =>
        Assert.Equal(TakeOutcome.Taken, await app.Get<Applying>().UndoAsync(By, importId, _ => { }, Ct));

    /// <summary>Adds a member by an import of its own.</summary>
    public async Task<Member> NewMemberAsync(string number, string rest)
    {
        await ApplyAsync(await StageLinesAsync($"{number},{rest}"));
        return (await MemberAsync(number))!;
    }

    public Task<Member?> MemberAsync(string number) => app.Get<MemberStore>().FindByNumberAsync(number, Ct);

    public async Task<MemberFields> FieldsAsync(string number) => app.Get<MemberStore>().Fields((await MemberAsync(number))!);
}
