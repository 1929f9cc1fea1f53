using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>Benefits taken over from an earlier season, removed, and given a picture.</summary>
public sealed class BenefitCopyTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int years = 2100;

    [Fact]
    public async Task A_copy_is_a_draft_of_the_chosen_season_with_the_days_of_its_year()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var (from, to) = (await NewSeasonAsync(), await NewSeasonAsync());
        await app.NewMemberAsync("复制级别", tags: "复制标签");
        var opens = China.At(new DateTime(from, 2, 28, 9, 30, 0));
        var original = await app.NewBenefitAsync(stock: 33, with: b =>
            Given(b, from, opens) with
            {
                Place = "北京会议中心",
                Levels = ["复制级别"],
                Tags = ["复制标签"],
            }
        );
        await app.Get<BenefitStore>().SetPictureAsync(Actor.Command, original, await PictureAsync(), app.Now, Ct);
        await staff.ChooseSeasonAsync(app, to);

        var page = await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{original}?handler=Copy"));

        Assert.Contains($"已复制到 {to} 年度", page);
        var copy = await app.SheetAsync(await IdAsync(to, "要复制的"));
        Assert.Equal(
            (to, BenefitState.Draft, 33, 0, 0),
            (copy.Season, copy.Benefit.State, copy.Benefit.Stock, copy.Benefit.Issued, copy.Benefit.Held)
        );
        Assert.Equal(China.At(new DateTime(to, 2, 28, 9, 30, 0)), copy.Definition.OpensAt);
        Assert.Equal(("北京会议中心", 64, 48), (copy.Definition.Place, copy.Benefit.PictureWidth, copy.Benefit.PictureHeight));
        Assert.Equal(["复制级别", "复制标签"], [.. copy.Definition.Levels, .. copy.Definition.Tags]);
        Assert.Equal("benefit.copy", Assert.Single(await app.ListAuditAsync("benefit", copy.Benefit.Id)).Action);
    }

    [Fact]
    public void A_leap_day_that_another_year_lacks_turns_no_window_round()
    {
        DateTimeOffset At(int year, int month, int day, int hour) => China.At(new DateTime(year, month, day, hour, 0, 0));
        var leap = new NewBenefit(
            2028,
            BenefitKind.Counter,
            "闰日",
            "",
            "",
            "",
            At(2028, 2, 28, 9),
            At(2028, 2, 29, 8),
            At(2028, 2, 29, 8),
            1
        ).Definition();

        var moved = leap.MovedBy(1);

        Assert.Empty(moved.Faults());
        Assert.Equal((At(2029, 2, 28, 9), At(2029, 3, 1, 8)), (moved.OpensAt, moved.ClosesAt));
        Assert.Equal(moved.ClosesAt, moved.UseUntil);
    }

    [Fact]
    public async Task A_season_is_copied_at_once_and_copying_it_again_adds_nothing()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var (from, to) = (await NewSeasonAsync(), await NewSeasonAsync());
        var opens = China.At(new DateTime(from, 5, 30, 10, 0, 0));
        foreach (var title in (string[])["甲", "乙", "丙"])
        {
            await app.NewBenefitAsync(with: b => Given(b, from, opens) with { Title = title });
        }
        await app.NewBenefitAsync(with: b => Given(b, to, opens) with { Title = "乙" });
        await staff.ChooseSeasonAsync(app, to);
        Assert.Contains("甲", await staff.GetPageAsync($"/staff/benefits/copy?from={from}"));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => staff.PostAsync("/staff/benefits/copy", ("From", $"{from}"), ("To", $"{to}")))
        );

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var copies = await app.Get<BenefitSearch>()
            .ListAsync(new BenefitFilter(Season: to), BenefitSearch.Columns["title"], 0, 50, app.Now, Ct);
        Assert.Equal(["丙", "乙", "甲"], copies.Select(copy => copy.Title).Order(StringComparer.Ordinal));
        Assert.Equal(2, copies.Count(copy => copy.State is BenefitState.Draft));
        Assert.Contains(
            "请选择两个不同的年度",
            await TestStaff.PageOf(await staff.PostAsync("/staff/benefits/copy", ("From", $"{from}"), ("To", $"{from}")))
        );
    }

    [Fact]
    public async Task A_draft_is_removed_with_its_vouchers_and_one_that_members_saw_is_not()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var prefix = Guid.NewGuid().ToString("N")[..6];
        var benefit = await app.NewBenefitAsync(
            with: b => b with { Tags = ["删"], OpensAt = app.Now.AddHours(1) },
            vouchers: [$"{prefix}-1", $"{prefix}-2"]
        );
        await (await app.NewMemberAsync()).ClaimAsync(benefit);
        await app.Get<ClaimRefusals>().FlushAsync(Ct);
        await app.Get<ClaimTries>().FlushAsync(Ct);

        Assert.Contains("请先撤回为草稿", await TestStaff.PageOf(await staff.PostAsync($"/staff/benefits/{benefit}?handler=Remove")));
        await staff.PostAsync($"/staff/benefits/{benefit}?handler=State", ("from", "Published"), ("to", "Draft"));
        Assert.Contains("福利已删除", await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{benefit}?handler=Remove")));

        Assert.Equal(HttpStatusCode.NotFound, (await staff.GetAsync($"/staff/benefits/{benefit}")).StatusCode);
        Assert.Contains("benefit.remove", (await app.ListAuditAsync("benefit", benefit)).Select(row => row.Action));
        foreach (var table in (string[])["vouchers", "voucher_uploads", "claim_refusals", "claim_tries", "benefit_tags"])
        {
            var left = await app.Get<Database>()
                .FindAsync<int>($"SELECT COUNT(*) FROM {table} WHERE benefit_id = @benefit", new { benefit }, Ct);
            Assert.Equal(0, left);
        }
        // Its codes were shown to nobody and can be uploaded again.
        await app.NewBenefitAsync(vouchers: [$"{prefix}-1"]);
    }

    [Fact]
    public async Task What_somebody_just_claimed_is_never_removed()
    {
        var operations = app.Get<BenefitOperations>();
        for (var round = 0; round < 12; round++)
        {
            var phone = await app.NewMemberAsync();
            var benefit = await app.NewBenefitAsync();
            await app.Get<ClaimQueue>().ClaimAsync(987_654_321, benefit, Ct);

            var claiming = phone.ClaimAsync(benefit);
            await operations.SetStateAsync(Actor.Command, benefit, null, BenefitState.Draft, app.Now, Ct);
            var removed = await operations.RemoveAsync(Actor.Command, benefit, app.Now, Ct);
            var claimed = (await claiming).StatusCode is HttpStatusCode.OK;

            Assert.NotEqual(claimed, removed is RemoveOutcome.Removed);
            Assert.Equal(claimed, await app.Get<BenefitStore>().FindAnyAsync(benefit, Ct) is not null);
        }
    }

    [Fact]
    public async Task A_draft_that_was_claimed_under_the_hand_of_the_remover_stays()
    {
        var benefit = await app.NewBenefitAsync();
        (await (await app.NewMemberAsync()).ClaimAsync(benefit)).EnsureSuccessStatusCode();
        // As if it had been withdrawn a moment before: only the counter says that somebody holds it.
        await app.Get<Database>().ExecuteAsync("UPDATE benefits SET state = 'draft' WHERE id = @benefit", new { benefit }, Ct);

        Assert.Equal(RemoveOutcome.AlreadyClaimed, await app.Get<BenefitOperations>().RemoveAsync(Actor.Command, benefit, app.Now, Ct));
        Assert.NotNull(await app.Get<BenefitStore>().FindAnyAsync(benefit, Ct));
    }

    [Fact]
    public async Task A_picture_is_shown_with_its_size_in_the_mini_program_and_taken_away_again()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync(with: b => b with { Place = "一楼服务台" });

        var page = await staff.FollowAsync(
            await staff.UploadAsync($"/staff/benefits/{benefit}?handler=Picture", "PictureFile", "书.png", TestPicture.Png(640, 360, 7))
        );
        Assert.Contains("图片已更换", page);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var card = await phone.GetAsync($"/api/benefits/{benefit}");
        var picture = card.GetProperty("picture");
        Assert.Equal((640, 360), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        Assert.Equal("一楼服务台", card.GetProperty("place").GetString());
        Assert.Equal(HttpStatusCode.OK, (await phone.Http.GetAsync(picture.GetProperty("path").GetString(), Ct)).StatusCode);
        Assert.Equal("一楼服务台", (await TestPhone.JsonOf(await phone.ClaimAsync(benefit))).GetProperty("place").GetString());

        await staff.FollowAsync(await staff.PostAsync($"/staff/benefits/{benefit}?handler=NoPicture"));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            System.Text.Json.JsonValueKind.Null,
            (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("picture").ValueKind
        );
        Assert.Equal(2, (await app.ListAuditAsync("benefit", benefit)).Count(row => row.Action == "benefit.picture"));
    }

    [Fact]
    public async Task A_picture_that_is_too_large_or_none_is_refused_in_words()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync();

        Assert.Contains("图片超过 15 MB", await RefusedAsync(new byte[40 << 20]));
        Assert.Contains("不是图片", await RefusedAsync("没有图片"u8.ToArray()));
        Assert.Contains("请选择一张图片", await RefusedAsync([]));

        async Task<string> RefusedAsync(byte[] content) =>
            await TestStaff.PageOf(await staff.UploadAsync($"/staff/benefits/{benefit}?handler=Picture", "PictureFile", "图.png", content));
    }

    private async Task<int> NewSeasonAsync()
    {
        var year = Interlocked.Increment(ref years);
        await app.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(year, null, null), app.Now, Ct);
        return year;
    }

    private static NewBenefit Given(NewBenefit benefit, int season, DateTimeOffset opens) =>
        benefit with
        {
            Season = season,
            Title = "要复制的",
            OpensAt = opens,
            ClosesAt = opens.AddDays(1),
            UseUntil = opens.AddDays(30),
        };

    private async Task<Picture> PictureAsync()
    {
        var pictures = app.Get<Pictures>();
        return pictures.Measure((await pictures.AddAsync(TestPicture.Png(64, 48, 3), Ct)).Name!);
    }

    private async Task<long> IdAsync(int season, string title) =>
        (await app.Get<BenefitSearch>().ListAsync(new BenefitFilter(title, season), BenefitSearch.Columns["id"], 0, 1, app.Now, Ct))[0].Id;
}
