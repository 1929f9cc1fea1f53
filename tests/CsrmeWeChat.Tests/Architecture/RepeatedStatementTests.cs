using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>
/// What runs every few seconds reads next to nothing while nothing is due, however much the house has done before. Every job is held, also
/// of rooms to come; what a message's lease and record read beside others stands in MessageStatementTests.
/// </summary>
public sealed class RepeatedStatementTests(App app) : IClassFixture<App>
{
    private const int Rows = 4_000;

    private static readonly string[] Growing =
    [
        "audit_events",
        "binding_events",
        "bindings",
        "callbacks",
        "claim_tries",
        "claims",
        "deliveries",
        "followers",
        "mass_sends",
        "members",
        "moderation_checks",
        "moderation_traces",
        "openids",
        "people",
        "redemptions",
        "sessions",
        "uploads",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Fact]
    public async Task A_job_with_nothing_to_do_reads_next_to_nothing()
    {
        await FillAsync();
        var jobs = app.Get<IEnumerable<RecurringJob>>().Select(job => job.Type).ToList();
        // Once a day this one asks for a reading of all followers, which is its work.
        Assert.True(jobs.Remove(typeof(AskForFollowers)));
        var asking = 0;
        foreach (var type in jobs)
        {
            var job = (IJob)app.Services.GetRequiredService(type);
            await job.RunAsync(Ct);

            var statements = await app.Services.WatchAsync(() => job.RunAsync(Ct));

            // One that knows that its day is done asks nothing at all.
            if (statements.Statements.Count > 0)
            {
                asking++;
                statements.ExamineAtMost(100, Growing);
            }
        }
        Assert.True(asking > 8, $"{asking} jobs asked");
    }

    [Fact]
    public async Task A_member_s_screens_read_what_is_theirs()
    {
        await FillAsync();
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        (await phone.ClaimAsync(benefit)).EnsureSuccessStatusCode();
        foreach (var screen in (string[])["/api/benefits", "/api/claims", "/api/me", "/api/me/export"])
        {
            var statements = await app.Services.WatchAsync(() => phone.GetAsync(screen));

            statements.ExamineAtMost(100, Growing);
        }
    }

    [Fact]
    public async Task Erasing_somebody_reads_what_is_theirs()
    {
        await FillAsync();
        var phone = await app.NewMemberAsync();
        (await phone.ClaimAsync(await app.NewBenefitAsync())).EnsureSuccessStatusCode();
        await app.PushAsync(Pushed.Mini, Pushed.Plain, phone.OpenId, Pushed.Event("kf_create_session"));
        await app.HandleCallbacksAsync();

        var statements = await app.Services.WatchAsync(async () => (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode());

        statements.ExamineAtMost(100, Growing);
    }

    /// <summary>Years of work that is done: none of it is due.</summary>
    private async Task FillAsync()
    {
        if (await Database.FindAsync<int>("SELECT COUNT(*) FROM members", ct: Ct) >= Rows)
        {
            return;
        }
        var benefit = await app.NewBenefitAsync(stock: Rows);
        var story = await NewStoryAsync(benefit);
        var campaign = await NewCampaignAsync();
        var now = app.Now;
        var later = now.AddDays(3);
        await InsertAsync(
            "members (id, number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit, revision, "
                + "created_at, updated_at)",
            i => [Id(i), $"F{i}", "会员", "会员", "", "", "", "", "", "", 1, now, now]
        );
        await InsertAsync("people (id, created_at)", i => [Id(i), now]);
        await InsertAsync("openids (app_id, open_id, person_id, created_at)", i => ["other", $"o{i}", Id(i), now]);
        await InsertAsync("bindings (member_id, person_id, bound_at)", i => [Id(i), Id(i), now]);
        await InsertAsync("binding_events (member_id, person_id, event, reason, actor, at)", i => [Id(i), Id(i), "bound", "", "", now]);
        await InsertAsync("sessions (token_hash, person_id, created_at, expires_at)", i => [$"{i:D64}", Id(i), now, later]);
        await InsertAsync("claims (benefit_id, member_id, holder, serial, code, state, claimed_at)", i =>
            [benefit, Id(i), Id(i), i, $"F{i:D11}", "redeemed", now]
        );
        await InsertAsync("claim_tries (benefit_id, member_id, amount, first_at, last_at, outcome)", i =>
            [benefit, Id(i), 1, now, now, "soldout"]
        );
        await InsertAsync(
            "callbacks (dedupe_key, app_id, open_id, kind, body, reply, received_at, due_at, handled_at, attempts, error)",
            i => [$"{i:D64}", "other", $"f{i}", "text", "", "", now, null, now, 1, ""]
        );
        await InsertAsync("followers (open_id, union_id, follows, followed_at, scene, remark, details_at)", i =>
            [$"f{i}", "", 1, now, "", "", now]
        );
        await InsertAsync(
            "mass_sends (story_id, way, state, scheduled_at, client_msg_id, draft_id, publish_id, lease, due_at, attempts, why, expected, "
                + "created_at)",
            i => [story, "all", "done", now, $"{i}", "", "", "", now, 1, "", 0, now]
        );
        await InsertAsync("deliveries (campaign_id, recipient, open_id, state, reason, lease, due_at, attempts, round)", i =>
            [campaign, $"f{i}", $"f{i}", "confirmed", "", "", now, 1, 0]
        );
        await InsertAsync(
            "uploads (code, person_id, purpose, file_name, metadata, size, wanted_sha256, state, received, sha256, place, part, "
                + "store_session, turn, lease, begun_at, received_at, taken_at, expires_at)",
            i => [$"{i:D20}", Id(i), "video", "", "", 1, "", "complete", 1, $"{i:D64}", "store", 0, "", 1, "", now, now, now, null]
        );
        await InsertAsync(
            "moderation_checks (question_key, kind, subject_id, version, person_id, part, piece, pieces, medium, api, content, file_key, "
                + "state, reason, suggestion, err_code, lease, attempts, downloads, created_at, wanted_at, settled_at)",
            i =>
                [
                    $"{i:D64}",
                    "filled",
                    i,
                    1,
                    Id(i),
                    "title",
                    1,
                    1,
                    "text",
                    i % 2 == 0 ? "text" : "media",
                    "",
                    "",
                    i % 3 == 0 ? "human" : "passed",
                    "",
                    "pass",
                    0,
                    "",
                    1,
                    0,
                    now,
                    now,
                    now,
                ]
        );
        await InsertAsync("moderation_traces (trace_id, check_id, suggestion, err_code, asked_at, answered_at)", i =>
            [$"filled-{i}", i, "pass", 0, now, now]
        );
    }

    private Task<long> NewStoryAsync(long benefit) =>
        Database.InsertAsync(
            """
            INSERT INTO stories (made_by, season_id, state, version, revision, article_url, changed_at, created_at)
            SELECT 'statements', season_id, 'draft', 1, 0, '', @Now, @Now FROM benefits WHERE id = @benefit
            """,
            new { benefit, app.Now },
            Ct
        );

    private async Task<long> NewCampaignAsync()
    {
        var template = await Database.InsertAsync(
            """
            INSERT INTO message_templates (channel, wechat_id, name, fields, long_term, revision, created_at)
            VALUES ('template', 'filled', 'filled', '[]', 0, 0, @Now)
            """,
            new { app.Now },
            Ct
        );
        return await Database.InsertAsync(
            """
            INSERT INTO campaigns (dedupe, name, topic, template_id, fields, page, audience, state, why, frozen_to, done, failed, revision,
                                   created_by, created_at)
            VALUES ('filled', 'filled', 'events', @template, '{}', '', '{}', 'done', '', 0, 0, 0, 0, '', @Now)
            """,
            new { template, app.Now },
            Ct
        );
    }

    private static long Id(int i) => 1_000_000 + i;

    private async Task InsertAsync(string into, Func<int, object?[]> rowOf) =>
        await Database.InsertManyAsync($"INSERT INTO {into}", [.. Enumerable.Range(1, Rows).Select(rowOf)], Ct);
}
