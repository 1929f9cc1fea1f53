using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>What somebody else made of something meanwhile, beside what was typed.</summary>
/// <param name="Noun">这条消息.</param>
/// <param name="Address">Of the form as it would be filled now.</param>
public sealed record EditConflict(string Noun, string Address, AuditEvent? By, IReadOnlyList<AuditDifference> Differences);
