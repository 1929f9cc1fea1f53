namespace CsrmeWeChat.Drive;

/// <summary>核销: two members of staff at the counter, and the members who come to them.</summary>
internal sealed class Counter(Report report, IReadOnlyList<Phone> desks)
{
    public async Task RedeemAsync(long benefit, Dictionary<Phone, Answer> tickets, Phone bystander)
    {
        var (holder, ticket) = tickets.First();
        var code = ticket.Text("code");
        report.Check(
            "福利码有二维码图片",
            await holder.GetAsync($"/api/benefits/{benefit}/claim/qr.png") is { IsOk: true, Media: "image/png" }
        );

        var denied = await report.AllAtOnceAsync("核销，没有权限", [bystander], phone => RedeemAsync(phone, code));
        report.Check("没有核销权限的人核销不了", denied[0] is { Status: 403, Code: "access.denied" });

        var first = (await report.AllAtOnceAsync("核销", [desks[0]], phone => RedeemAsync(phone, $"csrme:{code.ToLowerInvariant()}")))[0];
        var repeat = await RedeemAsync(desks[0], code);
        report.Check("核销成功，本人再扫一次结果相同", first.IsOk && repeat.IsOk && first.Number("id") == repeat.Number("id"));
        var second = (await report.AllAtOnceAsync("另一柜台再核销", [desks[1]], phone => RedeemAsync(phone, code)))[0];
        report.Check("另一柜台再核销被拒", second is { Status: 409, Code: "redemption.used" });
        report.Check("会员看到“已核销”", (await holder.GetAsync($"/api/benefits/{benefit}")).Text("state") == "redeemed");

        var contested = tickets.Values.Skip(1).Take(20).Select(answer => answer.Text("code")).ToList();
        var races = await Task.WhenAll(
            contested.Select(async contestedCode => await Task.WhenAll(desks.Select(desk => RedeemAsync(desk, contestedCode))))
        );
        report.Check(
            "两个柜台同时扫同一个码，只有一个成功",
            races.All(race => race.Count(answer => answer.IsOk) == 1 && race.Count(answer => answer.Code == "redemption.used") == 1),
            $"{races.Length} 次"
        );
    }

    private static Task<Answer> RedeemAsync(Phone desk, string code) => desk.PostAsync("/api/redemptions", new { code });
}
