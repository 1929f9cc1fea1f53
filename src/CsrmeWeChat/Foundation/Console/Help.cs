namespace CsrmeWeChat.Foundation.Console;

/// <summary>What a room explains to a secretary on the help page of its part of the menu.</summary>
/// <param name="View">The path of the partial view that holds the words.</param>
/// <param name="Roles">For whom; nobody named means everybody.</param>
public sealed record HelpPart(MenuGroup Group, int Place, string View, params Role[] Roles);

/// <summary>One of the first things to do in a new installation. It is shown at home until it is done.</summary>
public interface IFirstStep
{
    int Place { get; }

    string Words { get; }

    string Address { get; }

    Task<bool> IsDoneAsync(CancellationToken ct);
}

public static class HelpServices
{
    public static IServiceCollection AddHelp(
        this IServiceCollection services,
        MenuGroup group,
        int place,
        string view,
        params Role[] roles
    ) => services.AddSingleton(new HelpPart(group, place, view, roles));
}
