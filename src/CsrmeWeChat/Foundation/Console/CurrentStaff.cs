using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>What a session may do until the next step of signing in is taken.</summary>
public enum Stage
{
    /// <summary>The password was right; the code of the authenticator is asked for.</summary>
    SecondFactor,

    /// <summary>The password was given by somebody else and must be changed.</summary>
    NewPassword,

    /// <summary>An administrator asks for a second factor, which is to be set up.</summary>
    Enrol,

    SignedIn,
}

/// <summary>Who is at the console.</summary>
public sealed record CurrentStaff(long Id, string Login, string Name, IReadOnlyList<Role> Roles, long SessionId, Stage Stage)
{
    public Actor Actor => new(Id, Name);

    public bool Is(params ReadOnlySpan<Role> any)
    {
        foreach (var role in any)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }
        return false;
    }
}

public static class StaffContext
{
    /// <summary>The authentication scheme of the console, whoever implements it.</summary>
    public const string Scheme = "Staff";

    private static readonly object Key = new();

    extension(HttpContext context)
    {
        /// <summary>Null where nobody is signed in at the console, not even halfway.</summary>
        public CurrentStaff? Staff
        {
            get => context.Items.TryGetValue(Key, out var staff) ? (CurrentStaff?)staff : null;
            set => context.Items[Key] = value;
        }
    }
}
