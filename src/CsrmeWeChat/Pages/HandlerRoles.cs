using System.Reflection;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Pages;

/// <summary>An <see cref="AllowedAttribute"/> on a handler: the framework itself heeds those of pages only.</summary>
public sealed class HandlerRoles : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod?.MethodInfo.GetCustomAttribute<AllowedAttribute>() is { } allowed && !(context.HttpContext.Staff is { } staff && allowed.Allows(staff)))
        {
            context.Result = new ForbidResult(StaffAuthentication.Scheme);
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
