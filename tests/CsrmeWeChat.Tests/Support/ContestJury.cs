using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Ranking;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>An accepted entry as a jury finds it.</summary>
public sealed record Entered(string Author, string Unit)
{
    public string Group { get; init; } = "single";
    public string Title { get; init; } = "掌子面";
    public string Caption { get; init; } = "隧道里的一天。";
    public string Place { get; init; } = "洞口";
    public string EditNote { get; init; } = "";
    public (string Name, string Unit)[] Coauthors { get; init; } = [];
    public string[] Avoid { get; init; } = [];
    public long? PersonId { get; init; }
    public PhotoEntryState State { get; init; } = PhotoEntryState.Accepted;
}

/// <summary>A contest whose entries are there already, for those who judge it.</summary>
public static class ContestJury
{
    private static long made;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(IServiceProvider services)
    {
        private DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

        /// <summary>Closed for entries since yesterday.</summary>
        public async Task<long> NewJudgedContestAsync(Func<ContestDraft, ContestDraft>? with = null)
        {
            await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), services.Now, Ct);
            var draft = new ContestDraft
            {
                Title = "科普摄影大赛",
                Rules = "原创。",
                Groups = [new("single", "单幅组", GroupShape.Single), new("series", "组照组", GroupShape.Series)],
                Criteria = [new("科学性", 60), new("艺术性", 40)],
                OpensAt = services.Now.AddDays(-30),
                ClosesAt = services.Now.AddDays(-1),
            };
            var contests = services.GetRequiredService<ContestStore>();
            var id = (await contests.AddAsync(Actor.Command, 2026, with is null ? draft : with(draft), services.Now, Ct))!.Value;
            await contests.MoveAsync(Actor.Command, (await contests.FindAsync(id, Ct))!, ContestState.Published, services.Now, Ct);
            return id;
        }

        /// <summary>The numbers of the entries, in their order.</summary>
        public async Task<IReadOnlyList<long>> EnterAsync(long contest, params IReadOnlyList<Entered> entries)
        {
            var (database, now) = (services.GetRequiredService<Database>(), services.Now);
            var before = await database.FindAsync<long>("SELECT COALESCE(MAX(id), 0) FROM contest_entries", ct: Ct);
            await database.InsertManyAsync(
                """
                INSERT INTO contest_entries (slot, contest_id, person_id, state, group_key, subject, title, caption, place, taken_on,
                                             author, unit, coauthors, avoid, edit, edit_note, ai_use, ai_note, version, revision, reason,
                                             votes, created_at, changed_at, submitted_at, decided_by)
                """,
                [.. entries.Select(entry => RowOf(contest, entry, now))],
                Ct
            );
            return await database.ListAsync<long>("SELECT id FROM contest_entries WHERE id > @before ORDER BY id", new { before }, Ct);
        }

        public async Task<StaffMember> NewJurorAsync(string name, string unit = "", long? branch = null)
        {
            var account = await services.NewAccountAsync(Role.Juror);
            await services
                .GetRequiredService<Database>()
                .ExecuteAsync(
                    "UPDATE staff SET name = @name, unit = @unit, branch_id = @branch WHERE id = @Id",
                    new
                    {
                        name,
                        unit,
                        branch,
                        account.Id,
                    },
                    Ct
                );
            return (await services.GetRequiredService<StaffStore>().FindAsync(account.Id, Ct))!;
        }

        public async Task<StaffMember[]> NewJurorsAsync(int count)
        {
            var jurors = new StaffMember[count];
            for (var i = 0; i < count; i++)
            {
                jurors[i] = await services.NewJurorAsync($"评委{Interlocked.Increment(ref made)}号");
            }
            return jurors;
        }

        /// <summary>The next round of a contest, still a draft.</summary>
        public async Task<Round> NewDraftAsync(long contest, IEnumerable<StaffMember> jurors, Func<RoundDraft, RoundDraft>? with = null)
        {
            var store = services.GetRequiredService<RoundStore>();
            var panel = new Panel(ContestsFeature.Subject, contest);
            var draft = new RoundDraft(
                "初评",
                [new Criterion("科学性", 60), new Criterion("艺术性", 40)],
                PerItem: 3,
                GoesOn: 2,
                RankRule.Normalised,
                TieRule.ByCriteria,
                services.Now.AddDays(7),
                [.. jurors.Select(juror => juror.Id)]
            );
            var number = (await store.ListAsync(panel, Ct)).Count + 1;
            var id = await store.AddAsync(Actor.Command, panel, number, with is null ? draft : with(draft), services.Now, Ct);
            return (await store.FindAsync(id!.Value, Ct))!;
        }

        public async Task<Round> OpenAsync(Round draft)
        {
            var (check, result) = await services.GetRequiredService<RoundDesk>().OpenAsync(Actor.Command, draft, services.Now, Ct);
            Assert.Equal((OpenOutcome.Opened, ""), (result?.Outcome, string.Concat(check.Stops)));
            return (await services.GetRequiredService<RoundStore>().FindAsync(draft.Id, Ct))!;
        }

        /// <summary>All jurors give what this says for the item and themselves; null leaves it open.</summary>
        public async Task ScoreAsync(Round round, Func<long, long, int[]?> points)
        {
            var ballots = services.GetRequiredService<BallotStore>();
            foreach (var juror in await services.GetRequiredService<RoundStore>().ListJurorsAsync(round.Id, Ct))
            {
                foreach (var ballot in await ballots.ListAsync(juror, round, Ct))
                {
                    if (ballot.State is BallotState.Open && points(ballot.ItemId, juror) is { } given)
                    {
                        Assert.Equal(
                            SaveOutcome.Saved,
                            await ballots.SaveAsync(juror, ballot.Id, ballot.Revision, given, "", services.Now, Ct)
                        );
                    }
                }
            }
        }

        public async Task<RoundRanking> FreezeAsync(Round round)
        {
            var states = services.GetRequiredService<RoundStates>();
            Assert.Equal(CloseOutcome.Closed, (await states.CloseAsync(Actor.Command, round, isAware: true, services.Now, Ct)).Outcome);
            Assert.True(await states.FreezeAsync(Actor.Command, round, services.Now, Ct));
            return RoundRanking.Read((await services.GetRequiredService<RankingStore>().FindAsync(round.Id, Ct))!.Text);
        }
    }

    private static object?[] RowOf(long contest, Entered entry, DateTimeOffset now) =>
        [
            string.Create(CultureInfo.InvariantCulture, $"entry:test{Interlocked.Increment(ref made)}"),
            contest,
            entry.PersonId,
            entry.State.Key,
            entry.Group,
            "",
            entry.Title,
            entry.Caption,
            entry.Place,
            "2026-05",
            entry.Author,
            entry.Unit,
            JsonSerializer.Serialize(entry.Coauthors.Select(one => new { name = one.Name, unit = one.Unit })),
            JsonSerializer.Serialize(entry.Avoid),
            PhotoEdit.Basic.Key,
            entry.EditNote,
            PhotoAiUse.None.Key,
            "",
            1,
            1L,
            "",
            0,
            now,
            now,
            now,
            "",
        ];
}
