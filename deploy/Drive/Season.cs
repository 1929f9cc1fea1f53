using System.Text.Json;

namespace CsrmeWeChat.Drive;

/// <summary>A day of the season: everybody signs in, binds, and rushes for what is open.</summary>
internal sealed class Season
{
    private const int Unpaid = 10,
        Strangers = 5,
        Mistyped = 10,
        Rushed = 100;

    private readonly HttpClient api;
    private readonly SandboxWeChat wechat;
    private readonly IReadOnlyList<RosterRow> roster;
    private readonly int count;
    private readonly Report report = new();

    public Season(Uri api, Uri wechat, IReadOnlyList<RosterRow> roster, int count)
    {
        (this.api, this.wechat) = (NewClient(api), new SandboxWeChat(NewClient(wechat)));
        (this.roster, this.count) = (roster, count);
    }

    public async Task<int> PlayAsync()
    {
        var counters = roster.TakeLast(2).ToList();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);
        var paid = roster.SkipLast(2).Where(row => row.PaidUntil >= today).Take(count).ToList();
        var unpaid = roster.SkipLast(2).Where(row => row.PaidUntil < today).Take(Unpaid).ToList();
        List<RosterRow> known = [.. paid, .. unpaid, .. counters];
        var openIds = await wechat.MakeUsersAsync([.. known.Select(row => row.Phone)], known.Count + Strangers);
        var phones = openIds.Select((openId, i) => new Phone(api, wechat, openId, known.ElementAtOrDefault(i))).ToList();
        var (members, debtors, desks, strangers) = (
            phones[..count],
            phones[count..(count + Unpaid)],
            phones[(count + Unpaid)..known.Count],
            phones[known.Count..]
        );

        var signedIn = await report.AllAtOnceAsync("登录", phones, phone => phone.SignInAsync());
        report.Check("每部手机都登录成功", signedIn.All(answer => answer.IsOk));
        await BindAsync(phones[..known.Count], strangers);

        var cards = await BoardAsync(members);
        var (rush, voucher, later) = (
            Pick(cards[0], "counter", "open"),
            Pick(cards[0], "voucher", null),
            TryPick(cards[0], "counter", "upcoming")
        );
        await RefusedAsync(rush, later, members, debtors, strangers);
        var tickets = await RushAsync(rush, members);
        await new Counter(report, desks).RedeemAsync(rush, tickets, bystander: members.First(member => !tickets.ContainsKey(member)));
        await CardsTellTheTruthAsync("领兑换码", voucher, members);
        if (later is { } opening)
        {
            await WaitAsync(opening, cards[0]);
            await CardsTellTheTruthAsync("开抢那一刻", opening, members);
        }
        report.Print(phones.Sum(phone => phone.ComeBacks));
        return report.AllHeld ? 0 : 1;
    }

    private async Task BindAsync(List<Phone> known, List<Phone> strangers)
    {
        var mistyped = await report.AllAtOnceAsync("绑定，姓名写错", known[..Mistyped], phone =>
            phone.BindAsync(phone.Member!.Name[..1] + "某某")
        );
        report.Check("姓名写错的没有绑上", mistyped.All(answer => answer.Code == "bind.name_differs"));
        var outside = await report.AllAtOnceAsync("绑定，不在名册", strangers, phone => phone.BindAsync("路人"));
        report.Check("不在名册的没有绑上", outside.All(answer => answer.Code == "bind.phone_unknown"));
        // People type the dot in a name as they please.
        var bound = await report.AllAtOnceAsync("绑定", known, phone => phone.BindAsync(phone.Member!.Name.Replace("·", " • ")));
        report.Check(
            "其余都绑到名册中自己的那一条",
            bound.Zip(known).All(pair => pair.First.IsOk && pair.First.Text("number") == pair.Second.Member!.Number)
        );
    }

    private async Task<JsonElement[][]> BoardAsync(List<Phone> members)
    {
        var boards = await report.AllAtOnceAsync("打开福利页", members, phone => phone.GetAsync("/api/benefits"));
        return [.. boards.Select(board => board.Json.GetProperty("items").EnumerateArray().ToArray())];
    }

    private async Task RefusedAsync(long rush, long? later, List<Phone> members, List<Phone> debtors, List<Phone> strangers)
    {
        var owing = await report.AllAtOnceAsync("抢领，会费未缴", debtors, phone => phone.ClaimAsync(rush));
        report.Check("会费未缴的领不到", owing.All(answer => answer.Code == "benefit.dues"));
        var unbound = await report.AllAtOnceAsync("抢领，未绑定会员", strangers, phone => phone.ClaimAsync(rush));
        report.Check("未绑定的领不到", unbound.All(answer => answer is { Status: 403, Code: "member.not_bound" }));
        if (later is { } opening)
        {
            var early = await report.AllAtOnceAsync("抢领，尚未开始", members[..20], phone => phone.ClaimAsync(opening));
            report.Check(
                "尚未开始的领不到",
                early.All(answer => answer.Code is "benefit.not_open" or "benefit.branch")
                    && early.Any(answer => answer.Code == "benefit.not_open")
            );
        }
    }

    private async Task<Dictionary<Phone, Answer>> RushAsync(long benefit, List<Phone> members)
    {
        var answers = await report.AllAtOnceAsync($"{members.Count} 人同时抢 {Rushed} 份", members, phone => phone.ClaimAsync(benefit));
        var tickets = members.Zip(answers).Where(pair => pair.Second.IsOk).ToDictionary(pair => pair.First, pair => pair.Second);
        var soldOut = answers.Count(answer => answer.Code == "benefit.sold_out");
        report.Check(
            $"恰好 {Rushed} 人领到，其余得到“已领完”",
            tickets.Count == Rushed && soldOut == members.Count - Rushed,
            $"{tickets.Count} + {soldOut}"
        );
        report.Check(
            $"序号正好是 1 至 {Rushed}",
            tickets
                .Values.Select(ticket => ticket.Number("serial"))
                .Order()
                .SequenceEqual(Enumerable.Range(1, Rushed).Select(serial => (long)serial))
        );
        report.Check("没有两个相同的福利码", tickets.Values.Select(ticket => ticket.Text("code")).Distinct().Count() == tickets.Count);

        var again = await report.AllAtOnceAsync("每人再点一次", members, phone => phone.ClaimAsync(benefit));
        report.Check(
            "再点一次，领到的还是同一份，领完的还是领完",
            members
                .Zip(again)
                .All(pair =>
                    tickets.TryGetValue(pair.First, out var ticket)
                        ? pair.Second.IsOk && pair.Second.Body.SequenceEqual(ticket.Body)
                        : pair.Second.Code == "benefit.sold_out"
                )
        );

        var mine = await report.AllAtOnceAsync("查看我的福利", members, phone => phone.GetAsync("/api/claims"));
        var held = mine.Sum(answer =>
            answer.Json.GetProperty("items").EnumerateArray().Count(claim => claim.GetProperty("benefitId").GetInt64() == benefit)
        );
        // The card's remainder may be a second old.
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var card = await members[0].GetAsync($"/api/benefits/{benefit}");
        report.Check(
            "各人手中之和 = 总量 − 剩余",
            held == Rushed && held == card.Number("stock") - card.Number("remaining"),
            $"{held} = {card.Number("stock")} − {card.Number("remaining")}"
        );
        return tickets;
    }

    /// <summary>What a card said before must be what the claim answers after.</summary>
    private async Task CardsTellTheTruthAsync(string step, long benefit, List<Phone> members)
    {
        var cards = (await BoardAsync(members))
            .Select(board => board.Single(card => card.GetProperty("id").GetInt64() == benefit))
            .ToArray();
        var answers = await report.AllAtOnceAsync(step, members, phone => phone.ClaimAsync(benefit));
        var stock = cards[0].GetProperty("stock").GetInt32();
        var eligible = cards.Count(card => card.GetProperty("state").GetString() is "open");
        var won = answers.Where(answer => answer.IsOk).ToList();
        report.Check(
            $"{step}：卡片说能领的领到或领完，说不能领的原因一致",
            cards
                .Zip(answers)
                .All(pair =>
                    pair.First.GetProperty("state").GetString() switch
                    {
                        "open" => pair.Second.Code is "ok" or "benefit.sold_out",
                        "notEligible" => pair.Second.Code == pair.First.GetProperty("whyNotCode").GetString(),
                        _ => false,
                    }
                )
        );
        report.Check(
            $"{step}：份数不多不少，码各不同",
            won.Count == Math.Min(stock, eligible) && won.Select(answer => answer.Text("code")).Distinct().Count() == won.Count,
            $"{won.Count} / {stock}"
        );
    }

    private static async Task WaitAsync(long benefit, JsonElement[] board)
    {
        var opensAt = board.Single(card => card.GetProperty("id").GetInt64() == benefit).GetProperty("opensAt").GetDateTimeOffset();
        // A quarter of a second of slack for the clock and the card, which may be a second old.
        var wait = opensAt - TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(0.25);
        if (wait > TimeSpan.Zero)
        {
            Console.WriteLine($"等待 {wait.TotalSeconds:F0} 秒，到下一项福利开抢……");
            await Task.Delay(wait);
        }
    }

    private static long Pick(JsonElement[] board, string kind, string? state) =>
        TryPick(board, kind, state) ?? throw new InvalidOperationException($"No {state} {kind} benefit on the board.");

    private static long? TryPick(JsonElement[] board, string kind, string? state) =>
        board
            .Where(card =>
                card.GetProperty("kind").GetString() == kind && (state is null || card.GetProperty("state").GetString() == state)
            )
            .Select(card => (long?)card.GetProperty("id").GetInt64())
            .FirstOrDefault();

    internal static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), UseCookies = false }) { BaseAddress = address };
}
