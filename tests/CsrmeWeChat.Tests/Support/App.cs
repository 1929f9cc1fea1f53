using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>The whole service in process, on a database of its own. One for a test class, so that a class may move the clock.</summary>
public sealed class App(TestEngine engine) : WebApplicationFactory<Program>, IAsyncLifetime
{
    private Dictionary<string, string?> configuration = [];

    /// <summary>30 May 2026, 09:00 in Beijing.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero));

    /// <summary>To be set before the service is first asked for.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Rooms of the test's own beside the service's. To be set before the service is first asked for.</summary>
    public Action<IServiceCollection> Adds { get; set; } = _ => { };

    public DateTimeOffset Now => Clock.GetUtcNow();

    public TestEngine Engine => engine;

    public SandboxControl WeChat => engine.WeChat.Control;

    public async ValueTask InitializeAsync() => configuration = await engine.NewConfigurationAsync();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A phone on which a new WeChat user has opened the mini program and signed in.</summary>
    public async Task<TestPhone> NewPhoneAsync(bool unionId = true)
    {
        var phone = new TestPhone(CreateClient(), WeChat, WeChat.MakeUser(unionId: unionId));
        await phone.SignInAsync();
        return phone;
    }

    /// <summary>A phone whose user is bound to a new member of the roster.</summary>
    public async Task<TestPhone> NewMemberAsync(
        string? level = null,
        string? branch = null,
        DateOnly? paidUntil = null,
        params string[] tags
    )
    {
        var phone = await NewPhoneAsync();
        phone.Member = await Services.NewRosterMemberAsync(phone.User.Phone, level: level, branch: branch, paidUntil: paidUntil);
        foreach (var tag in tags)
        {
            await Get<MarkStore>().TagAsync(Actor.Command, phone.Member.Id, tag, Now, TestContext.Current.CancellationToken);
        }
        (await phone.BindAsync(phone.Member.Name)).EnsureSuccessStatusCode();
        return phone;
    }

    public async Task<TestPhone[]> NewMembersAsync(int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => NewMemberAsync()));

    public Task<RosterMember> NewRosterMemberAsync(string phone, string? name = null) => Services.NewRosterMemberAsync(phone, name);

    public Task<long> NewBenefitAsync(int stock = 10, Func<NewBenefit, NewBenefit>? with = null, params string[] vouchers) =>
        Services.NewBenefitAsync(stock, with, vouchers);

    public Task<Reconciliation> ReconcileAsync(long benefitId) => Services.ReconcileAsync(benefitId);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in configuration.Concat(Settings))
        {
            builder.UseSetting(key, value);
        }
        // A busy machine must not fail a test that is not about time; those run the real limits in processes of their own.
        builder.UseSetting("Limits:RequestSeconds", "30");
        builder.UseSetting("Data:CommandTimeout", "30");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock).AddSingleton<IStartupFilter, ApiContract>());
        builder.ConfigureTestServices(Adds);
    }
}
