using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class HttpTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("null", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("[]", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("""{"code": 5}""", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("{}", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("""{"code": ""}""", HttpStatusCode.BadRequest, "request.invalid")]
    public async Task A_body_that_makes_no_sense_is_refused(string body, HttpStatusCode status, string code)
    {
        var answer = await app.CreateClient().PostAsync("/api/sessions", new StringContent(body, Encoding.UTF8, "application/json"), Ct);

        Assert.Equal(code, await RefusalOf(answer, status));
    }

    [Fact]
    public async Task A_refusal_names_the_field_in_Chinese()
    {
        var answer = await app.CreateClient().PostAsJsonAsync("/api/sessions", new { code = new string('x', 129) }, Ct);

        Assert.Equal("request.invalid", await RefusalOf(answer, HttpStatusCode.BadRequest));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal("登录凭证有误。", problem.GetProperty("errors").EnumerateObject().Single().Value[0].GetString());
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused()
    {
        var answer = await app.CreateClient()
            .PostAsync("/api/sessions", new StringContent("code=1", Encoding.UTF8, "application/x-www-form-urlencoded"), Ct);

        Assert.Equal("request.media_type", await RefusalOf(answer, HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task A_path_or_method_that_is_not_there_is_refused_in_the_same_form()
    {
        Assert.Equal("not_found", await RefusalOf(await app.CreateClient().GetAsync("/api/nothing", Ct), HttpStatusCode.NotFound));
        Assert.Equal(
            "request.method",
            await RefusalOf(await app.CreateClient().GetAsync("/api/sessions", Ct), HttpStatusCode.MethodNotAllowed)
        );
    }

    [Fact]
    public async Task A_person_is_held_to_60_requests_in_10_seconds_and_others_are_not()
    {
        var (eager, other) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(10));

        var answers = await Task.WhenAll(Enumerable.Range(0, 70).Select(_ => eager.Http.GetAsync("/api/me", Ct)));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal("limit.exceeded", await RefusalOf(refused[0], HttpStatusCode.TooManyRequests));
        Assert.Equal(10, refused.Count);
        Assert.True(refused[0].Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await other.GetAsync("/api/me");
        app.Clock.Advance(refused[0].Headers.RetryAfter!.Delta!.Value);
        await eager.GetAsync("/api/me");
    }

    [Fact]
    public async Task Text_of_any_kind_comes_back_as_it_was()
    {
        const string Odd = "'; DROP TABLE bind_requests; -- <img src=x onerror=alert(1)> 𠮷㛃䶮 阿卜杜拉·买买提 😀 {=ids} @now ${table}";
        var phone = await app.NewPhoneAsync();

        await JsonOf(
            await phone.PostAsync(
                "/api/me/bind-requests",
                new
                {
                    name = Odd,
                    number = "' OR '1'='1",
                    unit = Odd,
                    note = Odd,
                }
            )
        );

        var request = (await phone.GetAsync("/api/me")).GetProperty("request");
        Assert.Equal(
            (Odd, Odd, Odd),
            (request.GetProperty("name").GetString(), request.GetProperty("unit").GetString(), request.GetProperty("note").GetString())
        );
    }

    [Fact]
    public async Task Health_says_alive_and_ready()
    {
        Assert.Equal(HttpStatusCode.OK, (await app.CreateClient().GetAsync("/health/live", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.CreateClient().GetAsync("/health/ready", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_document_describes_every_route_and_its_page_asks_nothing_from_elsewhere()
    {
        var document = await app.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);
        var page = await app.CreateClient().GetStringAsync("/reference", Ct);

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        Assert.True(operations.Count >= 15, $"{operations.Count} operations");
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString())));
        Assert.DoesNotMatch("""(src|href)\s*=\s*["'](https?:)?//""", page);
    }
}
