using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>What a feature does when WeChat tells us something. Which kinds it handles stands where the feature registers it.</summary>
public interface ICallbackHandler
{
    /// <summary>
    /// Handles one callback in the transaction that also marks it as handled, so it takes effect exactly once. It must not call anything
    /// outside the database. An exception undoes the transaction, and the callback is tried again later.
    /// </summary>
    Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Kind">As <see cref="CallbackMessage.Kind"/> names it.</param>
public sealed record CallbackRoute(string Kind, ICallbackHandler Handler);

public static class CallbackRegistration
{
    /// <summary>Has these kinds of callbacks handled by the feature. Several features may handle the same kind.</summary>
    public static IServiceCollection AddCallbackHandler<THandler>(this IServiceCollection services, params string[] kinds)
        where THandler : class, ICallbackHandler
    {
        services.TryAddSingleton<THandler>();
        foreach (var kind in kinds)
        {
            services.AddSingleton(provider => new CallbackRoute(kind, provider.GetRequiredService<THandler>()));
        }
        return services;
    }
}
