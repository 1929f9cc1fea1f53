using System.Globalization;
using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Contests that take votes, with entries and voters that stand as rows: how they came to be does not matter to a vote.</summary>
public static class VoteArrange
{
    /// <summary>Beside those numbers lie the ones that the database gives to others.</summary>
    private const long Apart = 1_000_000;

    private static long people = 500_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(App app)
    {
        /// <summary>A published contest whose voting opened an hour ago and goes on for a day.</summary>
        public async Task<Contest> NewVotingAsync(Func<ContestDraft, ContestDraft>? with = null)
        {
            var store = app.Get<ContestStore>();
            await app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), app.Now, Ct);
            var draft = new ContestDraft
            {
                Title = "第二届科普摄影大赛",
                Rules = "拍下岩石和与它打交道的人。",
                Groups = [new ContestGroup("single", "单幅组", GroupShape.Single), new ContestGroup("series", "组照组", GroupShape.Series)],
                Criteria = [new Criterion("科学性", 60), new Criterion("艺术性", 40)],
                OpensAt = app.Now.AddDays(-60),
                ClosesAt = app.Now.AddDays(-10),
                IsShown = true,
                Granted = "社交-社区",
                VoteOpensAt = app.Now.AddHours(-1),
                VoteClosesAt = app.Now.AddDays(1),
            };
            var id = (await store.AddAsync(Actor.Command, 2026, with is null ? draft : with(draft), app.Now, Ct))!.Value;
            await store.MoveAsync(Actor.Command, (await store.FindAsync(id, Ct))!, ContestState.Published, app.Now, Ct);
            return (await store.FindAsync(id, Ct))!;
        }

        public async Task<Contest> FindContestAsync(Contest contest) => (await app.Get<ContestStore>().FindAsync(contest.Id, Ct))!;

        /// <summary>An entry of somebody, with photos whose copies are there.</summary>
        public async Task<long> NewEntryIn(
            Contest contest,
            long? author = null,
            string title = "采场日出",
            string group = "single",
            string state = "accepted",
            int photos = 1
        )
        {
            var database = app.Get<Database>();
            var id = await database.InsertAsync(
                """
                INSERT INTO contest_entries (slot, contest_id, person_id, state, group_key, subject, title, caption, place, taken_on,
                                             author, unit, coauthors, avoid, edit, edit_note, ai_use, ai_note, version, revision,
                                             reason, votes, created_at, changed_at, decided_by)
                VALUES (@slot, @Id, @author, @state, @group, '', @title, '清晨六点的采场。', '山西', '2026-05', '石雨田',
                        '某某矿业大学', '[{"name":"沈一凡","unit":""}]', '[]', 'none', '', 'none', '', 1, 1, '', 0, @Now, @Now, '')
                """,
                new
                {
                    slot = $"{Guid.NewGuid():N}",
                    contest.Id,
                    author,
                    state,
                    group,
                    title,
                    app.Now,
                },
                Ct
            );
            for (var place = 1; place <= photos; place++)
            {
                await database.ExecuteAsync(
                    """
                    INSERT INTO contest_photos (code, entry_id, place, upload_id, name, size, sha256, begun_at, completed_at, state, fault,
                                                why, facts, width, height, copy_width, copy_height, looks, attempts, lease)
                    VALUES (@code, @id, @place, 0, '石雨田-原图.jpg', 9, '', @Now, @Now, 'ready', '', '', '', 6000, 4000, 4096, 2731, 0, 0, '')
                    """,
                    new
                    {
                        code = EntryPhotoKeys.NewCode(),
                        id,
                        place,
                        app.Now,
                    },
                    Ct
                );
            }
            return id;
        }

        /// <summary>Persons who are bound to members and have been known for a day.</summary>
        public async Task<long[]> NewVotersAsync(int count, TimeSpan? known = null)
        {
            var first = Interlocked.Add(ref people, Apart);
            long[] ids = [.. Enumerable.Range(0, count).Select(i => first + i)];
            var seen = app.Now - (known ?? TimeSpan.FromDays(1));
            var database = app.Get<Database>();
            await database.InsertManyAsync("INSERT INTO people (id, created_at)", [.. ids.Select(id => new object?[] { id, seen })], Ct);
            await database.InsertManyAsync(
                """
                INSERT INTO members (id, number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                     revision, created_at, updated_at)
                """,
                [.. ids.Select(id => new object?[] { id, $"V{id}", "会员", "会员", "", "", "", "", "", "", 1, app.Now, app.Now })],
                Ct
            );
            await database.InsertManyAsync(
                "INSERT INTO bindings (member_id, person_id, bound_at)",
                [.. ids.Select(id => new object?[] { id, id, app.Now })],
                Ct
            );
            return ids;
        }

        /// <summary>A phone whose user is a member and no newcomer.</summary>
        public async Task<TestPhone> NewVotingPhoneAsync()
        {
            var phone = await app.NewMemberAsync();
            await app.Get<Database>()
                .ExecuteAsync(
                    "UPDATE people SET created_at = @seen WHERE id = @id",
                    new { id = await app.PersonIdAsync(phone), seen = app.Now.AddDays(-1) },
                    Ct
                );
            return phone;
        }

        public Task<long> PersonIdAsync(TestPhone phone) =>
            app.Get<Database>().FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);

        /// <param name="from">An address of one's own where none is said.</param>
        public Task<VoteResult> VoteAsync(long person, long entry, bool gives = true, string? from = null) =>
            app.Get<VoteQueue>().AddAsync(person, entry, gives, IPAddress.Parse(from ?? AddressOf(person)), Ct);

        public async Task<VoteResult[]> VoteAllAsync(IEnumerable<long> persons, long entry, string? from = null) =>
            await Task.WhenAll(persons.Select(person => app.VoteAsync(person, entry, from: from)));

        public async Task<int> CountVotesAsync(long entry, string state = "counted", string? reason = null) =>
            await app.Get<Database>()
                .FindAsync<int>(
                    """
                    SELECT COUNT(*) FROM contest_votes
                     WHERE entry_id = @entry AND state = @state AND taken_back_at IS NULL AND (@reason IS NULL OR reason = @reason)
                    """,
                    new
                    {
                        entry,
                        state,
                        reason,
                    },
                    Ct
                );

        public Task ScreenVotesAsync() => app.Get<ScreenVotes>().RunAsync(Ct);
    }

    extension(TestPhone phone)
    {
        public Task<HttpResponseMessage> VoteAsync(long entry) => phone.Http.PutAsync(VotePath(entry), null, Ct);

        public Task<HttpResponseMessage> TakeVoteBackAsync(long entry) => phone.Http.DeleteAsync(VotePath(entry), Ct);
    }

    private static string VotePath(long entry) => string.Create(CultureInfo.InvariantCulture, $"/api/contests/gallery/{entry}/vote");

    private static string AddressOf(long person) =>
        string.Create(CultureInfo.InvariantCulture, $"10.{person >> 16 & 255}.{person >> 8 & 255}.{person & 255}");
}
