using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>A page on which an article is shown or written, whose styles stand in its elements.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShowsArticlesAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context) =>
        context.HttpContext.Response.Headers.ContentSecurityPolicy = SecurityHeaders.WithArticles;
}
