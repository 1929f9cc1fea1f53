using System.Diagnostics;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>
/// Phones with the mini program's own scripts, under Node, rush through a bad network. Each of
/// their owners taps once, and in the end each phone says what the database says.
/// </summary>
public sealed class RushJobs(Venue venue)
{
    private const int Stock = 20;

    /// <summary>One request or answer in ten is lost, and the others take up to two seconds.</summary>
    /// <remarks>By this seed one phone loses its claim twice in a row.</remarks>
    private static readonly string[] BadNetwork = ["--drop-before", "0.05", "--drop-after", "0.05", "--delay", "2000", "--seed", "2"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_good_network_each_phone_knows_after_one_claim()
    {
        var (benefit, owners) = await NewRushAsync(50);

        var phones = await RushAsync(benefit, owners);

        await TheyKnowTheTruthAsync(benefit, phones);
        Assert.All(phones, phone => Assert.Equal(1, phone.Claims));
    }

    [Fact]
    public async Task On_a_bad_network_each_phone_ends_with_the_truth_after_one_tap()
    {
        var (benefit, owners) = await NewRushAsync(50);

        var phones = await RushAsync(benefit, owners, BadNetwork);

        await TheyKnowTheTruthAsync(benefit, phones);
        // What was lost was repeated, and nothing else was.
        Assert.All(phones, phone => Assert.Equal(1 + phone.LostBefore + phone.LostAfter, phone.Claims));
        Assert.Contains(phones, phone => phone.LostBefore > 0);
        Assert.Contains(phones, phone => phone.LostAfter > 0);
    }

    [Fact]
    public async Task While_the_service_is_killed_and_starts_again_the_phones_keep_asking()
    {
        var (benefit, owners) = await NewRushAsync(50);

        var rush = RushAsync(benefit, owners, BadNetwork);
        while (!rush.IsCompleted && (await ClaimsAsync(benefit)).Count < 5)
        {
            await Task.Delay(5, Ct);
        }
        await venue.RestartAsync();
        var phones = await rush;

        await TheyKnowTheTruthAsync(benefit, phones);
        Assert.Contains(phones, phone => phone.Away > 0);
    }

    [Fact]
    public async Task A_claim_goes_on_where_WeChat_is_busy_for_longer_than_a_screen_waits()
    {
        var (benefit, owners) = await NewRushAsync(5);
        foreach (var owner in owners)
        {
            // A screen, which waits 8 s and is told to come back in 2 s, tries four times at most. The claim waits for the same sign-in.
            venue.WeChat.AddFault(
                new()
                {
                    Api = "/sns/jscode2session",
                    OpenId = owner,
                    ErrCode = -1,
                    Times = 5,
                }
            );
        }

        var phones = await RushAsync(benefit, owners, "--at-once");

        await TheyKnowTheTruthAsync(benefit, phones);
        // The sign-in that the screen began gave up, and another was begun.
        Assert.All(phones, phone => Assert.True(phone.Repeats > 0));
    }

    /// <summary>A benefit that is open, and the openids of bound members.</summary>
    private async Task<(long Benefit, IReadOnlyList<string> Owners)> NewRushAsync(int phones)
    {
        var audience = await venue.Services.NewAudienceAsync(venue.WeChat, phones);
        var app = SandboxOptions.DefaultApps[0].AppId;
        return (await venue.Services.NewBenefitAsync(Stock), [.. audience.Users.Select(user => user.OpenIds[app])]);
    }

    private async Task TheyKnowTheTruthAsync(long benefit, IReadOnlyList<PhoneEnd> phones)
    {
        Print(phones);
        var claims = await ClaimsAsync(benefit);
        Assert.Equal(Math.Min(Stock, phones.Count), claims.Count);
        Assert.All(phones, phone =>
        {
            var truth = claims.GetValueOrDefault(phone.OpenId);
            Assert.Equal((truth?.Code, truth?.Serial), (phone.Ticket, phone.Serial));
            Assert.Equal(truth is null ? "benefit.sold_out" : null, phone.Refusal);
            Assert.Equal(truth is null ? "soldOut" : "claimed", phone.SeenAfter);
            Assert.False(phone.ClaimsAtOnce);
            Assert.Equal(1, phone.SignIns);
        });
        await venue.Services.ReconcileAsync(benefit);
    }

    /// <summary>The claims of a benefit by the openid of whoever holds them.</summary>
    private async Task<Dictionary<string, HeldClaim>> ClaimsAsync(long benefit)
    {
        var claims = await venue
            .Services.GetRequiredService<Database>()
            .ListAsync<HeldClaim>(
                """
                SELECT o.open_id, c.code, c.serial
                  FROM claims c
                  JOIN bindings b ON b.member_id = c.member_id
                  JOIN openids o ON o.person_id = b.person_id
                 WHERE c.benefit_id = @benefit
                """,
                new { benefit },
                Ct
            );
        return claims.ToDictionary(claim => claim.OpenId);
    }

    private async Task<IReadOnlyList<PhoneEnd>> RushAsync(long benefit, IReadOnlyList<string> owners, params string[] network)
    {
        var start = new ProcessStartInfo(
            "node",
            ["phones/rush.mjs", "--service", venue.BaseUrl, "--wechat", venue.WeChatUrl, "--benefit", $"{benefit}", .. network]
        )
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "MiniProgram"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        try
        {
            await node.StandardInput.WriteAsync(string.Join('\n', owners));
            node.StandardInput.Close();
            var (output, error) = (node.StandardOutput.ReadToEndAsync(Ct), node.StandardError.ReadToEndAsync(Ct));
            await node.WaitForExitAsync(Ct);
            Assert.True(node.ExitCode == 0, await error);
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(owners.Count, lines.Length);
            return [.. lines.Zip(owners, (line, owner) => JsonSerializer.Deserialize<PhoneEnd>(line, Json)! with { OpenId = owner })];
        }
        finally
        {
            node.Kill();
        }
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static void Print(IReadOnlyList<PhoneEnd> phones)
    {
        var took = phones.Select(phone => phone.Milliseconds).Order().ToList();
        var claims = phones.CountBy(phone => phone.Claims).OrderBy(count => count.Key).Select(count => $"{count.Value} sent {count.Key}");
        var lost = (phones.Sum(phone => phone.LostBefore), phones.Sum(phone => phone.LostAfter), phones.Sum(phone => phone.Away));
        var (mean, most) = (phones.Average(phone => phone.Requests), phones.Max(phone => phone.Requests));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"""
            {phones.Count(phone => phone.Ticket is not null)} have a ticket, {phones.Count(phone => phone.Refusal is not null)} a refusal
            half know {took[took.Count / 2]} ms after the tap, all {took[^1]} ms after it
            claims: {string.Join(", ", claims)}; requests of all kinds: {mean:0.0} on average, {most} at most
            claims lost before the service, answers lost after it, claims without a service: {lost}
            """
        );
    }

    public sealed record HeldClaim
    {
        public required string OpenId { get; init; }
        public required string Code { get; init; }
        public required int Serial { get; init; }
    }

    /// <summary>How it ended for a phone.</summary>
    /// <param name="Ticket">The code of its ticket.</param>
    /// <param name="Refusal">The code of the service's no. Without it and without a ticket the phone does not know.</param>
    /// <param name="Repeats">How often the page was told that the claim is being repeated.</param>
    /// <param name="Milliseconds">From the tap.</param>
    /// <param name="SeenAfter">What the screen of the benefit shows when the rush is over.</param>
    /// <param name="Requests">All that the phone sent to the service.</param>
    /// <param name="SignIns">Those of them that were a sign-in and were answered.</param>
    /// <param name="Claims">Those of them that were a claim.</param>
    /// <param name="ClaimsAtOnce">Whether it sent one while another was under way.</param>
    /// <param name="LostBefore">Its claims of which the service never heard.</param>
    /// <param name="LostAfter">Its claims of which the service's answer was lost.</param>
    /// <param name="Away">Its claims that found no service.</param>
    private sealed record PhoneEnd(
        string OpenId,
        string? Ticket,
        int? Serial,
        string? Refusal,
        int Repeats,
        int Milliseconds,
        string SeenAfter,
        int Requests,
        int SignIns,
        int Claims,
        bool ClaimsAtOnce,
        int LostBefore,
        int LostAfter,
        int Away
    );
}
