namespace WeChat.Sandbox;

/// <summary>A draft that was published, or is about to be.</summary>
internal sealed class Publication(string id, Draft draft, DateTimeOffset readyAt)
{
    public string Id { get; } = id;

    public Draft Draft { get; } = draft;

    public DateTimeOffset ReadyAt { get; } = readyAt;

    /// <summary>A status that was decided; null for what time brings.</summary>
    public int? Verdict { get; set; }

    public string ArticleId => $"a{Id}";

    public int StatusAt(DateTimeOffset now) => Verdict ?? (now < ReadyAt ? 1 : 0);

    /// <summary>The address of one of its articles, the first of which has none but the publication's.</summary>
    public string UrlOf(int index) => ArticleEvents.UrlOf(Id) + (index == 0 ? "" : $"&idx={index + 1}");
}
