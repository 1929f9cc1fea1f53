using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CsrmeWeChat.Tests.Support;

/// <summary>An environment, for what asks whether it is a developer's machine.</summary>
public sealed class Somewhere(string environment) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = environment;

    public string ApplicationName { get; set; } = "";

    public string ContentRootPath { get; set; } = "/";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}

/// <summary>All that is logged, as text.</summary>
public sealed class TextLog(TextWriter text) : ILoggerProvider, ILogger
{
    private readonly TextWriter text = TextWriter.Synchronized(text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => text.WriteLine($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
