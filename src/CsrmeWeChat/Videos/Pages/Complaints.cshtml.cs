using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Videos.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class ComplaintsModel(ComplaintStore complaints) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "state")]
    public ComplaintState? State { get; set; }

    public IReadOnlyList<Complaint> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        var found = await complaints.ListAsync(State, Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
        return true;
    }

    public void OnGet() { }

    public Task<IActionResult> OnPostUpholdAsync(long id, string? answer) => SettleAsync(id, ComplaintState.Upheld, answer);

    public Task<IActionResult> OnPostDismissAsync(long id, string? answer) => SettleAsync(id, ComplaintState.Dismissed, answer);

    private async Task<IActionResult> SettleAsync(long id, ComplaintState to, string? answer)
    {
        var words = PlainText.Clean(answer);
        if (words.Length is 0 or > 300)
        {
            return Refuse("请写明怎样处理，最长 300 字。");
        }
        if (!await complaints.SettleAsync(By, id, to, words, Now, Ct))
        {
            return Refuse("这条投诉刚才已经处理过。");
        }
        Done("已处理。");
        return RedirectToPage(new { State });
    }
}
