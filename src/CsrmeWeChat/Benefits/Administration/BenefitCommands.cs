using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using QRCoder;
using WeChat;

namespace CsrmeWeChat.Benefits;

public static class BenefitCommands
{
    private static readonly JsonSerializerOptions Json = NewJson();

    public static Command Benefits() =>
        new("benefits", "530 福利")
        {
            Add(),
            List(),
            SetState("publish", "发布：会员可见，到时间即可领取", BenefitState.Published),
            SetState("close", "关闭领取", BenefitState.Closed),
            Stock(),
            Vouchers(),
            Windows(),
            Picture(),
        };

    private static Command Add()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON 文件，字段见 deploy/README.md" }.AcceptExistingOnly();
        var publish = new Option<bool>("--publish") { Description = "同时发布" };
        var command = new Command("add", "新建福利（草稿）") { file, publish };
        command.Does((services, args, ct) => AddAsync(services, args.GetValue(file)!.FullName, args.GetValue(publish), ct));
        return command;
    }

    private static async Task<int> AddAsync(IServiceProvider services, string path, bool publish, CancellationToken ct)
    {
        var (benefit, refusal) = Read(path);
        if (benefit is null)
        {
            return CommandLine.Refuse(refusal!);
        }
        var store = services.GetRequiredService<BenefitStore>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        (var id, refusal) = await store.AddAsync(Actor.Command, benefit, now, ct);
        if (refusal is not null)
        {
            return CommandLine.Refuse(refusal);
        }
        if (publish)
        {
            var operations = services.GetRequiredService<BenefitOperations>();
            await operations.SetStateAsync(Actor.Command, id, from: null, BenefitState.Published, now, ct);
        }
        Console.WriteLine($"福利 {id}《{benefit.Title}》已{(publish ? "发布" : "建立（草稿）")}。");
        return 0;
    }

    /// <summary>The benefit that a file defines, or the reason in Chinese why it defines none.</summary>
    internal static (NewBenefit? Benefit, string? Refusal) Read(string path)
    {
        try
        {
            var benefit = JsonSerializer.Deserialize<NewBenefit>(File.ReadAllText(path), Json);
            return benefit is null ? (null, "文件是空的。")
                : benefit.Faults().ToList() is [var (field, why), ..] ? (null, $"{why}（{JsonNamingPolicy.CamelCase.ConvertName(field)}）")
                : (benefit, null);
        }
        catch (JsonException e)
        {
            var place = $"第 {e.LineNumber + 1} 行 {e.Path}";
            return (null, $"文件不是有效的福利定义（{place}）：字段须齐全、名称无误，时间须带时区，如 2026-05-30T10:00:00+08:00。");
        }
    }

    private static Command List()
    {
        var command = new Command("list", "列出福利，并由明细重新核对计数");
        command.Does(
            async (services, _, ct) =>
            {
                var store = services.GetRequiredService<BenefitStore>();
                var search = services.GetRequiredService<BenefitSearch>();
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var sound = true;
                foreach (var benefit in await search.ListAsync(new BenefitFilter(), BenefitSearch.Columns["id"], 0, int.MaxValue, now, ct))
                {
                    var holds = (await store.ReconcileAsync(benefit.Id, ct))!.Holds;
                    sound &= holds;
                    Console.WriteLine(Line(benefit, holds));
                }
                return sound ? 0 : 3;
            }
        );
        return command;
    }

    private static string Line(ListedBenefit benefit, bool holds) =>
        $"{benefit.Id, 4}  {benefit.State.Label} {Local(benefit.OpensAt)} 至 {Local(benefit.ClosesAt)}  "
        + $"总量 {benefit.Stock}，占用 {benefit.Held}，已发序号 {benefit.Issued}，{(holds ? "账实相符" : "账实不符！")}  {benefit.Title}";

    private static string Local(DateTimeOffset at) => $"{China.Local(at):yyyy-MM-dd HH:mm}";

    private static Command SetState(string name, string description, BenefitState state)
    {
        var id = new Argument<long>("id");
        var command = new Command(name, description) { id };
        command.Does(
            async (services, args, ct) =>
            {
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var outcome = await services
                    .GetRequiredService<BenefitOperations>()
                    .SetStateAsync(Actor.Command, args.GetValue(id), from: null, state, now, ct);
                return outcome.WhyNot is { } why ? CommandLine.Refuse(why) : 0;
            }
        );
        return command;
    }

    private static Command Stock()
    {
        var id = new Argument<long>("id");
        var more = new Argument<int>("more") { Description = "增加的份数；负数为减少" };
        var command = new Command("stock", "增减总量，领取中也可以") { id, more };
        command.Does(
            async (services, args, ct) =>
            {
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var outcome = await services
                    .GetRequiredService<BenefitOperations>()
                    .AddStockAsync(Actor.Command, args.GetValue(id), args.GetValue(more), seen: null, now, ct);
                return outcome.WhyNot is { } why ? CommandLine.Refuse(why) : 0;
            }
        );
        return command;
    }

    private static Command Vouchers()
    {
        var id = new Argument<long>("id");
        var file = new Argument<FileInfo>("file")
        {
            Description = "每行一个兑换码的 .txt，或 .csv、.xlsx；有卡号和密码两列的，首行要写明标题",
        }.AcceptExistingOnly();
        var command = new Command("vouchers", "追加合作方的兑换码，按行的顺序发放；未加入的行会列出（退出码 3）") { id, file };
        command.Does((services, args, ct) => AddVouchersAsync(services, args.GetValue(id), args.GetValue(file)!, ct));
        return command;
    }

    private static async Task<int> AddVouchersAsync(IServiceProvider services, long id, FileInfo file, CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        var upload = VoucherUpload.FromFile(stream, file.Name);
        if (upload.Refusal is { } refusal)
        {
            return CommandLine.Refuse(refusal);
        }
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var store = services.GetRequiredService<VoucherStore>();
        if (await store.AddAsync(Actor.Command, id, upload, now, ct) is not { } report)
        {
            return CommandLine.Refuse("没有这个兑换码福利。");
        }
        foreach (var (line, code, why) in report.Refused)
        {
            Console.Error.WriteLine($"第 {line} 行 {code}：{why}");
        }
        Console.WriteLine($"加入 {report.Added} 个兑换码，未加入 {report.Refused.Count} 行。");
        return report.Refused.Count == 0 ? 0 : 3;
    }

    private static Command Windows()
    {
        var id = new Argument<long>("id");
        var opens = Instant("--opens");
        var closes = Instant("--closes");
        var use = Instant("--use-until");
        var command = new Command("window", "调整领取和使用的时间，如 2026-05-30T10:00+08:00") { id, opens, closes, use };
        command.Does(
            async (services, args, ct) =>
            {
                var store = services.GetRequiredService<BenefitStore>();
                if (await store.FindDetailsAsync(args.GetValue(id), ct) is not { Definition: var old })
                {
                    return CommandLine.Refuse("没有这个福利。");
                }
                var opensAt = args.GetValue(opens) ?? old.OpensAt;
                var closesAt = args.GetValue(closes) ?? old.ClosesAt;
                var useUntil = args.GetValue(use) ?? old.UseUntil;
                var edited = old with { OpensAt = opensAt, ClosesAt = closesAt, UseUntil = useUntil };
                if (edited.Faults().Select(fault => fault.Why).FirstOrDefault() is { } why)
                {
                    return CommandLine.Refuse(why);
                }
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                await store.SetWindowsAsync(Actor.Command, args.GetValue(id), revision: null, opensAt, closesAt, useUntil, now, ct);
                return 0;
            }
        );
        return command;
    }

    private static Option<DateTimeOffset?> Instant(string name) =>
        new(name)
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
        var id = new Argument<long>("id");
        var file = new Argument<FileInfo>("file") { Description = "写入的图片" };
        var url = new Option<string>("--url")
        {
            Description = "小程序页面尚未发布时，改用此网址的二维码（在公众平台配置“扫普通链接二维码打开小程序”）",
            Required = true,
        };
        var command = new Command("code", "生成海报用的小程序码") { id, file, url };
        command.Does(
            async (services, args, ct) =>
            {
                var picture = await services.GetRequiredService<IMiniProgram>().FindCodeImageAsync(BenefitCode.Of(args.GetValue(id)), ct);
                await File.WriteAllBytesAsync(
                    args.GetValue(file)!.FullName,
                    picture ?? PngByteQRCodeHelper.GetQRCode(args.GetValue(url)!, QRCodeGenerator.ECCLevel.M, 12),
                    ct
                );
                Console.WriteLine(picture is null ? "小程序页面尚未发布，已改用普通二维码。" : "已生成小程序码。");
                return 0;
            }
        );
        return command;
    }

    private static JsonSerializerOptions NewJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            // A mistyped name of a rule must not open a benefit to everybody.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
        };
        JsonSettings.Apply(json);
        json.Converters.Add(new InstantWithOffset());
        return json;
    }
}
