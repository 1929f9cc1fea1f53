using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>A door of a session on somebody's phone. The page and its list work without network once staff have opened it.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Redeemer)]
public sealed class DoorModel(DoorLists doors, CheckInDesk desk, AuditTrail audit) : ConsolePage
{
    private const int MaxScans = 200,
        MaxNumber = 40,
        MaxText = 200;

    [FromRoute]
    public long Id { get; set; }

    public Event Event { get; private set; } = null!;

    public EventSession Session { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await doors.FindAsync(Id, Ct) is not var (one, session) || one.State is EventState.Draft)
        {
            return false;
        }
        (Event, Session) = (one, session);
        return true;
    }

    public void OnGet() { }

    /// <summary>From now on the list stands on this phone, so the trail says so.</summary>
    public async Task<IActionResult> OnPostOpenAsync([FromBody] OpenDoor? door)
    {
        if (!Session.IsDoorOpen(Now))
        {
            return NotFound();
        }
        var after = new { session = Session.Title, door = NameOf(door?.Door) };
        await audit.AddAsync(By, new Change("event.door", "event", Event.Id, Event.Title, After: after), Now, Ct);
        return new JsonResult(await doors.ListAsync(Session, Now, Ct));
    }

    public async Task<IActionResult> OnGetListAsync() =>
        Session.IsDoorOpen(Now) ? new JsonResult(await doors.ListAsync(Session, Now, Ct)) : NotFound();

    /// <summary>What the door did: one scan, or all that it could not send before. Each is taken by itself, in their order.</summary>
    public async Task<IActionResult> OnPostScansAsync([FromBody] DoorScans? sheet)
    {
        if (sheet is not { Scans: { Count: > 0 and <= MaxScans } scans } || !scans.All(IsSound))
        {
            return BadRequest();
        }
        var answers = new List<ScanAnswer>();
        foreach (var one in scans)
        {
            var scan = new Scan(
                one.Number,
                one.Kind,
                one.Text ?? "",
                one.ByHand,
                one.Offline,
                one.At,
                PlainText.Cut(PlainText.Clean(one.Name), CheckInDesk.MaxName),
                one.Seats
            );
            answers.Add((await desk.TakeAsync(By, Id, NameOf(sheet.Door), scan, Now, Ct))!);
        }
        return new JsonResult(new { now = Now, answers });
    }

    private static bool IsSound(DoorScan scan) =>
        scan is { Number.Length: > 0 and <= MaxNumber }
        && Enum.IsDefined(scan.Kind)
        && (scan.Text ?? "").Length <= MaxText
        && (scan.Kind is not ScanKind.WalkIn || scan.Seats is >= 1 and <= CheckInDesk.MaxWalkIn);

    private static string NameOf(string? door) => PlainText.Cut(PlainText.Clean(door), CheckInDesk.MaxDoor);
}

public sealed record OpenDoor(string? Door);

public sealed record DoorScans(string? Door, IReadOnlyList<DoorScan>? Scans);

public sealed record DoorScan(
    string Number,
    ScanKind Kind,
    string? Text,
    bool ByHand,
    bool Offline,
    DateTimeOffset At,
    string? Name,
    int Seats
);
