using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;

namespace CsrmeWeChat.Tests;

/// <summary>Every page and handler of the console against every role. What is not written down here fails.</summary>
public sealed partial class RoleTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Every_page_and_handler_is_written_down_here()
    {
        var found = await HandlersAsync();

        Assert.Equal(ConsoleHandlers.Allowed.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_under_the_console_s_address_asks_for_its_sign_in()
    {
        var open = Endpoints()
            .Where(endpoint =>
                !endpoint.Metadata.OfType<AllowedAttribute>().Any()
                && !endpoint.Metadata.OfType<Microsoft.AspNetCore.Authorization.IAllowAnonymous>().Any()
            );

        Assert.Empty(open.Select(endpoint => endpoint.RoutePattern.RawText));
    }

    public static TheoryData<Role> Roles => [.. RoleLabels.All];

    [Theory, MemberData(nameof(Roles))]
    public async Task A_role_gets_what_it_may_and_403_for_all_else(Role role)
    {
        var (wrong, staff) = (new List<string>(), await app.NewStaffAsync(role));
        foreach (var (handler, roles) in ConsoleHandlers.Allowed.Where(entry => !entry.Key.Contains("sign-out")))
        {
            var status = (await SendAsync(staff, handler)).StatusCode;
            var may = roles is ConsoleHandlers.Everyone or ConsoleHandlers.SignedOut || roles.Split(' ').Contains(role.ToString());
            if (may == status is HttpStatusCode.Forbidden || status is HttpStatusCode.InternalServerError)
            {
                wrong.Add($"{handler}: {(int)status}");
            }
        }

        Assert.Empty(wrong);
        // None of it ended the session: each answer was the role's.
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_sign_in()
    {
        var wrong = new List<string>();
        foreach (var (handler, roles) in ConsoleHandlers.Allowed)
        {
            var answer = await SendAsync(app.NewVisitor(), handler);
            var isSent =
                answer.StatusCode is HttpStatusCode.Redirect
                && answer.Headers.Location!.OriginalString.StartsWith(StaffAuthentication.SignInPath, StringComparison.Ordinal);
            if (isSent == roles is ConsoleHandlers.SignedOut)
            {
                wrong.Add($"{handler}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestStaff staff, string handler)
    {
        var (method, path) = (handler.Split(' ')[0], Parameter().Replace(handler.Split(' ')[1], "987654321"));
        return method is "GET" ? await staff.GetAsync(path)
            : staff.Id == 0 ? await staff.Http.PostAsync(path, null, TestContext.Current.CancellationToken)
            : await staff.PostAsync(path);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        app.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}".StartsWith("/staff", StringComparison.Ordinal));

    private async Task<List<string>> HandlersAsync()
    {
        var handlers = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            var path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            {
                handlers.Add($"GET {path}");
                continue;
            }
            var compiled = await app.Get<PageLoader>().LoadAsync(page, EndpointMetadataCollection.Empty);
            Assert.NotEmpty(compiled.HandlerMethods);
            handlers.AddRange(
                compiled.HandlerMethods.Select(handler =>
                    $"{handler.HttpMethod.ToUpperInvariant()} {path}{(handler.Name is null ? "" : $"?handler={handler.Name}")}"
                )
            );
        }
        return handlers;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
