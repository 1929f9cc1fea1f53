using System.Reflection;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>An <see cref="AllowedAttribute"/> on a handler: the framework itself heeds those of pages only.</summary>
internal static class HandlerRoles
{
    public static bool Forbids(PageHandlerExecutingContext context) =>
        context.HandlerMethod?.MethodInfo.GetCustomAttribute<AllowedAttribute>() is { } allowed
        && !(context.HttpContext.Staff is { } staff && allowed.Allows(staff));
}
