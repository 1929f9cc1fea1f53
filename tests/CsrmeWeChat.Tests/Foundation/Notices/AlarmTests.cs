using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Rehearsals;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>What burns is raised by the rooms in the transaction of its cause, and told once.</summary>
public sealed class AlarmTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Theory]
    [InlineData(59, 1)]
    [InlineData(61, 0)]
    public async Task A_benefit_that_is_gone_within_a_minute_of_its_opening_is_told(int seconds, int told)
    {
        var phones = await app.NewMembersAsync(3);
        var opens = app.Now.AddHours(1);
        var benefit = await app.NewBenefitAsync(2, with: b => b with { OpensAt = opens });
        app.Clock.Advance(opens - app.Now);
        (await phones[0].ClaimAsync(benefit)).EnsureSuccessStatusCode();
        Assert.Equal(0, await CountAsync($"/staff/benefits/{benefit}/live"));

        app.Clock.Advance(TimeSpan.FromSeconds(seconds));
        (await phones[1].ClaimAsync(benefit)).EnsureSuccessStatusCode();
        await phones[2].ClaimAsync(benefit);

        Assert.Equal(told, await CountAsync($"/staff/benefits/{benefit}/live"));
    }

    [Fact]
    public async Task The_benefit_of_a_rehearsal_is_nobody_s()
    {
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync(1, with: b => b with { OpensAt = app.Now });
        await Database.ExecuteAsync(
            "INSERT INTO seasons (year, name, theme, created_at, hidden) VALUES (-77, '演练', '', @Now, 1)",
            new { app.Now },
            Ct
        );
        await Database.ExecuteAsync(
            "UPDATE benefits SET season_id = (SELECT id FROM seasons WHERE year = -77) WHERE id = @benefit",
            new { benefit },
            Ct
        );

        Assert.Equal(ClaimOutcome.Claimed, (await app.Get<ClaimQueue>().ClaimAsync(phone.Member!.Id, benefit, Ct)).Outcome);

        Assert.Equal(0, await CountAsync($"/staff/benefits/{benefit}/live"));
    }

    [Fact]
    public async Task A_message_that_stands_still_is_told_each_time_that_it_does()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 3);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var states = app.Get<CampaignStates>();
        Task HoldAsync() =>
            Database.TransactAsync(
                async tx =>
                {
                    await CampaignStates.HoldAsync(tx, campaign.Id, "太晚了。", app.Now, Ct);
                    return (true, true);
                },
                Ct
            );

        await HoldAsync();
        await HoldAsync();
        Assert.Equal(1, await CountAsync($"/staff/messages/{campaign.Id}"));

        Assert.True(await states.ResumeAsync(Actor.Command, await app.FindAsync(campaign), app.Now, Ct));
        await HoldAsync();
        Assert.Equal(2, await CountAsync($"/staff/messages/{campaign.Id}"));
    }

    [Fact]
    public async Task A_backup_that_failed_is_told_once_a_day()
    {
        var backups = app.Get<BackupLog>();
        await backups.AddAsync(Actor.Command, BackupState.Failed, app.Now, Ct);
        await backups.AddAsync(Actor.Command, BackupState.Failed, app.Now, Ct);
        await backups.AddAsync(Actor.Command, BackupState.Kept, app.Now, Ct);

        Assert.Equal(1, await CountAsync(BackupWork.Help));
    }

    [Fact]
    public async Task A_benefit_that_opens_tomorrow_waits_for_a_rehearsal_until_there_was_one()
    {
        var work = app.Services.GetServices<IWorkSource>().OfType<RehearsalWork>().Single();
        await app.NewBenefitAsync(10, with: b => b with { Title = "明天的福利", OpensAt = app.Now.AddHours(20) });

        Assert.Contains("“明天的福利”", Assert.Single(await work.ListAsync(app.Now, Ct)).Words);
        Assert.Empty(await work.ListAsync(app.Now.AddHours(19), Ct));
        await Database.ExecuteAsync(
            """
            INSERT INTO rehearsals (slot, phones, stock, state, step, done, asked_by, asked_at, ended_at, result, why, lease)
            VALUES ('own:1', 10, 5, 'done', 'removing', 0, '某人', @Now, @Now, '', '', '')
            """,
            new { app.Now },
            Ct
        );
        Assert.Empty(await work.ListAsync(app.Now, Ct));
    }

    private Task<int> CountAsync(string address) =>
        Database.FindAsync<int>("SELECT COUNT(*) FROM notices WHERE address = @address AND kind = 'alarm'", new { address }, Ct);
}
