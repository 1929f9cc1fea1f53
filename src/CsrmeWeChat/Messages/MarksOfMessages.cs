using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Messages;

/// <summary>A message that is being written keeps whom it is for; who merges a mark of it is asked to change the message first.</summary>
public sealed class MarksOfMessages : IMarkUser
{
    public async Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, Mark mark, CancellationToken ct) =>
        [
            .. (await sql.ListAsync<Draft>("SELECT name, audience FROM campaigns WHERE state IN ('draft', 'freezing') ORDER BY id", ct: ct))
                .Where(draft => Has(JsonSerializer.Deserialize<Audience>(draft.Audience, MessageJson.Options)!, mark))
                .Select(draft => $"通知消息“{draft.Name}”的发送对象里有“{mark.Name}”。请先修改那条消息。"),
        ];

    private static bool Has(Audience audience, Mark mark) =>
        mark.Kind switch
        {
            MarkKind.Branch => audience.Branches.Contains(mark.Id),
            MarkKind.Level => audience.Levels.Contains(mark.Id),
            MarkKind.Tag => audience.Tags.Contains(mark.Name),
        };

    private sealed record Draft
    {
        public required string Name { get; init; }
        public required string Audience { get; init; }
    }
}
