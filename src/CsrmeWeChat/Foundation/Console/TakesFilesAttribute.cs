using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>
/// A page that takes files: posts may be larger than elsewhere, arrive at the pace of the reader's network, and are held in memory,
/// for what is personal must not lie about in temporary files.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFilesAttribute(int maxBytes) : Attribute, IAuthorizationFilter, IOrderedFilter
{
    // For the form's other fields.
    private const int Beside = 1 << 20;

    /// <summary>Of one field that is no file; a text with pictures in it may be as long as the form.</summary>
    public int MaxFieldChars { get; init; } = 1 << 20;

    // Before the antiforgery token is looked for, which reads the form.
    public int Order => 900;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var (request, features) = (context.HttpContext.Request, context.HttpContext.Features);
        if (HttpMethods.IsPost(request.Method))
        {
            features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = maxBytes + Beside;
            }
            if (PooledForm.CanRead(request))
            {
                features.Set<IFormFeature>(new PooledForm(request, maxBytes + Beside, MaxFieldChars));
            }
        }
    }
}
