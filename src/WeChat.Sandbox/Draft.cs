using System.Text.Json.Nodes;

namespace WeChat.Sandbox;

/// <summary>What a mass send carries: the id of a draft or a material, or a text.</summary>
internal sealed record Outgoing(string Kind, string Content);

/// <summary>Articles that were put together and went nowhere yet.</summary>
internal sealed record Draft(IReadOnlyList<JsonObject> Articles, DateTimeOffset UpdatedAt)
{
    public string Title => $"{Articles[0]["title"]}";

    public string Content => $"{Articles[0]["content"]}";

    /// <summary>What is no article, as if it were one.</summary>
    public static Draft Of(Outgoing what, DateTimeOffset now) =>
        new([new JsonObject { ["title"] = what.Kind, ["content"] = what.Content }], now);

    /// <summary>As draft/get shows it.</summary>
    public object Show(bool withoutContent = false) =>
        new
        {
            news_item = Articles.Select(article =>
            {
                var shown = (JsonObject)article.DeepClone();
                if (withoutContent)
                {
                    shown.Remove("content");
                }

                return shown;
            }),
        };
}
