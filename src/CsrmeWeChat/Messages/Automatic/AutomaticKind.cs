namespace CsrmeWeChat.Messages;

/// <summary>
/// Something that people are told by itself when it happens to them, such as that their entry was returned. A room says what happens and
/// which words it knows; staff choose the template, and where each word goes.
/// </summary>
/// <param name="Key">Never used again for another.</param>
/// <param name="When">When it goes out, in Chinese, for staff.</param>
/// <param name="Topic">Whoever declines it is not told.</param>
/// <param name="Words">The names of the values that the room gives: 作品, 原因. In a field they stand in braces.</param>
public sealed record AutomaticKind(string Key, string Label, string When, Topic Topic, params string[] Words);

/// <summary>What is to be told to somebody.</summary>
/// <param name="Dedupe">Names what happened within the kind, so that it is told once.</param>
/// <param name="Page">The page of the mini program that opens; empty for none.</param>
/// <param name="Values">By the words of the kind.</param>
public sealed record AutomaticMessage(string Kind, string Dedupe, long PersonId, string Page, IReadOnlyDictionary<string, string> Values);

/// <summary>How staff have a kind told.</summary>
/// <param name="Fields">What stands in each field of the template, with words of the kind in braces.</param>
public sealed record AutomaticSetting(string Kind, long TemplateId, IReadOnlyDictionary<string, string> Fields, long Revision);

public static class AutomaticKinds
{
    public static IServiceCollection AddAutomaticMessage(this IServiceCollection services, AutomaticKind kind) =>
        services.AddSingleton(kind);
}
