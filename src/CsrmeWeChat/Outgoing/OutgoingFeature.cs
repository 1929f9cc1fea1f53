using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Outgoing;

/// <summary>After a restore: what would go out, and which vouchers wait, until staff have looked and say go.</summary>
public static class OutgoingFeature
{
    public static IHostApplicationBuilder AddOutgoing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IWorkSource, HeldOutgoing>();
        return builder;
    }
}
