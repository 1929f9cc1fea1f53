using CsrmeWeChat.Foundation.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What another node does in the moment between two statements of an action.</summary>
public static class JustBefore
{
    extension(IServiceProvider services)
    {
        /// <summary>Runs an action. Just before its first statement that begins so, rows change: another was faster.</summary>
        public async Task JustBeforeAsync(string statement, string change, object args, Func<Task> action)
        {
            var database = services.GetRequiredService<Database>();
            var isDone = false;
            database.Watcher = (connection, transaction, sql, _) =>
            {
                if (!isDone && sql.StartsWith(statement, StringComparison.Ordinal))
                {
                    isDone = true;
                    Assert.Equal(1, connection.Execute(change, args, transaction));
                }
            };
            try
            {
                await action();
            }
            finally
            {
                database.Watcher = null;
            }
            Assert.True(isDone, $"The action ran no {statement}.");
        }
    }
}
