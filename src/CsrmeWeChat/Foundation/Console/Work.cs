using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>Something that waits for somebody at the console.</summary>
/// <param name="Key">What kind of work it is, for programs: "bind.requests".</param>
/// <param name="Menu">The path of the menu's entry beside which the number stands; empty for none.</param>
/// <param name="Words">
/// A sentence with its number and nothing personal in it, for it goes to group chats and e-mail too: "3 份绑定申请等待核对。"
/// </param>
/// <param name="Address">Of the page where it is done.</param>
/// <param name="Button">What to press for it: "去核对".</param>
/// <param name="Roles">Whose work it is.</param>
public sealed record Work(string Key, string Menu, long Count, string Words, string Address, string Button, params Role[] Roles)
{
    /// <summary>It has to be done today: it stands first and is marked.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Whose alone it is: nobody else is told of it, and no group chat. Null for whoever holds one of the roles.</summary>
    public long? StaffId { get; init; }

    public bool IsFor(CurrentStaff staff) => staff.Is(Roles) && (StaffId is null || StaffId == staff.Id);
}

/// <summary>What waits in one room. Asked when somebody opens a page, every few seconds at most; what does not wait is left out.</summary>
public interface IWorkSource
{
    Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>All that waits, for the home page, the numbers in the menu and the daily notice.</summary>
public sealed class WorkList(IEnumerable<IWorkSource> sources, TimeProvider time)
{
    /// <summary>How old a number in the menu may be: every page asks for them.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private readonly Fresh<IReadOnlyList<Work>> all = new(Age, time);

    public async Task<IReadOnlyList<Work>> ForAsync(CurrentStaff staff, CancellationToken ct) =>
        [.. (await all.GetAsync(ListAsync, ct)).Where(work => work.IsFor(staff))];

    /// <summary>What waits for anybody, what is urgent first, each room in its order.</summary>
    public async Task<IReadOnlyList<Work>> ListAsync(CancellationToken ct)
    {
        var found = new List<Work>();
        foreach (var source in sources)
        {
            found.AddRange(await source.ListAsync(time.GetUtcNow(), ct));
        }
        return [.. found.OrderByDescending(work => work.IsUrgent)];
    }
}
