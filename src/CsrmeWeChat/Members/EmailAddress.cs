using System.Net.Mail;
using System.Text;

namespace CsrmeWeChat.Members;

public static class EmailAddress
{
    private const int MaxBytes = 254;

    public static bool IsOne(string text) =>
        Encoding.UTF8.GetByteCount(text) <= MaxBytes
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && address.Host.Contains('.')
        && !text.Any(char.IsWhiteSpace)
        && !text.Contains('"');

    /// <summary>z***@example.org</summary>
    public static string Mask(string address) =>
        address.LastIndexOf('@') is > 0 and var at ? $"{address[..1]}***{address[at..]}"
        : address is "" ? ""
        : "***";
}
