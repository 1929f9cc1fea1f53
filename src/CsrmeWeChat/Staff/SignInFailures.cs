using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

/// <summary>
/// Passwords and codes that were wrong, counted by account and hour and told to the trail in sum: a row for each guess would bury the
/// trail, and none at all would hide the guessing.
/// </summary>
public sealed class SignInFailures(Database database, AuditTrail audit)
{
    public const string Password = "password",
        SecondFactor = "second_factor";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Actor System = new(null, "登录");

    /// <param name="staffId">0 where there is no such account.</param>
    public async Task CountAsync(long staffId, string step, DateTimeOffset now, CancellationToken ct)
    {
        var args = new
        {
            staffId,
            step,
            hour = now.AddTicks(-(now.Ticks % Hour.Ticks)),
        };
        for (var counted = false; !counted; )
        {
            counted =
                await database.ExecuteAsync(
                    "UPDATE sign_in_failures SET failures = failures + 1 WHERE staff_id = @staffId AND step = @step AND hour_at = @hour",
                    args,
                    ct
                ) == 1
                || await database.TryInsertAsync(
                    "INSERT INTO sign_in_failures (staff_id, step, hour_at, failures) VALUES (@staffId, @step, @hour, 1)",
                    args,
                    ct
                );
        }
    }

    /// <summary>Tells the trail of the hours that are over.</summary>
    public async Task TellAsync(DateTimeOffset now, CancellationToken ct)
    {
        var rows = await database.ListAsync<Row>(
            """
            SELECT f.staff_id, f.step, f.hour_at, f.failures, s.login
              FROM sign_in_failures f LEFT JOIN staff s ON s.id = f.staff_id
             WHERE f.hour_at <= @over ORDER BY f.hour_at, f.staff_id, f.step
            """,
            new { over = now - Hour },
            ct
        );
        foreach (var row in rows)
        {
            await database.TransactAsync(
                async tx =>
                {
                    var mine =
                        await tx.ExecuteAsync(
                            "DELETE FROM sign_in_failures WHERE staff_id = @StaffId AND step = @Step AND hour_at = @HourAt",
                            row,
                            ct
                        ) == 1;
                    if (mine)
                    {
                        await audit.AddAsync(tx, System, row.Told, now, ct);
                    }
                    return (mine, mine);
                },
                ct
            );
        }
    }

    private sealed record Row
    {
        public required long StaffId { get; init; }
        public required string Step { get; init; }
        public required DateTimeOffset HourAt { get; init; }
        public required int Failures { get; init; }
        public string? Login { get; init; }

        public Change Told =>
            new(
                Step == Password ? "staff.wrong_passwords" : "staff.wrong_codes",
                "staff",
                StaffId,
                Login ?? "不存在的账号",
                After: new { failures = Failures, hour = China.Local(HourAt).ToString("yyyy-MM-dd HH:00") }
            );
    }
}
