using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Last year's benefits, which have ended; and of this year one of which three fifths are claimed, one with a partner's codes, one that
/// opens in five minutes, and a draft.
/// </summary>
public sealed class DemoBenefits(
    Database database,
    BenefitStore benefits,
    BenefitOperations operations,
    VoucherStore vouchers,
    RedemptionStore redemptions,
    ExpireClaims expiry
) : IDemoPart
{
    private const string Books = "岩石力学科普图书套装",
        Journals = "学术期刊在线阅读年卡",
        Microscopes = "岩石薄片手机显微镜";

    public int Place => 85;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await LastYearAsync(demo, ct);
        await RunningAsync(demo, ct);
        await VoucherAsync(demo, ct);
        await SoonAsync(demo, ct);
        var tomorrow = demo.DaysAgo(-1).AddHours(10);
        await AddAsync(
            demo,
            New(demo.Year, "科技工作者日定制笔记本", "学会秘书处", tomorrow, 300) with
            {
                DuesRequired = true,
            },
            demo.Now,
            ct,
            isDraft: true
        );
    }

    private async Task LastYearAsync(DemoRun demo, CancellationToken ct)
    {
        var (opens, year) = (demo.LastSeason, demo.Year - 1);
        var books = await AddAsync(demo, New(year, Books, "学会秘书处", opens, 150), opens.AddDays(-20), ct);
        var claimed = await ClaimAsync(
            demo,
            books,
            demo.Bound.Take(240),
            [(opens, 118), (opens.AddHours(1), 20), (opens.AddDays(1), 12)],
            ct
        );
        await RedeemAsync(demo, claimed.Take(112), opens.AddDays(2), opens.AddDays(24), ct);

        var tours = await AddAsync(demo, New(year, "隧道工程实验室参观券", "地下工程分会", opens.AddDays(1), 80), opens.AddDays(-18), ct);
        claimed = await ClaimAsync(demo, tours, demo.Bound.Skip(90).Take(100), [(opens.AddDays(1), 31), (opens.AddDays(4), 15)], ct);
        await RedeemAsync(demo, claimed.Take(29), opens.AddDays(5), opens.AddDays(25), ct);

        var journals = await AddAsync(demo, Voucher(year, opens), opens.AddDays(-15), ct);
        await vouchers.AddAsync(demo.Secretary, journals, Codes(year), opens.AddDays(-14), ct);
        await ClaimAsync(demo, journals, demo.Bound.Take(240), [(opens, 18), (opens.AddDays(2), 9)], ct);
        while (await expiry.ExpireSliceAsync(opens.AddDays(60), ct)) { }
    }

    /// <summary>Nobody has claimed of it within the last hour, for while people claim there is no rehearsal.</summary>
    private async Task RunningAsync(DemoRun demo, CancellationToken ct)
    {
        var opens = demo.ThisSeason;
        var running = New(demo.Year, Microscopes, "青年工作委员会", opens, 200) with
        {
            DuesRequired = true,
            ClosesAt = demo.DaysAgo(-20),
            UseUntil = demo.DaysAgo(-40),
        };
        var id = await AddAsync(demo, running, opens.AddDays(-8), ct);
        var days = new List<(DateTimeOffset, int)> { (opens, 44), (opens.AddHours(2), 14), (opens.AddDays(1), 10), (opens.AddDays(2), 8) };
        days.AddRange(Enumerable.Range(3, 8).Select(day => (opens.AddDays(day).AddHours(day % 4), 8 - (day / 2))));
        days.Add((demo.Now.AddHours(-2), 120 - days.Sum(day => day.Item2)));
        var claimed = await ClaimAsync(demo, id, demo.Bound.Where((_, i) => i % 2 == 0), days, ct);
        await RedeemAsync(demo, claimed.Take(12), opens.AddDays(1), demo.Now.AddHours(-20), ct);
        demo.Say($"code {claimed[^1].Code}");
        // At the console, today.
        foreach (var (ticket, i) in claimed.Skip(12).Take(8).Select((ticket, i) => (ticket, i)))
        {
            var by = demo.Staff[
                i < 5 ? Role.Redeemer
                : i == 5 ? Role.Secretary
                : Role.Admin
            ];
            var at = demo.Now.AddSeconds(-60 + (6 * i));
            await redemptions.RedeemAsync(Redeemer.OfStaff(by), ticket.Code, at < demo.DaysAgo(0) ? demo.DaysAgo(0) : at, ct);
        }
    }

    private async Task VoucherAsync(DemoRun demo, CancellationToken ct)
    {
        var opens = demo.ThisSeason.AddDays(1);
        var id = await AddAsync(demo, Voucher(demo.Year, opens) with { ClosesAt = demo.DaysAgo(-20) }, opens.AddDays(-8), ct);
        await vouchers.AddAsync(demo.Secretary, id, Codes(demo.Year), opens.AddDays(-7), ct);
        await ClaimAsync(demo, id, demo.Bound, [(opens, 22), (opens.AddDays(3), 9), (opens.AddDays(6), 5)], ct);
    }

    private async Task SoonAsync(DemoRun demo, CancellationToken ct)
    {
        var soon = demo.Now.AddMinutes(6);
        var opens = new DateTimeOffset(soon.Ticks - (soon.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var benefit = New(demo.Year, "“岩石的一生”主题纪念章", "科普工作委员会", opens, 100);
        var id = await AddAsync(demo, benefit, demo.DaysAgo(3).AddHours(9), ct);
        demo.Say($"opening {id} {China.Local(opens):HH:mm} {benefit.Title}");
    }

    private static NewBenefit New(int year, string title, string partner, DateTimeOffset opens, int stock) =>
        new(
            year,
            BenefitKind.Counter,
            title,
            "每位会员限领一份，领完为止。",
            "请在使用期限内到学会秘书处出示福利码领取。",
            partner,
            opens,
            ClosesAt: opens.AddDays(12),
            UseUntil: opens.AddDays(32),
            stock
        );

    private static NewBenefit Voucher(int year, DateTimeOffset opens) =>
        New(year, Journals, "期刊编辑部", opens, 0) with
        {
            Kind = BenefitKind.Voucher,
            UsageNote = "在期刊网站“兑换中心”输入兑换码，一年内有效。",
            Levels = ["高级会员"],
        };

    private static VoucherUpload Codes(int year) =>
        VoucherUpload.FromText(string.Join('\n', Enumerable.Range(1, 60).Select(i => $"YSLX{year}-{(i * 7_919) % 100_000:D5}")));

    private async Task<long> AddAsync(DemoRun demo, NewBenefit benefit, DateTimeOffset at, CancellationToken ct, bool isDraft = false)
    {
        var (id, refusal) = await benefits.AddAsync(demo.Secretary, benefit, at, ct);
        DemoRun.Expect(refusal);
        if (!isDraft)
        {
            var published = await operations.SetStateAsync(demo.Secretary, id, from: null, BenefitState.Published, at.AddHours(2), ct);
            DemoRun.Expect(published.WhyNot);
        }
        return id;
    }

    /// <summary>Members claim it: at each of these times so many of those who may.</summary>
    private async Task<IReadOnlyList<ClaimTicket>> ClaimAsync(
        DemoRun demo,
        long benefitId,
        IEnumerable<DemoMember> members,
        IReadOnlyList<(DateTimeOffset At, int Count)> times,
        CancellationToken ct
    )
    {
        var (waiting, tickets) = (new Queue<DemoMember>(members), new List<ClaimTicket>());
        foreach (var (at, count) in times)
        {
            for (var left = count; left > 0 && waiting.Count > 0; )
            {
                ct.ThrowIfCancellationRequested();
                var asking = Enumerable.Range(0, Math.Min(left, waiting.Count)).Select(_ => waiting.Dequeue()).ToList();
                var moment = at.AddSeconds(1 + demo.Random.Next(40));
                var results = await ClaimBatch.ClaimAsync(
                    database,
                    benefitId,
                    [.. asking.Select(member => new ClaimRequest(member.Id, moment))],
                    moment
                );
                var won = results.Select(result => result.Ticket).OfType<ClaimTicket>().ToList();
                tickets.AddRange(won);
                left -= won.Count;
            }
        }
        return tickets;
    }

    /// <summary>A member with the right redeems them, as at a branch's counter.</summary>
    private async Task RedeemAsync(
        DemoRun demo,
        IEnumerable<ClaimTicket> tickets,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        foreach (var ticket in tickets)
        {
            await redemptions.RedeemAsync(Redeemer.OfMember(demo.Members[0].Id), ticket.Code, demo.Between(from, to), ct);
        }
    }
}
