namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Allows one service process for a SQLite file. Commands may run beside it. The lock ends with the process, however it ends.
/// </summary>
public sealed class ServiceLock : IDisposable
{
    private FileStream? held;

    public void Take(string databaseFile)
    {
        try
        {
            held = new FileStream(databaseFile + ".service", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InvalidOperationException(
                $"Another service process has {databaseFile} open. SQLite serves one; several nodes need MySQL."
            );
        }
    }

    public void Dispose() => held?.Dispose();
}
