using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsrmeWeChat.Data;
using CsrmeWeChat.Http;
using QRCoder;
using WeChat;

namespace CsrmeWeChat.Benefits;

public static class BenefitCommands
{
    private static readonly JsonSerializerOptions Json = NewJson();

    public static Command Seasons()
    {
        var (year, name, theme) = (new Argument<int>("year"), new Option<string>("--name") { DefaultValueFactory = _ => "" }, new Option<string>("--theme") { DefaultValueFactory = _ => "" });
        var add = new Command("add", "新建年度") { year, name, theme };
        add.Does(async (services, args, ct) =>
        {
            if (args.GetValue(year) is < 2000 or > 9999 || args.GetValue(name)!.Length > 100 || args.GetValue(theme)!.Length > 200)
            {
                return CommandLine.Refuse("年度须为四位数，名称最长 100 字，主题最长 200 字。");
            }
            var title = args.GetValue(name) is { Length: > 0 } given ? given : $"{args.GetValue(year)} 年全国科技工作者日与科普周";
            await services.GetRequiredService<BenefitStore>().EnsureSeasonAsync(
                args.GetValue(year), Text.Clean(title), Text.Clean(args.GetValue(theme)), services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
            Console.WriteLine($"{args.GetValue(year)} 年度已建立。");
            return 0;
        });
        return new Command("seasons", "年度") { add };
    }

    public static Command Benefits() => new("benefits", "530 福利")
    {
        Add(), List(), SetState("publish", "发布：会员可见，到时间即可领取", BenefitState.Published), SetState("close", "关闭领取", BenefitState.Closed), Stock(), Vouchers(), Windows(), Picture(),
    };

    private static Command Add()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON 文件，字段见 README" }.AcceptExistingOnly();
        var publish = new Option<bool>("--publish") { Description = "同时发布" };
        var command = new Command("add", "新建福利（草稿）") { file, publish };
        command.Does(async (services, args, ct) =>
        {
            var (benefit, refusal) = Read(args.GetValue(file)!.FullName);
            if (benefit is null)
            {
                return CommandLine.Refuse(refusal!);
            }
            var store = services.GetRequiredService<BenefitStore>();
            (var id, refusal) = await store.AddAsync(benefit, services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
            if (refusal is not null)
            {
                return CommandLine.Refuse(refusal);
            }
            if (args.GetValue(publish))
            {
                await store.SetStateAsync(id, BenefitState.Published, ct);
            }
            Console.WriteLine($"福利 {id}《{benefit.Title}》已{(args.GetValue(publish) ? "发布" : "建立（草稿）")}。");
            return 0;
        });
        return command;
    }

    /// <summary>The benefit that a file defines, or in words why it defines none.</summary>
    internal static (NewBenefit? Benefit, string? Refusal) Read(string path)
    {
        try
        {
            var benefit = JsonSerializer.Deserialize<NewBenefit>(File.ReadAllText(path), Json);
            return benefit is null ? (null, "文件是空的。") : benefit.WhyRefused is { } refusal ? (null, refusal) : (benefit, null);
        }
        catch (JsonException e)
        {
            return (null, $"文件不是有效的福利定义（第 {e.LineNumber + 1} 行 {e.Path}）：字段须齐全、名称无误，时间须带时区，如 2026-05-30T10:00:00+08:00。");
        }
    }

    private static Command List()
    {
        var command = new Command("list", "列出福利，并由明细重新核对计数");
        command.Does(async (services, _, ct) =>
        {
            var store = services.GetRequiredService<BenefitStore>();
            var sound = true;
            foreach (var benefit in await store.ListAsync(ct))
            {
                var audit = (await store.AuditAsync(benefit.Id, ct))!;
                sound &= audit.Holds;
                Console.WriteLine(
                    $"{benefit.Id,4}  {benefit.State,-9} {China.Local(benefit.OpensAt):yyyy-MM-dd HH:mm} 至 {China.Local(benefit.ClosesAt):yyyy-MM-dd HH:mm}  " +
                    $"总量 {benefit.Stock}，占用 {benefit.Held}，已发序号 {benefit.Issued}，{(audit.Holds ? "账实相符" : "账实不符！")}  {benefit.Title}");
            }
            return sound ? 0 : 3;
        });
        return command;
    }

    private static Command SetState(string name, string description, BenefitState state)
    {
        var id = new Argument<long>("id");
        var command = new Command(name, description) { id };
        command.Does(async (services, args, ct) =>
            await services.GetRequiredService<BenefitStore>().SetStateAsync(args.GetValue(id), state, ct) ? 0 : CommandLine.Refuse("没有这个福利。"));
        return command;
    }

    private static Command Stock()
    {
        var (id, more) = (new Argument<long>("id"), new Argument<int>("more") { Description = "增加的份数；负数为减少" });
        var command = new Command("stock", "增减总量，领取中也可以") { id, more };
        command.Does(async (services, args, ct) =>
            await services.GetRequiredService<BenefitStore>().AddStockAsync(args.GetValue(id), args.GetValue(more), ct)
                ? 0
                : CommandLine.Refuse("没有这个到店福利，或减少后会低于已被领取的份数。"));
        return command;
    }

    private static Command Vouchers()
    {
        var (id, file) = (new Argument<long>("id"), new Argument<FileInfo>("file") { Description = "每行一个兑换码" }.AcceptExistingOnly());
        var command = new Command("vouchers", "追加合作方的兑换码，按行的顺序发放") { id, file };
        command.Does(async (services, args, ct) =>
        {
            var codes = await File.ReadAllLinesAsync(args.GetValue(file)!.FullName, ct);
            if (codes.FirstOrDefault(code => code.Length > 100) is not null)
            {
                return CommandLine.Refuse("兑换码最长 100 个字符。");
            }
            if (await services.GetRequiredService<BenefitStore>().AddVouchersAsync(args.GetValue(id), codes, ct) is not { } added)
            {
                return CommandLine.Refuse("没有这个兑换码福利。");
            }
            Console.WriteLine($"加入 {added} 个兑换码；空行和已有的 {codes.Length - added} 个未加入。");
            return 0;
        });
        return command;
    }

    private static Command Windows()
    {
        var id = new Argument<long>("id");
        var (opens, closes, use) = (Instant("--opens"), Instant("--closes"), Instant("--use-until"));
        var command = new Command("window", "调整领取和使用的时间，如 2026-05-30T10:00+08:00") { id, opens, closes, use };
        command.Does(async (services, args, ct) =>
        {
            var store = services.GetRequiredService<BenefitStore>();
            if (await store.FindAsync(args.GetValue(id), ct) is not { } benefit)
            {
                return CommandLine.Refuse("没有这个福利。");
            }
            var (opensAt, closesAt, useUntil) = (args.GetValue(opens) ?? benefit.OpensAt, args.GetValue(closes) ?? benefit.ClosesAt, args.GetValue(use) ?? benefit.UseUntil);
            if (NewBenefit.WhyWindowsRefused(opensAt, closesAt, useUntil) is { } refusal)
            {
                return CommandLine.Refuse(refusal);
            }
            await store.SetWindowsAsync(benefit.Id, opensAt, closesAt, useUntil, ct);
            return 0;
        });
        return command;
    }

    private static Option<DateTimeOffset?> Instant(string name) => new(name)
    {
        CustomParser = parsed =>
        {
            if (InstantWithOffset.Parse(parsed.Tokens[0].Value) is { } instant)
            {
                return instant;
            }
            parsed.AddError($"{name} 须为带时区的时间，如 2026-05-30T10:00+08:00。");
            return null;
        },
    };

    private static Command Picture()
    {
        var (id, file) = (new Argument<long>("id"), new Argument<FileInfo>("file") { Description = "写入的图片" });
        var url = new Option<string>("--url") { Description = "小程序页面尚未发布时，改用此网址的二维码（在公众平台配置“扫普通链接二维码打开小程序”）", Required = true };
        var command = new Command("code", "生成海报用的小程序码") { id, file, url };
        command.Does(async (services, args, ct) =>
        {
            var picture = await services.GetRequiredService<IMiniProgram>().FindCodeImageAsync(new MiniProgramCode($"b={args.GetValue(id)}", "pages/benefit/index"), ct);
            await File.WriteAllBytesAsync(args.GetValue(file)!.FullName, picture ?? PngByteQRCodeHelper.GetQRCode(args.GetValue(url)!, QRCodeGenerator.ECCLevel.M, 12), ct);
            Console.WriteLine(picture is null ? "小程序页面尚未发布，已改用普通二维码。" : "已生成小程序码。");
            return 0;
        });
        return command;
    }

    private static JsonSerializerOptions NewJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            // A mistyped name must not open a benefit to everybody.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
        };
        JsonSettings.Apply(json);
        json.Converters.Add(new InstantWithOffset());
        return json;
    }
}
