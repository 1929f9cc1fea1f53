using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CsrmeWeChat.Tests.Support;

/// <summary>An environment, for what asks whether it is a developer's machine.</summary>
public sealed class Somewhere(string environment) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = environment;

    public string ApplicationName { get; set; } = "";

    public string ContentRootPath { get; set; } = "/";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
