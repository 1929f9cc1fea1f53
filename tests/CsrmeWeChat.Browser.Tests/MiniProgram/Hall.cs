using CsrmeWeChat.Benefits;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>
/// A service of its own for the phones of one class of tests, so that their screens show what these tests made and nothing else; with the
/// venue's browser and stand-in for WeChat.
/// </summary>
public sealed class Hall(Venue venue) : IAsyncLifetime
{
    private Backstage backstage = null!;
    private Stage stage = null!;

    public IServiceProvider Services => backstage.Services;

    public WeChat.Sandbox.SandboxControl WeChat => venue.WeChat;

    public string AppId => backstage.Configuration["WeChat:MiniProgram:AppId"]!;

    public ServiceProcess Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        backstage = await venue.NewBackstageAsync();
        Service = await ServiceProcess.StartAsync(Backstage.ServiceDll, Venue.Patient(backstage.Configuration));
        stage = await Stage.StartAsync(Service.BaseUrl, venue.WeChatUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await Service.DisposeAsync();
        await backstage.DisposeAsync();
    }

    /// <summary>A benefit that the service shows: it reads the list of them once a second.</summary>
    public async Task<long> NewBenefitAsync(int stock = 10, Func<NewBenefit, NewBenefit>? with = null)
    {
        var id = await Services.NewBenefitAsync(stock, with);
        using var http = new HttpClient { BaseAddress = new Uri(Service.BaseUrl) };
        var watcher = new TestPhone(http, WeChat, WeChat.MakeUser());
        await watcher.SignInAsync();
        while (!(await http.GetAsync($"/api/benefits/{id}")).IsSuccessStatusCode)
        {
            await Task.Delay(50);
        }
        return id;
    }

    /// <summary>A phone that has never been here, before it opens the mini program.</summary>
    /// <param name="number">Its number at WeChat; null for some number.</param>
    /// <param name="behind">Another stage; null for the hall's.</param>
    public async Task<Phone> PhoneAsync(Width width = Width.Phone, string? number = null, Stage? behind = null) =>
        new(await venue.OpenAsync(width, at: (behind ?? stage).BaseUrl), number);

    /// <summary>A stage that reaches the service by another way.</summary>
    public Task<Stage> StageAsync(int port) => Stage.StartAsync($"http://127.0.0.1:{port}", venue.WeChatUrl);

    /// <summary>The stage as it stands in a wide window.</summary>
    public Task<Visit> DeskAsync() => venue.OpenAsync(Width.Desk, at: stage.BaseUrl);

    /// <summary>A phone whose owner is bound to a member, at the benefits.</summary>
    public async Task<Phone> MemberPhoneAsync(
        Width width = Width.Phone,
        string? name = null,
        string? level = null,
        DateOnly? paidUntil = null
    )
    {
        var number = Numbers.Next();
        var member = await Services.NewRosterMemberAsync(number, name, level, paidUntil: paidUntil ?? new DateOnly(2099, 12, 31));
        var phone = await PhoneAsync(width, number);
        phone.Member = member;
        await phone.OpenAsync("pages/bind/index");
        await phone.BindAsync(member.Name);
        await phone.SeesAsync("您已绑定会员身份");
        return phone;
    }
}

/// <summary>Phone numbers that nobody else has.</summary>
public static class Numbers
{
    private static int given;

    public static string Next() => $"1391{Interlocked.Increment(ref given):D7}";
}
