using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class BenefitTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repeating_a_claim_returns_the_same_ticket_even_when_sold_out()
    {
        var benefit = await app.NewBenefitAsync(stock: 1);
        var phone = await app.NewMemberAsync();

        var first = await JsonOf(await phone.ClaimAsync(benefit));
        var again = await JsonOf(await phone.ClaimAsync(benefit));

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal("benefit.sold_out", await RefusalOf(await (await app.NewMemberAsync()).ClaimAsync(benefit)));
        Assert.Equal(1, (await app.ReconcileAsync(benefit)).Issued);
    }

    [Fact]
    public async Task A_member_who_taps_many_times_at_once_gets_one_claim()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(async _ => (await JsonOf(await phone.ClaimAsync(benefit))).GetRawText())
        );

        Assert.Single(answers.Distinct());
        Assert.Equal(1, (await app.ReconcileAsync(benefit)).Issued);
    }

    [Fact]
    public async Task The_window_is_open_at_its_start_and_closed_at_its_end()
    {
        var start = app.Now.AddMinutes(1);
        var benefit = await app.NewBenefitAsync(with: b => b with { OpensAt = start, ClosesAt = start.AddMinutes(1) });
        var early = await app.NewMemberAsync();
        var punctual = await app.NewMemberAsync();
        var late = await app.NewMemberAsync();

        Assert.Equal("benefit.not_open", await RefusalOf(await early.ClaimAsync(benefit)));
        Assert.Equal("upcoming", await StateOf(early, benefit));
        app.Clock.SetUtcNow(start);
        await JsonOf(await punctual.ClaimAsync(benefit));
        app.Clock.SetUtcNow(start.AddMinutes(1));
        Assert.Equal("benefit.closed", await RefusalOf(await late.ClaimAsync(benefit)));
        Assert.Equal("closed", await StateOf(late, benefit));
        await JsonOf(await punctual.ClaimAsync(benefit));
    }

    [Fact]
    public async Task A_draft_or_unknown_benefit_is_not_there()
    {
        var phone = await app.NewMemberAsync();
        var draft = await app.NewBenefitAsync();
        await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, draft, from: null, BenefitState.Draft, app.Now, Ct);

        Assert.Equal("not_found", await RefusalOf(await phone.ClaimAsync(draft), HttpStatusCode.NotFound));
        Assert.Equal("not_found", await RefusalOf(await phone.ClaimAsync(987654321), HttpStatusCode.NotFound));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync("/api/benefits/1e5/claim")).StatusCode);
    }

    [Fact]
    public async Task A_benefit_closed_by_the_secretariat_is_closed_and_its_tickets_stay()
    {
        var benefit = await app.NewBenefitAsync();
        var holder = await app.NewMemberAsync();
        var late = await app.NewMemberAsync();
        await JsonOf(await holder.ClaimAsync(benefit));

        await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, benefit, from: null, BenefitState.Closed, app.Now, Ct);

        Assert.Equal("benefit.closed", await RefusalOf(await late.ClaimAsync(benefit)));
        await JsonOf(await holder.ClaimAsync(benefit));
    }

    [Theory]
    [InlineData("benefit.level")]
    [InlineData("benefit.branch")]
    [InlineData("benefit.tag")]
    [InlineData("benefit.dues")]
    public async Task Who_is_not_eligible_is_told_why_and_who_is_gets_it(string code)
    {
        var today = DateOnly.FromDateTime(app.Now.DateTime.AddHours(8));
        var eligible = await app.NewMemberAsync("高级会员", "岩石动力学专委会", paidUntil: today, tags: ["青托"]);
        var other = await app.NewMemberAsync("普通会员", "湖北省学会", paidUntil: today.AddDays(-1), tags: ["其他"]);
        var benefit = await app.NewBenefitAsync(with: b =>
            code switch
            {
                "benefit.level" => b with { Levels = ["高级会员"] },
                "benefit.branch" => b with { Branches = ["岩石动力学专委会"] },
                "benefit.tag" => b with { Tags = ["青托", "特邀"] },
                _ => b with { DuesRequired = true },
            }
        );

        Assert.Equal(code, await RefusalOf(await other.ClaimAsync(benefit)));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var card = await other.GetAsync($"/api/benefits/{benefit}");
        Assert.Equal(("notEligible", code), (card.GetProperty("state").GetString(), card.GetProperty("whyNotCode").GetString()));
        await JsonOf(await eligible.ClaimAsync(benefit));
    }

    [Fact]
    public async Task Eligibility_is_read_anew_for_each_claim()
    {
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync(with: b => b with { DuesRequired = true });
        Assert.Equal("benefit.dues", await RefusalOf(await phone.ClaimAsync(benefit)));

        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE members SET paid_until = @until WHERE id = @Id",
                new { until = new DateOnly(2030, 1, 1), phone.Member.Id },
                Ct
            );

        await JsonOf(await phone.ClaimAsync(benefit));
    }

    [Fact]
    public async Task A_binding_ended_elsewhere_claims_nothing_while_the_token_is_still_remembered()
    {
        var phone = await app.NewMemberAsync();
        await phone.GetAsync("/api/benefits");
        await app.Get<Database>().ExecuteAsync("DELETE FROM bindings WHERE member_id = @Id", new { phone.Member.Id }, Ct);

        Assert.Equal("member.not_bound", await RefusalOf(await phone.ClaimAsync(await app.NewBenefitAsync())));
    }

    [Theory]
    [InlineData("opensAt", "openAt")]
    [InlineData("levels", "level")]
    [InlineData("+08:00", "")]
    [InlineData("\"kind\"", "\"kin\"")]
    public async Task A_mistyped_definition_makes_no_benefit(string right, string wrong)
    {
        const string Definition = """
            { "season": 2026, "kind": "counter", "title": "t", "summary": "", "usageNote": "", "partner": "", "stock": 1, "levels": [],
              "opensAt": "2026-05-30T10:00:00+08:00", "closesAt": "2026-06-30T10:00:00+08:00", "useUntil": "2026-06-30T10:00:00+08:00" }
            """;
        var file = Path.GetTempFileName();

        await File.WriteAllTextAsync(file, Definition, Ct);
        Assert.NotNull(BenefitCommands.Read(file).Benefit);
        await File.WriteAllTextAsync(file, Definition.Replace("counter", "voucher").Replace("\"stock\": 1, ", ""), Ct);
        Assert.NotNull(BenefitCommands.Read(file).Benefit);
        await File.WriteAllTextAsync(file, Definition.Replace(right, wrong), Ct);
        Assert.NotNull(BenefitCommands.Read(file).Refusal);
        File.Delete(file);
    }

    [Fact]
    public async Task The_screen_shows_each_benefit_with_its_state_in_one_call()
    {
        var open = await app.NewBenefitAsync(stock: 3);
        var gone = await app.NewBenefitAsync(stock: 1);
        var phone = await app.NewMemberAsync();
        var other = await app.NewMemberAsync();
        await JsonOf(await other.ClaimAsync(gone));
        await JsonOf(await phone.ClaimAsync(open));
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        var screen = await phone.GetAsync("/api/benefits");

        var cards = screen.GetProperty("items").EnumerateArray().ToDictionary(card => card.GetProperty("id").GetInt64());
        Assert.Equal("claimed", cards[open].GetProperty("state").GetString());
        Assert.Equal(2, cards[open].GetProperty("remaining").GetInt32());
        Assert.Equal(12, cards[open].GetProperty("ticket").GetProperty("code").GetString()!.Length);
        Assert.Equal("soldOut", cards[gone].GetProperty("state").GetString());
        Assert.Equal(app.Now, cards[open].GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_ticket_has_a_picture_to_scan()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();
        await JsonOf(await phone.ClaimAsync(benefit));

        var picture = await phone.Http.GetAsync($"/api/benefits/{benefit}/claim/qr.png", Ct);

        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await picture.Content.ReadAsByteArrayAsync(Ct))[..4]);
    }

    private async Task<string?> StateOf(TestPhone phone, long benefit)
    {
        // What is the same for all is up to a second old.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("state").GetString();
    }
}
