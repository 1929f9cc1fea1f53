using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>What all pages of the console share.</summary>
public abstract class ConsolePage : PageModel
{
    private const string DoneKey = "done";

    /// <summary>Who is signed in; set on every page but the sign-in page itself.</summary>
    public CurrentStaff Me => HttpContext.Staff!;

    /// <summary>Who changes something here, for the audit trail.</summary>
    protected Actor By => Me.Actor;

    public DateTimeOffset Now =>
        field == default ? field = HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() : field;

    protected CancellationToken Ct => HttpContext.RequestAborted;

    /// <summary>Finds what the address names, before any handler; false is a 404.</summary>
    protected virtual Task<bool> FindAsync() => Task.FromResult(true);

    [NonHandler]
    public sealed override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // A page's own filter runs before all others: whoever may not ask is not told either what is there.
        if (HandlerRoles.Forbids(context))
        {
            context.Result = new ForbidResult(StaffContext.Scheme);
        }
        else if (await FindAsync())
        {
            await next();
        }
        else
        {
            context.Result = NotFound();
        }
    }

    /// <summary>A message at the top of the next page.</summary>
    protected void Done(string words) => TempData[DoneKey] = words;

    /// <summary>Shows the page again, with what was typed and why it was not done.</summary>
    protected PageResult Refuse(string words, string field = "")
    {
        ModelState.AddModelError(field, words);
        return Page();
    }

    /// <summary>Rows as a workbook to save, written to the audit trail before they are given.</summary>
    protected async Task<IActionResult> ExportAsync(
        Change audited,
        string name,
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows
    )
    {
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        await HttpContext.RequestServices.GetRequiredService<AuditTrail>().AddAsync(By, audited, Now, Ct);
        return File(
            await XlsxWriter.WriteAsync(headers, rows, Ct),
            XlsxWriter.ContentType,
            $"{name}-{China.Local(Now):yyyyMMdd-HHmm}.xlsx"
        );
    }
}
