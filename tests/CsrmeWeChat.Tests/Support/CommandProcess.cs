using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A command of the service as a process of its own, on an app's database and keys.</summary>
public static class CommandProcess
{
    public static ServiceCommand Start(App app, params string[] arguments)
    {
        var (data, keys) = (app.Get<DataOptions>(), app.Get<IOptions<KeyOptions>>().Value);
        return ServiceCommand.Start(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(keys.Ring.Select(key => KeyValuePair.Create($"Keys:Ring:{key.Key}", (string?)key.Value)))
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Data:Engine"] = data.Engine.ToString(),
                ["Data:ConnectionString"] = data.ConnectionString,
                ["Keys:Current"] = keys.Current,
                ["Audit:Folder"] = app.Get<IOptions<AuditOptions>>().Value.Folder,
            },
            arguments
        );
    }

    public static async Task<CommandEnd> RunAsync(App app, params string[] arguments)
    {
        await using var command = Start(app, arguments);
        return await command.EndAsync(TestContext.Current.CancellationToken);
    }
}
