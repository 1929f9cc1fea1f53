using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>What a ticket is known by: 60 bits of chance, to be read aloud at a door where nothing can be scanned.</summary>
public static class RegistrationCode
{
    public const int Length = 12;

    public static string New() => PlainText.NewCode(Length);
}
