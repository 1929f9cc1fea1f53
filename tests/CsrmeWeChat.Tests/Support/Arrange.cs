using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What tests put in place before they begin, straight through the stores.</summary>
public static class Arrange
{
    private static int made;

    extension(IServiceProvider services)
    {
        private DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

        /// <summary>A member in the roster whom no WeChat user is bound to.</summary>
        public async Task<RosterMember> NewRosterMemberAsync(
            string phone,
            string? name = null,
            string? level = null,
            string? branch = null,
            DateOnly? paidUntil = null
        )
        {
            var database = services.GetRequiredService<Database>();
            var keyring = services.GetRequiredService<Keyring>();
            var number = $"T{Interlocked.Increment(ref made):D6}";
            name ??= $"测试{number}";
            var e164 = Phone.Normalise(phone)!;
            var keys = MemberKeys.Of(number, name, "测试单位");
            var id = await database.InsertAsync(
                """
                INSERT INTO members (number, name, name_key, name_sort, search_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed,
                                     email_hash, unit, branch_id, level_id, paid_until, revision, created_at, updated_at)
                VALUES (@number, @name, @nameKey, @Sort, @Search, @phoneSealed, @phoneHash, @tailHash, '', '', '测试单位',
                        @branchId, @levelId, @paidUntil, 1, @Now, @Now)
                """,
                new
                {
                    number,
                    name,
                    nameKey = PersonalName.Key(name),
                    keys.Sort,
                    keys.Search,
                    phoneSealed = keyring.Seal(MemberStore.PhonePlace(number), e164),
                    phoneHash = keyring.Hash(MemberStore.PhoneHash, e164),
                    tailHash = keyring.Hash(MemberStore.PhoneTailHash, Phone.Tail(e164)),
                    branchId = await IdAsync("branches", branch),
                    levelId = await IdAsync("levels", level),
                    paidUntil,
                    services.Now,
                }
            );
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
        public async Task<long> NewBenefitAsync(int stock = 10, Func<NewBenefit, NewBenefit>? with = null, params string[] vouchers)
        {
            var store = services.GetRequiredService<BenefitStore>();
            var now = services.Now;
            await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, default);
            var benefit = new NewBenefit(
                2026,
                vouchers.Length > 0 ? BenefitKind.Voucher : BenefitKind.Counter,
                "测试福利",
                "",
                "",
                "",
                now.AddHours(-1),
                now.AddDays(1),
                now.AddDays(2),
                stock
            );
            var (id, refusal) = await store.AddAsync(Actor.Command, with?.Invoke(benefit) ?? benefit, now, default);
            Assert.Null(refusal);
            if (vouchers.Length > 0)
            {
                await services
                    .GetRequiredService<VoucherStore>()
                    .AddAsync(Actor.Command, id, VoucherUpload.FromText(string.Join('\n', vouchers)), now, default);
            }
            await services
                .GetRequiredService<BenefitOperations>()
                .SetStateAsync(Actor.Command, id, from: null, BenefitState.Published, now, default);
            return id;
        }

        /// <summary>Tokens of as many members, bound and signed in, written in bulk.</summary>
        public async Task<string[]> NewCrowdAsync(int count)
        {
            var database = services.GetRequiredService<Database>();
            var now = services.Now;
            var prefix = Guid.NewGuid().ToString("N")[..8];
            await database.InsertManyAsync(
                """
                INSERT INTO members (number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                     revision, created_at, updated_at)
                """,
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(i => new object?[] { $"{prefix}{i:D5}", "会员", "会员", "", "", "", "", "", "", 1, now, now }),
                ],
                default
            );
            var members = await database.ListAsync<long>(
                "SELECT id FROM members WHERE number LIKE @like ORDER BY id",
                new { like = $"{prefix}%" }
            );
            var tokens = new List<string>();
            foreach (var member in members)
            {
                var person = await database.InsertAsync("INSERT INTO people (created_at) VALUES (@now)", new { now });
                await services.GetRequiredService<BindingStore>().TryBindAsync(person, member, "", now, default);
                tokens.Add((await services.GetRequiredService<SessionStore>().OpenAsync(person, default)).Token);
            }
            return [.. tokens];
        }

        /// <summary>Counts the rows anew and holds them against the counters.</summary>
        public async Task<Reconciliation> ReconcileAsync(long benefitId)
        {
            var rows = (await services.GetRequiredService<BenefitStore>().ReconcileAsync(benefitId, default))!;
            Assert.True(rows.Holds, rows.ToString());
            return rows;
        }
    }
}

public sealed record RosterMember(long Id, string Number, string Name);
