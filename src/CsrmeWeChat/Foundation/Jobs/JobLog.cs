using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>Hangfire's log is one for the process, and the host that set it last may have ended: then it says nothing, instead of failing who asks.</summary>
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
