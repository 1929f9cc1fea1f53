using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices.Pages;

/// <summary>How staff are told outside the console, what they were told, and a button to try it.</summary>
[Allowed(Role.Admin)]
public sealed class NoticesModel(
    Database database,
    NoticeStore notices,
    IEnumerable<IWay> ways,
    IOptions<NoticeOptions> options,
    AuditTrail audit,
    JobRunner jobs
) : ConsolePage
{
    private const int Shown = 50;

    public IReadOnlyList<IWay> Ways { get; } = [.. ways.Where(way => way.IsSet)];

    public int Hour => options.Value.Hour;

    public IReadOnlyList<Notice> Items { get; private set; } = [];

    public async Task OnGetAsync() => Items = await notices.ListAsync(Shown, Ct);

    public async Task<IActionResult> OnPostTestAsync()
    {
        if (Ways.Count == 0)
        {
            await OnGetAsync();
            return Refuse("还没有设置群机器人或邮件，发不出去。请技术人员按安装说明设置。");
        }
        await database.TransactAsync(
            async tx =>
            {
                var words = "这是一条测试提醒。看到它，就说明工作提醒能够收到。";
                await NoticeStore.AddAsync(
                    tx,
                    $"test:{Guid.CreateVersion7():N}",
                    NoticeKind.Test,
                    NoticeState.Waiting,
                    words,
                    Menu.Home,
                    Now,
                    Ct
                );
                await audit.AddAsync(tx, By, new Change("notice.test", "notice", 0, "测试提醒"), Now, Ct);
                return (true, true);
            },
            Ct
        );
        jobs.RunNow<SendNotices>();
        Done("测试提醒马上发出。请看群或邮箱，几秒后刷新本页看结果。");
        return RedirectToPage();
    }

    public string WaysOf(Notice notice) =>
        string.Join("、", notice.Ways.Select(key => ways.FirstOrDefault(way => way.Key == key)?.Label ?? key));
}
