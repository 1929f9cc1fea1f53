using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Ranking;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>Rounds with their jurors, straight through the stores.</summary>
public static class JuryArrange
{
    private static long panels = 50_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static RoundDraft Draft(DateTimeOffset now, IReadOnlyList<long> jurors, int perItem = 1) =>
        new(
            "初评",
            [new Criterion("科学性", 60), new Criterion("艺术性", 40)],
            perItem,
            GoesOn: 10,
            RankRule.Normalised,
            TieRule.ByCriteria,
            now.AddDays(7),
            jurors
        );

    extension(IServiceProvider services)
    {
        public async Task<Round> NewRoundAsync(IReadOnlyList<long> jurors, int perItem = 1)
        {
            var (store, now) = (services.GetRequiredService<RoundStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var panel = new Panel(TestPanel.Word, Interlocked.Increment(ref panels));
            await store.AddAsync(Actor.Command, panel, 1, Draft(now, jurors, perItem), now, Ct);
            return (await store.ListAsync(panel, Ct)).Single();
        }

        public async Task<Round> OpenAsync(Round round, IEnumerable<long> items)
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            JudgedItem[] judged = [.. items.Select(id => new JudgedItem(id, "single", new Dictionary<long, ConflictReason>()))];
            var opened = await services.GetRequiredService<RoundStates>().OpenAsync(Actor.Command, round, judged, now, Ct);
            Assert.Equal(OpenOutcome.Opened, opened.Outcome);
            return (await services.GetRequiredService<RoundStore>().FindAsync(round.Id, Ct))!;
        }
    }

    extension(App app)
    {
        /// <summary>An open round of so many items, all of each juror's, with the jurors at the console.</summary>
        public async Task<(Round Round, TestStaff[] Jurors)> NewJuryAsync(int jurors, int items, int pictures = 1)
        {
            var staff = await Task.WhenAll(Enumerable.Range(0, jurors).Select(_ => app.NewStaffAsync(Role.Juror)));
            var ids = new List<long>();
            for (var number = 0; number < items; number++)
            {
                ids.Add(await app.Get<TestPanel>().AddAsync($"岩画 {number}", "欧阳秘密", pictures, Ct));
            }
            var round = await app.Services.NewRoundAsync([.. staff.Select(juror => juror.Id)], jurors);
            return (await app.Services.OpenAsync(round, ids), staff);
        }

        public Task<IReadOnlyList<Ballot>> QueueAsync(TestStaff juror, Round round) =>
            app.Get<BallotStore>().ListAsync(juror.Id, round, Ct);
    }
}
