namespace WeChat.Callbacks;

/// <summary>A message or an event as WeChat pushed it, in XML or JSON alike.</summary>
/// <param name="AppId">The account it came to.</param>
/// <param name="OpenId">FromUserName: the user; for the end of a mass send or a publication WeChat's own helper.</param>
/// <param name="CreatedAt">CreateTime, in whole seconds.</param>
/// <param name="Kind">
/// The event's name in lower case (subscribe, scan, templatesendjobfinish), or the type of a message (text).
/// </param>
/// <param name="Body">The whole message.</param>
public sealed record CallbackMessage(string AppId, string OpenId, DateTimeOffset CreatedAt, string Kind, CallbackNode Body)
{
    /// <summary>When it came in by our own clock; null where that is now.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>
    /// The openid of whom this is about: the sender, or, where WeChat itself reports that somebody took back a permission, that user.
    /// </summary>
    public string Person => Body.Text("OpenID") is { Length: > 0 and <= 64 } user ? user : OpenId;
}

/// <summary>
/// A part of a message. In JSON WeChat writes a list of one item as an object and a longer one as an array;
/// here both are lists.
/// </summary>
/// <param name="Value">The text of a part without parts; empty otherwise.</param>
public sealed record CallbackNode(string Name, string Value, IReadOnlyList<CallbackNode> Children)
{
    /// <summary>The text at a path; empty where there is none.</summary>
    public string Text(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var name in path)
        {
            node = node?.Children.FirstOrDefault(child => child.Name == name);
        }
        return node?.Value ?? "";
    }

    /// <summary>The parts of that name below a path's end, however many.</summary>
    public IReadOnlyList<CallbackNode> All(params ReadOnlySpan<string> path)
    {
        IReadOnlyList<CallbackNode> nodes = [this];
        foreach (var name in path)
        {
            nodes = [.. nodes.SelectMany(node => node.Children).Where(child => child.Name == name)];
        }
        return nodes;
    }

    /// <summary>The texts of all parts with one of these names, at any depth, in order.</summary>
    public IEnumerable<string> Everywhere(params IReadOnlyCollection<string> names) =>
        Children.SelectMany(child => child.Everywhere(names).Prepend(names.Contains(child.Name) ? child.Value : null).OfType<string>());
}
