using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>Allows inline styles on a page that shows or edits an article, because an article has its styles in its elements.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShowsArticlesAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context) =>
        context.HttpContext.Response.Headers.ContentSecurityPolicy = SecurityHeaders.WithMedia(
            SecurityHeaders.WithArticles,
            context.HttpContext.RequestServices
        );
}
