using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>The tag that imports give is theirs.</summary>
public sealed class MarksOfImports : IMarkUser
{
    public Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, Mark mark, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>(
            mark is { Kind: MarkKind.Tag, Name: Import.AbsentTag }
                ? [$"标签“{Import.AbsentTag}”由名册导入自动加上和去掉，不能改名、合并或删除。"]
                : []
        );
}
