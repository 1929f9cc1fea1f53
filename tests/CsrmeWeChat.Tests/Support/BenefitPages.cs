using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What tests of the benefits' pages share.</summary>
public static class BenefitPages
{
    extension(App app)
    {
        /// <summary>The form of a benefit as its edit page has it.</summary>
        public async Task<(string Name, string Value)[]> FormOfAsync(long benefit, string? title = null, string? stock = null)
        {
            var details = (await app.Get<BenefitStore>().FindDetailsAsync(benefit, default))!;
            return
            [
                ("Revision", $"{details.Revision}"),
                ("Form.Title", title ?? details.Definition.Title),
                ("Form.Summary", details.Definition.Summary),
                ("Form.UsageNote", details.Definition.UsageNote),
                ("Form.Partner", details.Definition.Partner),
                ("Form.OpensAt", Local(details.Definition.OpensAt)),
                ("Form.ClosesAt", Local(details.Definition.ClosesAt)),
                ("Form.UseUntil", Local(details.Definition.UseUntil)),
                ("Form.Stock", stock ?? ""),
                .. details.Definition.Levels.Select(level => ("Form.Levels", level)),
            ];
        }

        public async Task<BenefitDetails> SheetAsync(long benefit) => (await app.Get<BenefitStore>().FindDetailsAsync(benefit, default))!;

        /// <summary>What the trail tells of one thing, oldest first.</summary>
        public async Task<IReadOnlyList<AuditEvent>> ListAuditAsync(string kind, long id) =>
            [
                .. (
                    await app.Get<AuditSearch>()
                        .ListAsync(new AuditFilter(null, null, kind, id, "", null, null), "seq DESC", 0, 100, default)
                ).Reverse(),
            ];

        /// <summary>What the trail tells of a claim.</summary>
        public async Task<IReadOnlyList<AuditEvent>> ListClaimAuditAsync(long benefit, int serial) =>
            await app.ListAuditAsync(
                "claim",
                await app.Get<Database>()
                    .FindAsync<long>("SELECT id FROM claims WHERE benefit_id = @benefit AND serial = @serial", new { benefit, serial })
            );

        /// <summary>Runs something while the trail refuses every row.</summary>
        public async Task WithoutTrailAsync(Func<Task> action)
        {
            var database = app.Get<Database>();
            await database.ExecuteAsync("UPDATE audit_head SET seq = seq - 1 WHERE id = 1");
            try
            {
                await action();
            }
            finally
            {
                await database.ExecuteAsync("UPDATE audit_head SET seq = seq + 1 WHERE id = 1");
            }
        }
    }

    /// <summary>Chooses the season in the header; 0 for all.</summary>
    public static async Task ChooseSeasonAsync(this TestStaff staff, App app, int year)
    {
        // Seasons that were added a moment ago are known a second later; forms hold whole minutes.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await staff.PostAsync("/staff/season", ("Year", $"{year}"), ("Back", "/staff"));
    }

    /// <summary>As a datetime-local field sends it.</summary>
    public static string Local(DateTimeOffset at) => $"{China.Local(at):yyyy-MM-ddTHH:mm}";
}
