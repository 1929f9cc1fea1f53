using CsrmeWeChat.Benefits;
using CsrmeWeChat.Data;
using CsrmeWeChat.Keys;
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
    private int made;

    /// <summary>30 May 2026, 09:00 in Beijing.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public SandboxControl WeChat => engine.WeChat.Control;

    public async ValueTask InitializeAsync() => configuration = await engine.NewConfigurationAsync();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A phone on which a new WeChat user has opened the mini program and signed in.</summary>
    public async Task<TestPhone> NewPhoneAsync(bool unionId = true)
    {
        var phone = new TestPhone(CreateClient(), WeChat, WeChat.MakeUser(unionId: unionId));
        await phone.SignInAsync();
        return phone;
    }

    /// <summary>A phone whose user is bound to a new member of the roster.</summary>
    public async Task<TestPhone> NewMemberAsync(string? level = null, string? branch = null, DateOnly? paidUntil = null, params string[] tags)
    {
        var phone = await NewPhoneAsync();
        phone.Member = await NewRosterMemberAsync(phone.User.Phone, level: level, branch: branch, paidUntil: paidUntil);
        foreach (var tag in tags)
        {
            await Get<MemberStore>().TagAsync(phone.Member.Id, tag, TestContext.Current.CancellationToken);
        }
        (await phone.BindAsync(phone.Member.Name)).EnsureSuccessStatusCode();
        return phone;
    }

    public async Task<TestPhone[]> NewMembersAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => NewMemberAsync()));

    /// <summary>A member in the roster whom no WeChat user is bound to.</summary>
    public async Task<RosterMember> NewRosterMemberAsync(string phone, string? name = null, string? level = null, string? branch = null, DateOnly? paidUntil = null)
    {
        var (database, keyring) = (Get<Database>(), Get<Keyring>());
        var number = $"T{Interlocked.Increment(ref made):D6}";
        name ??= $"测试{number}";
        var e164 = Phone.Normalise(phone)!;
        var (levelId, branchId) = (await IdAsync("levels", level), await IdAsync("branches", branch));
        var id = await database.InsertAsync("""
            INSERT INTO members (number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit, branch_id, level_id, paid_until, version, created_at, updated_at)
            VALUES (@number, @name, @nameKey, @phoneSealed, @phoneHash, @tailHash, '', '', '测试单位', @branchId, @levelId, @paidUntil, 1, @Now, @Now)
            """, new
        {
            number,
            name,
            nameKey = PersonalName.Key(name),
            phoneSealed = keyring.Seal(MemberStore.PhonePlace(number), e164),
            phoneHash = keyring.Hash(MemberStore.PhoneHash, e164),
            tailHash = keyring.Hash(MemberStore.PhoneTailHash, Phone.Tail(e164)),
            branchId,
            levelId,
            paidUntil,
            Now,
        });
        return new RosterMember(id, number, name);

        async Task<long?> IdAsync(string table, string? value)
        {
            if (value is null)
            {
                return null;
            }
            await database.TryInsertAsync($"INSERT INTO {table} (name) VALUES (@value)", new { value });
            return await database.FindAsync<long>($"SELECT id FROM {table} WHERE name = @value", new { value });
        }
    }

    /// <summary>A published benefit, open from an hour ago for a day unless said otherwise.</summary>
    public async Task<long> NewBenefitAsync(Func<NewBenefit, NewBenefit>? with = null, int stock = 10, params string[] vouchers)
    {
        var store = Get<BenefitStore>();
        await store.EnsureSeasonAsync(2026, "2026", "", Now, default);
        var benefit = new NewBenefit(2026, vouchers.Length > 0 ? BenefitKind.Voucher : BenefitKind.Counter, "测试福利", "", "", "", Now.AddHours(-1), Now.AddDays(1), Now.AddDays(2), stock);
        var (id, refusal) = await store.AddAsync(with?.Invoke(benefit) ?? benefit, Now, default);
        Assert.Null(refusal);
        if (vouchers.Length > 0)
        {
            await store.AddVouchersAsync(id, vouchers, default);
        }
        await store.SetStateAsync(id, BenefitState.Published, default);
        return id;
    }

    /// <summary>Counts the rows anew and holds them against the counters.</summary>
    public async Task<BenefitAudit> AuditAsync(long benefitId)
    {
        var audit = (await Get<BenefitStore>().AuditAsync(benefitId, default))!;
        Assert.True(audit.Holds, audit.ToString());
        return audit;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in configuration)
        {
            builder.UseSetting(key, value);
        }
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}

public sealed record RosterMember(long Id, string Number, string Name);
