using System.Net;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>
/// Every refusal that the API's description names is met here, one after the other. That no answer of any test goes beyond the description
/// is held by <see cref="ApiContract"/>.
/// </summary>
public sealed partial class ApiContractTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>With a bucket, so that every way to upload is there.</summary>
    public async ValueTask InitializeAsync() => await app.AddBucketAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_refusal_that_is_described_is_met_and_no_other()
    {
        var described = (await ApiContract.ReadAsync(app.Services))
            .Values.SelectMany(operation =>
                operation.Codes.Where(answer => answer.Status is 409).Select(answer => $"{operation.Id} {answer.Code}")
            )
            .Order()
            .ToList();
        await app.NewMemberAsync("高级会员", "岩石动力学专委会");
        List<string> met = [];
        var all = Binding()
            .Concat(Claiming())
            .Concat(Redeeming())
            .Concat(Uploading())
            .Concat(Filming())
            .Concat(Photographing())
            .Concat(Voting())
            .Concat(Objecting())
            .Concat(Judging())
            .Concat(Registering())
            .Concat(Tickets())
            .Concat(GivingFeedback());
        foreach (var (refusal, meet) in all)
        {
            using var answer = await meet();
            Assert.True(answer.StatusCode is HttpStatusCode.Conflict, $"{refusal}: {answer.StatusCode}");
            Assert.Equal(refusal.Split(' ')[1], await RefusalOf(answer));
            met.Add(refusal);
            app.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(described, met.Order());
    }

    [Fact]
    public async Task Every_operation_has_a_name_and_says_what_all_answer()
    {
        var operations = await ApiContract.ReadAsync(app.Services);

        Assert.Equal(operations.Count, operations.Values.Select(operation => operation.Id).Distinct().Count());
        Assert.All(operations.Values, operation => Assert.Superset(Everywhere, operation.Codes.ToHashSet()));
    }

    [Fact]
    public async Task A_body_that_does_not_fit_is_refused_as_described()
    {
        var phone = await app.NewPhoneAsync();

        Assert.Equal("request.media_type", await RefusalAsync("x", "text/plain", HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("request.malformed", await RefusalAsync("{", "application/json", HttpStatusCode.BadRequest));
        Assert.Equal("request.invalid", await RefusalAsync("{}", "application/json", HttpStatusCode.BadRequest));

        async Task<string> RefusalAsync(string body, string type, HttpStatusCode status) =>
            await RefusalOf(await phone.Http.PutAsync("/api/me/messages", new StringContent(body, Encoding.UTF8, type), Ct), status);
    }

    [Fact]
    public async Task A_field_is_named_as_it_was_sent()
    {
        var phone = await app.NewPhoneAsync();

        var answer = await phone.PostAsync("/api/me/binding", new { phoneCode = new string('x', 129), name = "" });

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(
            ["name", "phoneCode"],
            problem.RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order()
        );
    }

    [Fact]
    public async Task Who_is_not_bound_sees_what_there_is_and_for_whom()
    {
        await app.NewMemberAsync("高级会员", "岩石动力学专委会");
        var benefit = await app.NewBenefitAsync(with: b =>
            b with
            {
                Levels = ["高级会员"],
                Tags = ["青托"],
                DuesRequired = true,
                UseUntil = new(2026, 8, 1, 0, 0, 0, TimeSpan.FromHours(8)),
            }
        );
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var visitor = await app.NewPhoneAsync();

        var screen = await visitor.GetAsync("/api/benefits");

        var card = screen.GetProperty("items").EnumerateArray().Single(card => card.GetProperty("id").GetInt64() == benefit);
        Assert.Equal(
            ("notEligible", "member.not_bound"),
            (card.GetProperty("state").GetString(), card.GetProperty("whyNotCode").GetString())
        );
        Assert.Equal(
            ["高级会员", "受邀（青托）", "会费在有效期内"],
            card.GetProperty("audience").EnumerateArray().Select(who => who.GetString())
        );
        Assert.Equal("2026-07-31", card.GetProperty("lastDay").GetString());
        Assert.Equal(2026, screen.GetProperty("season").GetProperty("year").GetInt32());
        Assert.Equal(app.Now, screen.GetProperty("now").GetDateTimeOffset());
        var seasons = await JsonOf(await app.CreateClient().GetAsync("/api/seasons", Ct));
        Assert.Equal(2026, seasons.GetProperty("items")[0].GetProperty("year").GetInt32());
    }

    private static HashSet<(int, string)> Everywhere { get; } =
    [(429, "limit.exceeded"), (500, "service.fault"), (503, "service.busy"), (503, "service.no_room")];

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Binding()
    {
        yield return ("signIn session.bad_code", () => app.CreateClient().PostAsync("/api/sessions", Json("""{"code":"made-up"}"""), Ct));
        yield return ("signIn session.blocked", async () =>
        {
            var phone = await app.NewPhoneAsync();
            app.WeChat.AddFault(
                new SandboxFault
                {
                    Api = "/sns/jscode2session",
                    OpenId = phone.OpenId,
                    ErrCode = 40226,
                }
            );
            return await phone.PostAsync("/api/sessions", new { code = app.WeChat.MintLoginCode(phone.OpenId) });
        });
        yield return ("eraseMe session.ended", async () => await (await NewGoneAsync()).Http.DeleteAsync("/api/me", Ct));
        yield return ("chooseMessages session.ended", async () =>
            await (await NewGoneAsync()).PutAsync("/api/me/messages", new { topics = new[] { new { topic = "events", wanted = false } } })
        );
        yield return ("reportConsents session.ended", async () =>
            await (await NewGoneAsync()).PostAsync(
                "/api/me/messages/consents",
                new { results = new { errMsg = "requestSubscribeMessage:ok" } }
            )
        );
        yield return ("bindMember session.ended", async () => await (await NewGoneAsync()).BindAsync("张三"));
        yield return ("askToBind session.ended", AskWhileErasedAsync);
        yield return ("bindMember bind.phone_unknown", async () => await (await app.NewPhoneAsync()).BindAsync("张三"));
        yield return ("bindMember bind.bad_code", async () =>
            await (await app.NewPhoneAsync()).PostAsync("/api/me/binding", new { phoneCode = "made-up", name = "张三" })
        );
        yield return ("askToBind bind.bad_code", async () => await AskAsync(await app.NewPhoneAsync(), "made-up"));
        yield return ("bindMember bind.phone_odd", async () => await (await NewOddAsync()).BindAsync("张三"));
        yield return ("askToBind bind.phone_odd", async () => await AskAsync(await NewOddAsync()));
        yield return ("bindMember bind.name_differs", async () =>
        {
            var phone = await app.NewPhoneAsync();
            await app.NewRosterMemberAsync(phone.User.Phone, "前任号主");
            return await phone.BindAsync("现任号主");
        });
        yield return ("bindMember bind.ambiguous", async () =>
        {
            var phone = await app.NewPhoneAsync();
            await app.NewRosterMemberAsync(phone.User.Phone, "重名");
            await app.NewRosterMemberAsync(phone.User.Phone, "重名");
            return await phone.BindAsync("重名");
        });
        yield return ("bindMember bind.member_taken", async () =>
        {
            var first = await app.NewMemberAsync();
            var second = new TestPhone(app.CreateClient(), app.WeChat, app.WeChat.MakeUser(first.User.Phone));
            await second.SignInAsync();
            return await second.BindAsync(first.Member.Name);
        });
        yield return ("bindMember bind.person_taken", async () =>
        {
            var phone = await app.NewMemberAsync();
            return await phone.BindAsync((await app.NewRosterMemberAsync(phone.User.Phone, "别人")).Name);
        });
        yield return ("askToBind bind.person_taken", async () => await AskAsync(await app.NewMemberAsync()));
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Claiming()
    {
        yield return Claim("not_open", benefit => benefit with { OpensAt = app.Now.AddHours(1) });
        yield return Claim("level", benefit => benefit with { Levels = ["高级会员"] });
        yield return Claim("branch", benefit => benefit with { Branches = ["岩石动力学专委会"] });
        yield return Claim("tag", benefit => benefit with { Tags = ["青托"] });
        yield return Claim("dues", benefit => benefit with { DuesRequired = true });
        yield return ("claimBenefit benefit.closed", async () =>
        {
            var benefit = await app.NewBenefitAsync();
            await app.Get<BenefitOperations>().SetStateAsync(Actor.Command, benefit, from: null, BenefitState.Closed, app.Now, Ct);
            return await (await app.NewMemberAsync()).ClaimAsync(benefit);
        });
        yield return ("claimBenefit benefit.on_hold", async () =>
        {
            var benefit = await app.NewBenefitAsync(vouchers: ["V-HELD"]);
            await app.Get<Database>()
                .ExecuteAsync("UPDATE benefits SET restored_at = @Now WHERE id = @benefit", new { app.Now, benefit }, Ct);
            return await (await app.NewMemberAsync()).ClaimAsync(benefit);
        });
        yield return ("claimBenefit benefit.sold_out", async () =>
        {
            var benefit = await app.NewBenefitAsync(stock: 1);
            await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
            return await (await app.NewMemberAsync()).ClaimAsync(benefit);
        });
        yield return ("claimBenefit member.not_bound", async () =>
        {
            var phone = await app.NewMemberAsync();
            await phone.GetAsync("/api/me");
            await app.Get<Database>().ExecuteAsync("DELETE FROM bindings WHERE member_id = @Id", new { phone.Member.Id }, Ct);
            await app.Get<Database>().ExecuteAsync("DELETE FROM binding_events WHERE member_id = @Id", new { phone.Member.Id }, Ct);
            await app.Get<Database>().ExecuteAsync("DELETE FROM members WHERE id = @Id", new { phone.Member.Id }, Ct);
            return await phone.ClaimAsync(await app.NewBenefitAsync());
        });
        yield return Cancel("claim.voucher", async (_, _) => await Task.CompletedTask, vouchers: ["V-ONE"]);
        yield return Cancel("claim.redeemed", async (_, code) =>
            await JsonOf(await (await NewRedeemerAsync()).PostAsync("/api/redemptions", new { code }))
        );
        yield return Cancel("claim.too_often", async (holder, _) =>
        {
            for (var time = 0; time < MemberClaims.MaxCancelled; time++)
            {
                (await holder.Phone.PostAsync($"/api/benefits/{holder.Benefit}/claim/cancel")).EnsureSuccessStatusCode();
                await JsonOf(await holder.Phone.ClaimAsync(holder.Benefit));
            }
        });
        yield return Cancel("claim.too_late", (_, _) =>
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            return Task.CompletedTask;
        });
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Redeeming()
    {
        yield return Redeem("unknown_code", () => Task.FromResult(ClaimCode.ScanPrefix + "222222222222"));
        yield return Redeem("foreign_code", () => Task.FromResult("https://example.org/"));
        yield return Redeem("voucher", async () =>
            await app.Get<Database>()
                .FindAsync<string>(
                    "SELECT code FROM claims WHERE benefit_id = @Benefit",
                    new { (await NewTicketAsync("V-TWO")).Benefit },
                    Ct
                )
            ?? ""
        );
        yield return Redeem("cancelled", async () =>
        {
            var ticket = await NewTicketAsync();
            (await ticket.Phone.PostAsync($"/api/benefits/{ticket.Benefit}/claim/cancel")).EnsureSuccessStatusCode();
            return ticket.Code;
        });
        yield return Redeem("used", async () =>
        {
            var code = (await NewTicketAsync()).Code;
            await JsonOf(await (await NewRedeemerAsync()).PostAsync("/api/redemptions", new { code }));
            return code;
        });
        yield return Redeem("expired", async () =>
        {
            var code = (await NewTicketAsync()).Code;
            app.Clock.Advance(TimeSpan.FromDays(2));
            return code;
        });
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Uploading()
    {
        foreach (
            var (operation, sendAsync) in (IEnumerable<(string, Func<TestPhone, Task<HttpResponseMessage>>)>)
                [
                    ("beginUpload", phone => phone.BeginUploadAsync(1_000)),
                    ("sendWhole", phone => phone.SendWholeAsync(new byte[1_000])),
                    ("beginDirect", phone => phone.Http.BeginDirectAsync(1_000)),
                ]
        )
        {
            yield return ($"{operation} uploads.too_many_open", async () =>
            {
                var phone = await app.NewPhoneAsync();
                for (var open = 0; open < 5; open++)
                {
                    await phone.NewUploadAsync(1_000);
                }
                return await sendAsync(phone);
            });
            yield return ($"{operation} uploads.too_much", async () =>
            {
                var phone = await app.NewPhoneAsync();
                await phone.UploadAsync(UploadArrange.NewBytes(500));
                await app.Get<Database>().ExecuteAsync("UPDATE uploads SET size = 2147483000 WHERE state = 'complete'", ct: Ct);
                return await sendAsync(phone);
            });
            yield return ($"{operation} session.ended", async () => await sendAsync(await NewGoneAsync()));
        }
        yield return ("completeDirect uploads.incomplete", async () =>
        {
            var phone = await app.NewPhoneAsync();
            return await phone.CompleteDirectAsync((await phone.NewDirectAsync(1_000)).GetProperty("code").GetString()!);
        });
        yield return ("sendChunk uploads.offset", async () =>
        {
            var phone = await app.NewPhoneAsync();
            return await phone.SendChunkAsync(await phone.NewUploadAsync(1_000), 1, new byte[1]);
        });
        yield return ("sendChunk uploads.taken", async () =>
        {
            var phone = await app.NewPhoneAsync();
            var code = (await phone.UploadAsync(UploadArrange.NewBytes(10))).GetProperty("code").GetString()!;
            await app.Get<Database>()
                .ExecuteAsync("UPDATE uploads SET taken_at = @Now, expires_at = NULL WHERE code = @code", new { app.Now, code }, Ct);
            return await phone.Http.TusAsync("POST", $"/api/uploads/{code}", (byte[]?)null, ("X-HTTP-Method-Override", "DELETE"));
        });
    }

    private IEnumerable<(string, Func<Task<HttpResponseMessage>>)> Judging()
    {
        yield return ("linkJudgingContact judging.bad_code", async () =>
            await (await app.NewPhoneAsync()).PostAsync("/api/judging/contact", new { code = "NOTACODE" })
        );
        yield return ("linkJudgingContact session.ended", async () =>
            await (await NewGoneAsync()).PostAsync("/api/judging/contact", new { code = "NOTACODE" })
        );
    }

    private (string, Func<Task<HttpResponseMessage>>) Claim(string why, Func<NewBenefit, NewBenefit> with) =>
        ($"claimBenefit benefit.{why}", async () => await (await app.NewMemberAsync()).ClaimAsync(await app.NewBenefitAsync(with: with)));

    private (string, Func<Task<HttpResponseMessage>>) Cancel(string why, Func<Ticket, string, Task> first, params string[] vouchers) =>
        ($"cancelClaim {why}", async () =>
        {
            var ticket = await NewTicketAsync(vouchers);
            await first(ticket, ticket.Code);
            return await ticket.Phone.PostAsync($"/api/benefits/{ticket.Benefit}/claim/cancel");
        });

    private (string, Func<Task<HttpResponseMessage>>) Redeem(string why, Func<Task<string>> codeOf) =>
        ($"redeem redemption.{why}", async () =>
        {
            // The sign-in of a redeemer made before would be over where the clock goes on by days.
            var code = await codeOf();
            return await (await NewRedeemerAsync()).PostAsync("/api/redemptions", new { code });
        });

    private async Task<Ticket> NewTicketAsync(params string[] vouchers)
    {
        var (phone, benefit) = (await app.NewMemberAsync(), await app.NewBenefitAsync(vouchers: vouchers));
        return new Ticket(phone, benefit, (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!);
    }

    private async Task<TestPhone> NewRedeemerAsync()
    {
        var phone = await app.NewMemberAsync();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, phone.Member.Id, Rights.Redeem, app.Now, Ct);
        await phone.SignInAsync();
        return phone;
    }

    /// <summary>Erased a moment ago by another node: this one still remembers the token, as it does of members alone.</summary>
    private async Task<TestPhone> NewGoneAsync()
    {
        var phone = await app.NewMemberAsync();
        await phone.GetAsync("/api/me");
        await RemoveAsync(phone);
        return phone;
    }

    /// <summary>Erased by another node while WeChat is asked for the phone.</summary>
    private async Task<HttpResponseMessage> AskWhileErasedAsync()
    {
        var phone = await app.NewPhoneAsync();
        var fault = app.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/wxa/business/getuserphonenumber",
                OpenId = phone.OpenId,
                DelayMs = 2_000,
            }
        );
        var asked = AskAsync(phone);
        // The fault is gone once the call has come that it holds up.
        while (app.WeChat.Faults.Any(waiting => waiting.Id == fault.Id))
        {
            await Task.Delay(10, Ct);
        }
        await RemoveAsync(phone);
        return await asked;
    }

    private async Task RemoveAsync(TestPhone phone)
    {
        var database = app.Get<Database>();
        var person = await database.FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        foreach (var table in (string[])["sessions", "openids", "unionids", "bindings", "binding_events"])
        {
            await database.ExecuteAsync($"DELETE FROM {table} WHERE person_id = @person", new { person }, Ct);
        }
        await database.ExecuteAsync("DELETE FROM people WHERE id = @person", new { person }, Ct);
    }

    /// <summary>Somebody whose number, as WeChat tells it, is none.</summary>
    private async Task<TestPhone> NewOddAsync()
    {
        var phone = new TestPhone(app.CreateClient(), app.WeChat, app.WeChat.MakeUser("12345"));
        await phone.SignInAsync();
        return phone;
    }

    private Task<HttpResponseMessage> AskAsync(TestPhone phone, string? code = null) =>
        phone.PostAsync("/api/me/bind-requests", new { name = "张三", phoneCode = code ?? app.WeChat.MintPhoneCode(phone.OpenId) });

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private sealed record Ticket(TestPhone Phone, long Benefit, string Code);
}
