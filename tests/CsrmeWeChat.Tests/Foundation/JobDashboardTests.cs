using System.Net;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Tests;

/// <summary>Hangfire's dashboard within the console.</summary>
public sealed class JobDashboardTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_for_administrators_in_Chinese_and_under_a_policy_of_its_own()
    {
        var admin = await app.NewStaffAsync(Role.Admin);

        var answer = await admin.GetAsync("/staff/jobs");

        Assert.Contains("周期性作业", await TestStaff.PageOf(answer));
        Assert.Contains("default-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Matches("style-src 'self' 'sha256-[^ ]*'$", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("style-src", (await admin.GetAsync("/staff")).Headers.GetValues("Content-Security-Policy").Single());
        foreach (var role in RoleLabels.All.Except([Role.Admin]))
        {
            var other = await app.NewStaffAsync(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/staff/jobs")).StatusCode);
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await other.PostAsync("/staff/jobs/recurring/trigger", ("jobs[]", "expire-claims"))).StatusCode
            );
        }
        Assert.Equal(HttpStatusCode.Redirect, (await app.NewVisitor().GetAsync("/staff/jobs/recurring")).StatusCode);
    }

    [Fact]
    public async Task A_post_needs_this_session_s_antiforgery_token()
    {
        var (admin, other) = (await app.NewStaffAsync(Role.Admin), await app.NewStaffAsync(Role.Admin));
        var foreign = await other.TokenAsync();
        var jobs = KeyValuePair.Create("jobs[]", "expire-claims");

        var without = await admin.Http.PostAsync("/staff/jobs/recurring/trigger", new FormUrlEncodedContent([jobs]), Ct);
        var foreigner = await admin.Http.PostAsync(
            "/staff/jobs/recurring/trigger",
            new FormUrlEncodedContent([jobs, KeyValuePair.Create(TestStaff.TokenField, foreign)]),
            Ct
        );
        var own = await admin.PostAsync("/staff/jobs/recurring/trigger", ("jobs[]", "expire-claims"));

        Assert.False(without.IsSuccessStatusCode, $"{without.StatusCode}");
        Assert.False(foreigner.IsSuccessStatusCode, $"{foreigner.StatusCode}");
        Assert.True(own.IsSuccessStatusCode, $"{own.StatusCode}");
    }
}
