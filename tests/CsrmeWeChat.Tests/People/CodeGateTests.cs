using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.People;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>
/// Made-up codes: what they may cost WeChat, and whom they may keep out. Before a WeChat of their own, whose calls are counted.
/// </summary>
public sealed class CodeGateTests(Newsroom room) : IClassFixture<Newsroom>
{
    private readonly App app = room.App;

    private const string Laptop = "203.0.113.66";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static CodeOptions Limits { get; } = new();

    [Fact]
    public async Task A_member_elsewhere_signs_in_while_one_laptop_tries_twenty_thousand_codes()
    {
        var before = Wrong();
        // WeChat takes its time, so that many are on their way before the first is known to be wrong.
        var slow = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/sns/jscode2session",
                OpenId = null,
                DelayMs = 30,
                Times = 200,
            }
        );
        var answers = new ConcurrentBag<(int Status, string? Code, int RetryAfter)>();
        var flood = Parallel.ForEachAsync(
            Enumerable.Range(0, 20_000),
            new ParallelOptions { MaxDegreeOfParallelism = 300, CancellationToken = Ct },
            async (_, _) => answers.Add(await SignInAsync(Laptop, Guid.NewGuid().ToString("N")))
        );

        var member = await SignInAsync("192.0.2.80", room.WeChat.MintLoginCode(OpenIdOf(room.WeChat.MakeUser())));

        Assert.Equal(200, member.Status);
        await flood;
        room.WeChat.RemoveFault(slow.Id);
        // A call that WeChat did not answer in time says nothing about the code, and is not counted.
        var unanswered = answers.Count(answer => answer.Status == 503);
        Assert.InRange(Wrong() - before, 1, Limits.FailuresPerAddress + Limits.InFlightPerAddress + unanswered);
        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[409, 429, 503]));
        var refused = answers.First(answer => answer.Status == 429);
        Assert.Equal("limit.exceeded", refused.Code);
        Assert.True(refused.RetryAfter > 0);
        // The laptop itself gets in again once the minute is over.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await SignInAsync(Laptop, room.WeChat.MintLoginCode(OpenIdOf(room.WeChat.MakeUser())))).Status);
    }

    [Fact]
    public async Task A_hall_of_members_behind_one_address_signs_in_at_once()
    {
        var codes = room.WeChat.MakeUsers(500).Select(user => room.WeChat.MintLoginCode(OpenIdOf(user))).ToList();

        var answers = await Task.WhenAll(codes.Select(code => SignInAsync("198.51.100.90", code)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task A_site_with_many_networks_is_one_site()
    {
        var before = Wrong();

        for (var network = 0; network < 1_000; network++)
        {
            await SignInAsync($"2001:db8:7:{network:x}::1", Guid.NewGuid().ToString("N"));
        }

        Assert.Equal(10 * Limits.FailuresPerAddress, Wrong() - before);
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("0f3a 0f3a 0f3a 0f3a 0f3a")]
    [InlineData("登录凭证登录凭证登录凭证登录凭证登录凭证")]
    public async Task What_cannot_be_a_code_costs_no_call(string code)
    {
        var before = Wrong();

        var answer = await SignInAsync("192.0.2.81", code);

        Assert.Equal((409, "session.bad_code"), (answer.Status, answer.Code));
        Assert.Equal(before, Wrong());
    }

    [Fact]
    public async Task A_throttled_WeChat_is_not_asked_on_by_somebody_with_made_up_codes()
    {
        var before = room.WeChat.Received("/sns/jscode2session", limit: 1).FirstOrDefault()?.Sequence ?? 0;
        var throttled = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/sns/jscode2session",
                ErrCode = 45011,
                Times = null,
            }
        );

        for (var i = 0; i < 200; i++)
        {
            await SignInAsync("192.0.2.82", Guid.NewGuid().ToString("N"));
        }

        room.WeChat.RemoveFault(throttled.Id);
        Assert.Equal(Limits.FailuresPerAddress, room.WeChat.Received("/sns/jscode2session", after: before, limit: 500).Count);
    }

    [Fact]
    public async Task Made_up_codes_of_the_phone_button_are_asked_about_a_few_times_only()
    {
        var phone = new TestPhone(app.CreateClient(), room.WeChat, room.WeChat.MakeUser());
        await phone.SignInAsync();
        var before = room.WeChat.Received("/wxa/business/getuserphonenumber", limit: 1).FirstOrDefault()?.Sequence ?? 0;
        var answers = new List<HttpResponseMessage>();

        for (var i = 0; i < 20; i++)
        {
            answers.Add(await phone.PostAsync("/api/me/binding", new { phoneCode = Guid.NewGuid().ToString("N"), name = "某人" }));
        }

        Assert.Equal(5, room.WeChat.Received("/wxa/business/getuserphonenumber", after: before).Count);
        Assert.Equal("limit.exceeded", await RefusalOf(answers[^1], HttpStatusCode.TooManyRequests));
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

    private static string OpenIdOf(SandboxUser user) => user.OpenIds[SandboxOptions.DefaultApps[0].AppId];

    private long Wrong() =>
        room.WeChat.Counts().Where(count => count is { Api: "/sns/jscode2session", ErrCode: not 0 }).Sum(count => count.Count);

    private async Task<(int Status, string? Code, int RetryAfter)> SignInAsync(string address, string code)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { code });
        var context = await app.Server.SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                context.Request.Method = HttpMethods.Post;
                context.Request.Path = "/api/sessions";
                context.Request.ContentType = "application/json";
                context.Request.ContentLength = body.Length;
                context.Request.Body = new MemoryStream(body);
                context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
            },
            Ct
        );
        using var reader = new StreamReader(context.Response.Body, Encoding.UTF8);
        var answer = JsonDocument.Parse(await reader.ReadToEndAsync(Ct)).RootElement;
        return (
            context.Response.StatusCode,
            answer.TryGetProperty("code", out var problem) ? problem.GetString() : null,
            int.TryParse(context.Response.Headers.RetryAfter, out var seconds) ? seconds : 0
        );
    }
}
