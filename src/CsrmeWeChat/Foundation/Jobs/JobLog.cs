using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// Hangfire has one log for the whole process, and the host that set it last may have ended. This log is then silent and does not throw.
/// </summary>
internal sealed class JobLog(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider host = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return host.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new NoLog();
        }
    }

    private sealed class NoLog : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
