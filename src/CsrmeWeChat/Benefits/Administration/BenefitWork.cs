using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// What of the benefits waits for the secretariat: drafts whose hour comes, vouchers that run out, and rushes of these days to look at.
/// </summary>
public sealed class BenefitWork(Database database) : IWorkSource
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(36);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private const int MaxRushes = 3;

    /// <summary>Fewer vouchers than one of so many are too few.</summary>
    private const int Fraction = 20;

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var benefits = await database.ListAsync<Due>(
            """
            SELECT b.id, b.kind, b.state, b.title, b.opens_at, b.stock, b.held
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE s.hidden = 0 AND b.closes_at > @now
               AND ((b.state = 'draft' AND b.opens_at <= @soon)
                    OR (b.state <> 'closed' AND b.kind = 'voucher' AND b.opens_at <= @week AND (b.stock - b.held) * @Fraction <= b.stock))
             ORDER BY b.opens_at, b.id
            """,
            new
            {
                now,
                soon = now + Soon,
                week = now + Week,
                Fraction,
            },
            ct
        );
        List<Work> work = [.. await RushesAsync(now, ct)];
        var drafts = benefits.Where(benefit => benefit.State is BenefitState.Draft && benefit.OpensAt <= now + Soon).ToList();
        if (drafts is [var first, ..])
        {
            work.Add(
                Of("benefits.drafts", drafts, DraftWords(first, drafts.Count, now), $"/staff/benefits/{first.Id}", "去发布") with
                {
                    IsUrgent = true,
                }
            );
        }
        var few = benefits.Where(benefit => benefit.IsShort).ToList();
        if (few is [var scarce, ..])
        {
            work.Add(Of("benefits.vouchers", few, VoucherWords(scarce, few.Count), $"/staff/benefits/{scarce.Id}/vouchers", "去补充"));
        }
        return work;
    }

    /// <summary>What opens within a day or opened within one, until nothing is left. The menu does not count it.</summary>
    private async Task<IEnumerable<Work>> RushesAsync(DateTimeOffset now, CancellationToken ct)
    {
        var rushes = await database.ListAsync<Due>(
            """
            SELECT b.id, b.kind, b.state, b.title, b.opens_at, b.stock, b.held
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE s.hidden = 0 AND b.state = 'published' AND b.closes_at > @now AND b.opens_at > @from AND b.opens_at <= @to
               AND b.held < b.stock
             ORDER BY b.opens_at, b.id
             LIMIT @MaxRushes
            """,
            new
            {
                now,
                from = now - Day,
                to = now + Day,
                MaxRushes,
            },
            ct
        );
        return rushes.Select(rush => new Work(
            "benefits.rush",
            "",
            1,
            RushWords(rush, now),
            $"/staff/benefits/{rush.Id}/live",
            "看实况",
            Role.Admin,
            Role.Secretary
        ));
    }

    private static string RushWords(Due rush, DateTimeOffset now) =>
        rush.OpensAt > now
            ? $"《{rush.Title}》{China.Local(rush.OpensAt):M月d日 HH:mm} 开始领取，共 {Show.Number(rush.Stock)} 份。"
            : $"《{rush.Title}》正在领取，已领 {Show.Number(rush.Held)} 份，共 {Show.Number(rush.Stock)} 份。";

    private static Work Of(string key, List<Due> benefits, string words, string address, string button) =>
        new(key, "/staff/benefits", benefits.Count, words, address, button, Role.Admin, Role.Secretary);

    private static string DraftWords(Due first, int count, DateTimeOffset now)
    {
        var hour = $"{China.Local(first.OpensAt):M月d日 HH:mm}";
        var one =
            first.OpensAt <= now
                ? $"《{first.Title}》原定 {hour} 开始领取，现在还是草稿，会员看不到。"
                : $"《{first.Title}》{hour} 开始领取，现在还是草稿，会员看不到。";
        return count == 1 ? one : $"{one}这样的福利共有 {count} 项。";
    }

    private static string VoucherWords(Due first, int count)
    {
        var left = Math.Max(0, first.Stock - first.Held);
        var one = left == 0 ? $"《{first.Title}》没有可发的兑换码了。" : $"《{first.Title}》只剩 {Show.Number(left)} 个兑换码。";
        return count == 1 ? one : $"{one}这样的福利共有 {count} 项。";
    }

    private sealed record Due
    {
        public required long Id { get; init; }
        public required BenefitKind Kind { get; init; }
        public required BenefitState State { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset OpensAt { get; init; }
        public required int Stock { get; init; }
        public required int Held { get; init; }

        public bool IsShort => Kind is BenefitKind.Voucher && (Stock - Held) * (long)Fraction <= Stock;
    }
}

/// <summary>One of the first things to do in a new installation.</summary>
public sealed class FirstBenefit(Database database) : IFirstStep
{
    public int Place => 50;

    public string Words => "新建第一项福利";

    public string Address => "/staff/benefits/new";

    public async Task<bool> IsDoneAsync(CancellationToken ct)
    {
        const string find = "SELECT 1 FROM benefits b JOIN seasons s ON s.id = b.season_id WHERE s.hidden = 0 LIMIT 1";
        return await database.FindAsync<int>(find, ct: ct) == 1;
    }
}
