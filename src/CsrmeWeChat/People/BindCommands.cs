using System.CommandLine;
using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

public static class BindCommands
{
    public static Command Binds() => new("binds", "人工核对微信与会员的绑定") { List(), Accept(), Reject() };

    private static Command List()
    {
        var command = new Command("list", "待核对的申请，及名册中可能的会员");
        command.Does(
            async (services, _, ct) =>
            {
                var (requests, candidates) = (
                    services.GetRequiredService<BindRequestStore>(),
                    services.GetRequiredService<BindCandidates>()
                );
                var open = await requests.ListOpenAsync(ct);
                foreach (var request in open)
                {
                    var phone = requests.OpenPhone(request);
                    Console.WriteLine(
                        $"""
                        {request.Id}  {request.CreatedAt.ToOffset(TimeSpan.FromHours(8)).ToString(
                            "yyyy-MM-dd HH:mm",
                            CultureInfo.InvariantCulture
                        )}
                          申请人 “{request.Name}”  会员号 {Or(request.Number)}  手机 {(phone is null ? "未提供" : Phone.Mask(phone))}
                          单位 {Or(request.Unit)}  说明 {Or(request.Note)}
                        """
                    );
                    foreach (var (member, whys, isBound) in await candidates.ListAsync(request, ct))
                    {
                        Console.WriteLine(
                            $"      可能是 {member.Number} {member.Name} {member.Unit}（{string.Join("、", whys)}）{(isBound ? "，已绑定其他微信" : "")}"
                        );
                    }
                }
                Console.WriteLine(
                    open.Count == 0
                        ? "没有待核对的申请。"
                        : $"共 {open.Count} 份。核准：binds accept 编号 --member 会员号；驳回：binds reject 编号 --reason 原因"
                );
                return 0;
            }
        );
        return command;
    }

    private static Command Accept()
    {
        var id = IdArgument();
        var number = new Option<string>("--member") { Description = "绑定到哪个会员号", Required = true };
        var release = new Option<bool>("--release") { Description = "该会员已绑定其他微信时，先解除那一个" };
        var command = new Command("accept", "核准一份申请") { id, number, release };
        command.Does(
            async (services, parsed, ct) =>
            {
                if (
                    await services.GetRequiredService<MemberStore>().FindByNumberAsync(MemberNumber.Of(parsed.GetRequiredValue(number)), ct)
                    is not { } member
                )
                {
                    return CommandLine.Refuse("名册中没有这个会员号。");
                }
                var outcome = await services
                    .GetRequiredService<BindRequestStore>()
                    .AcceptAsync(
                        Actor.Command,
                        parsed.GetValue(id),
                        member.Id,
                        parsed.GetValue(release),
                        takePhone: false,
                        Now(services),
                        ct
                    );
                return Answer(outcome, $"已核准，绑定到 {member.Number} {member.Name}。");
            }
        );
        return command;
    }

    private static Command Reject()
    {
        var id = IdArgument();
        var reason = new Option<string>("--reason") { Description = "原因，申请人会看到", Required = true };
        var command = new Command("reject", "驳回一份申请") { id, reason };
        command.Does(
            async (services, parsed, ct) =>
            {
                var text = PlainText.Clean(parsed.GetRequiredValue(reason));
                return text.Length is 0 or > BindingStore.ReasonLength
                    ? CommandLine.Refuse($"原因要有 1 到 {BindingStore.ReasonLength} 个字。")
                    : Answer(
                        await services
                            .GetRequiredService<BindRequestStore>()
                            .RejectAsync(Actor.Command, parsed.GetValue(id), text, Now(services), ct),
                        "已驳回。"
                    );
            }
        );
        return command;
    }

    private static int Answer(DecideOutcome outcome, string decided)
    {
        var refusal = outcome switch
        {
            DecideOutcome.Decided => null,
            DecideOutcome.NotOpen => "没有这份待核对的申请。可用 binds list 查看。",
            DecideOutcome.NoSuchMember => "名册中没有这个会员号。",
            DecideOutcome.MemberChanged => "该会员的资料正在变动，请稍后再试。",
            DecideOutcome.MemberTaken => "该会员已绑定其他微信。确认改绑请加 --release。",
            DecideOutcome.PersonTaken => "申请人的微信已绑定另一位会员。",
        };
        if (refusal is not null)
        {
            return CommandLine.Refuse(refusal);
        }
        Console.WriteLine(decided);
        return 0;
    }

    private static Argument<long> IdArgument() => new("ID") { Description = "申请的编号，见 binds list" };

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static string Or(string text) => text is "" ? "未填" : text;
}
