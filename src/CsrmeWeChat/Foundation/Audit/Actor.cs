namespace CsrmeWeChat.Foundation.Audit;

/// <summary>Who changes something: a staff member at the console, or whoever runs a command.</summary>
/// <param name="StaffId">Null for a command.</param>
/// <param name="Name">As the trail shows it, whatever becomes of the account.</param>
public sealed record Actor(long? StaffId, string Name)
{
    /// <summary>A command of the shell, by the user who became root to run it where that is known.</summary>
    public static Actor Command { get; } = new(null, NameOf(Environment.GetEnvironmentVariable("SUDO_USER") ?? Environment.UserName));

    private static string NameOf(string user) => user is "root" ? "系统（命令行）" : $"系统（命令行 {user}）";
}
